package jp.madoguchi.lottery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.draw.DrawFolder;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.Sha256;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The files of draws, kept in the database: every node and every later auditor reads the same bytes. */
@Component
@Transactional
public class DrawFiles {

    /** Bytes of a part, before it is cut back to the end of a line. */
    private static final int PART = 1 << 20;

    private final JdbcClient jdbc;
    private final TransactionTemplate alone;

    DrawFiles(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setReadOnly(true);
    }

    /** @param size in bytes @param sha256 of all of it, lower-case hex */
    public record Info(String name, long size, String sha256) {}

    /** Keeps a file of a work folder. @throws IOException when it cannot be read */
    void keep(Draw draw, Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        var digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        jdbc.sql("insert into draw_file (draw, name, government, programme, size, sha256) values (?, ?, ?, ?, ?, ?)")
                .params(draw.id(), name, draw.government(), draw.programme(), Files.size(file), Sha256.hex(digest.digest())).update();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] rest = new byte[0];
            int part = 0;
            for (byte[] read = in.readNBytes(PART); read.length > 0; read = in.readNBytes(PART)) {
                byte[] all = Arrays.copyOf(rest, rest.length + read.length);
                System.arraycopy(read, 0, all, rest.length, read.length);
                int end = read.length < PART ? all.length : lastLineEnd(all);
                keep(draw, name, part++, Arrays.copyOf(all, end));
                rest = Arrays.copyOfRange(all, end, all.length);
            }
            if (rest.length > 0) {
                keep(draw, name, part, rest);
            }
        }
    }

    private void keep(Draw draw, String name, int part, byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != ',' && bytes[end] != '\n') {
            end++;
        }
        jdbc.sql("insert into draw_file_part (draw, name, part, first, bytes) values (?, ?, ?, ?, ?)")
                .params(draw.id(), name, part, new String(bytes, 0, end, StandardCharsets.UTF_8), bytes).update();
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end == 0 ? bytes.length : end;
    }

    /** The database refuses this for everything but the sources of a draw that is not drawn yet. */
    void forget(Draw draw, String name) {
        jdbc.sql("delete from draw_file where draw = ? and name = ?").params(draw.id(), name).update();
    }

    /** In the order in which they came to be. */
    @Transactional(readOnly = true)
    public List<Info> of(String draw) {
        List<String> order = List.of(DrawFolder.COMMITMENT, DrawFolder.POOL, DrawFolder.GRANTS, DrawFolder.SOURCES, DrawFolder.RESULT, DrawFolder.RESERVES,
                DrawFolder.OUTCOME);
        return jdbc.sql("""
                select name, size, sha256 from draw_file where draw = ?
                order by coalesce(array_position(?, name), 99), length(name), name""")
                .params(draw, order.toArray(String[]::new)).query(Info.class).list();
    }

    /** Brings a file into a work folder. */
    void bring(String draw, String name, Path folder) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            copy(draw, name, out);
        }
    }

    /**
     * Outside a transaction no connection waits for a slow reader: each part is asked for by itself.
     *
     * @throws NotFoundException when there is no such file in this data scope
     */
    @Transactional(propagation = Propagation.SUPPORTS)
    public void copy(String draw, String name, OutputStream out) throws IOException {
        if (alone.execute(status -> of(draw)).stream().noneMatch(file -> file.name().equals(name))) {
            throw new NotFoundException("draw " + draw + " " + name);
        }
        for (int part = 0; ; part++) {
            Optional<byte[]> bytes = part(draw, name, part);
            if (bytes.isEmpty()) {
                return;
            }
            out.write(bytes.get());
        }
    }

    private Optional<byte[]> part(String draw, String name, int part) {
        return alone.execute(status -> jdbc.sql("select bytes from draw_file_part where draw = ? and name = ? and part = ?").params(draw, name, part)
                .query(byte[].class).optional());
    }

    /** @return the line of a file whose lines ascend by their first field, without its end */
    @Transactional(readOnly = true)
    public Optional<String> line(String draw, String name, String first) {
        return jdbc.sql("select bytes from draw_file_part where draw = ? and name = ? and first <= ? order by first desc, part desc limit 1")
                .params(draw, name, first).query(byte[].class).optional()
                .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().filter(line -> line.equals(first) || line.startsWith(first + ",")).findFirst());
    }
}
