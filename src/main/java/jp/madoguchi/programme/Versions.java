package jp.madoguchi.programme;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.Optional;
import jp.madoguchi.kernel.Sha256;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every version of every programme that was ever loaded here, and the demo's shifts. Public data, no tenant. */
@Repository
class Versions {

    private final JdbcClient jdbc;

    Versions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param content the file's bytes, unchanged */
    record Version(byte[] content, int shiftWeeks) {}

    static String hash(byte[] content, int shiftWeeks) {
        MessageDigest digest = Sha256.digest();
        digest.update(content);
        digest.update(("\n" + shiftWeeks).getBytes(StandardCharsets.US_ASCII));
        return Sha256.hex(digest.digest());
    }

    void keep(String code, String hash, Version version, OffsetDateTime now) {
        jdbc.sql("""
                insert into programme_version (code, hash, content, shift_weeks, loaded_at) values (?, ?, ?, ?, ?)
                on conflict do nothing""")
                .params(code, hash, version.content(), version.shiftWeeks(), now).update();
    }

    Optional<Version> find(String code, String hash) {
        return jdbc.sql("select content, shift_weeks from programme_version where code = ? and hash = ?").params(code, hash)
                .query((row, n) -> new Version(row.getBytes("content"), row.getInt("shift_weeks"))).optional();
    }

    /** The programme's shift: the stored one, or the proposed one, which is stored then. */
    int shift(String code, int proposed) {
        jdbc.sql("insert into programme_shift (code, weeks) values (?, ?) on conflict do nothing").params(code, proposed).update();
        return jdbc.sql("select weeks from programme_shift where code = ?").param(code).query(Integer.class).single();
    }
}
