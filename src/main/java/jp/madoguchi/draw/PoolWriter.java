package jp.madoguchi.draw;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jp.madoguchi.kernel.RefusedException;

/** Writes a pool file lot by lot, as a query gives them {@code order by lot collate "C"}. {@link Pool} checks what came out. */
public final class PoolWriter implements Closeable {

    private final OutputStream out;
    private String before = "";

    public PoolWriter(Path file) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    /**
     * @param lot    the number that its owner was told
     * @param person a code that tells nothing about the person; all lots of one person have the same
     * @throws RefusedException when the lot does not come after the one before, or a code is none
     */
    public void add(String lot, String person, String channel, int units) throws IOException {
        if (!DrawRules.isCode(lot) || !DrawRules.isCode(person) || !DrawRules.isCode(channel) || units < 1 || units > DrawRules.MOST_UNITS) {
            throw new RefusedException("draw.pool.code", "抽選対象にできない値があります: %s,%s,%s,%d".formatted(lot, person, channel, units));
        }
        if (lot.compareTo(before) <= 0) {
            throw new RefusedException("draw.pool.order", "抽選番号が重なっているか、昇順に並んでいません: " + lot);
        }
        before = lot;
        out.write((lot + ',' + person + ',' + channel + ',' + units + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
