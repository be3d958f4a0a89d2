package jp.madoguchi.draw;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;

/**
 * The files of a draw, all that a stranger needs to repeat it. A step that was broken off is done again from the files before
 * it and gives the same bytes; every file appears whole or not at all, {@value #OUTCOME} last.
 */
public final class DrawFolder {

    public static final String POOL = "pool.csv";
    public static final String GRANTS = "grants.csv";
    public static final String COMMITMENT = "commitment.json";
    public static final String SOURCES = "sources.json";
    public static final String RESULT = "result.csv";
    public static final String RESERVES = "reserves.csv";
    public static final String OUTCOME = "outcome.json";
    /** Held while drawing; the operating system lets it go with the process. */
    private static final String LOCK = "draw.lock";

    private final Path folder;

    public DrawFolder(Path folder) {
        this.folder = folder;
    }

    /** Where {@link PoolWriter} writes to before the freezing. */
    public Path poolFile() {
        return folder.resolve(POOL);
    }

    /**
     * Freezes the pool that is in the folder and writes the commitment to publish.
     *
     * @throws RefusedException when the pool is not canonical, or something else was frozen here before: that needs a new draw
     */
    public Commitment freeze(String drawId, String title, DrawRules rules, Grants grants, List<NamedSource> sources, DrawProgress progress)
            throws IOException {
        Commitment commitment = Commitment.of(drawId, title, Pool.read(poolFile(), rules, progress), grants, sources);
        byte[] bytes = commitment.bytes();
        if (Files.exists(folder.resolve(COMMITMENT)) && !Arrays.equals(Files.readAllBytes(folder.resolve(COMMITMENT)), bytes)) {
            throw new RefusedException("draw.frozen", "この抽選の内容は確定しています。変えるには、新しい番号の抽選として公表してください。");
        }
        replace(GRANTS, grants.bytes());
        replace(COMMITMENT, bytes);
        return commitment;
    }

    /** @throws RefusedException when nothing was frozen */
    public Commitment commitment() throws IOException {
        return Commitment.read(file(COMMITMENT));
    }

    /**
     * Enters what the named sources gave. A mistake can be corrected until the draw is done.
     *
     * @param typed per source, in the order of the commitment
     * @return the text that will enter the seed
     * @throws RefusedException when they are not the numbers asked for, or others were drawn with
     */
    public String enter(List<List<String>> typed) throws IOException {
        SourceValues values = SourceValues.of(commitment(), typed);
        byte[] bytes = PublishedJson.write(values);
        if (Files.exists(folder.resolve(OUTCOME)) && !Arrays.equals(file(SOURCES), bytes)) {
            throw new RefusedException("draw.drawn", "この抽選は済んでいます。乱数のもとは変えられません。");
        }
        replace(SOURCES, bytes);
        return values.canonical();
    }

    /**
     * Draws, from the files alone, and writes the result. Doing it again writes the same.
     *
     * @throws RefusedException when a file is missing or is not what was frozen, or the draw is being done by somebody else
     */
    public DrawOutcome draw(DrawProgress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
             FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw running();
            }
            return drawAlone(progress);
        } catch (OverlappingFileLockException here) {
            throw running();
        }
    }

    private static RefusedException running() {
        return new RefusedException("draw.running", "この抽選は、いま別の操作で実行されています。終わるまでお待ちください。");
    }

    private DrawOutcome drawAlone(DrawProgress progress) throws IOException {
        Commitment commitment = commitment();
        Grants grants = Grants.parse(file(GRANTS));
        Pool pool = Pool.read(poolFile(), commitment.rules(), progress);
        if (!commitment.equals(Commitment.of(commitment.drawId(), commitment.title(), pool, grants, commitment.sources()))) {
            throw new RefusedException("draw.pool.changed", "抽選対象の一覧が、確定したときのものと違います。");
        }
        SourceValues sources = PublishedJson.read(file(SOURCES), SourceValues.class, SOURCES);
        if (!sources.equals(SourceValues.of(commitment, sources.sources().stream().map(SourceValues.Source::values).toList()))) {
            throw new RefusedException("draw.sources", "乱数のもとが、公表した内容と合いません。入力し直してください。");
        }
        Seed seed = Seed.of(commitment.drawId(), pool.hash(), sources.canonical());
        Allocation allocation = Allocation.draw(pool, grants, seed, progress);
        try (Hashed result = new Hashed(part(RESULT)); Hashed reserves = new Hashed(part(RESERVES))) {
            allocation.writeTo(result, reserves, progress);
            DrawOutcome outcome = DrawOutcome.of(commitment, sources.canonical(), seed, allocation, result.finish(), reserves.finish());
            appear(RESULT);
            appear(RESERVES);
            replace(OUTCOME, PublishedJson.write(outcome));
            return outcome;
        }
    }

    /**
     * Moves reserves up for winners whose right ended, and writes {@code promotions-<round>.csv} after those that are there.
     *
     * @param released places that lost their right since the last round
     * @return places that move up; none when the rest of the order does not fit
     * @throws RefusedException when a file is missing or not what was drawn, or a released place had won nothing or was released before
     */
    public Promotions promote(Set<Integer> released) throws IOException {
        Commitment commitment = commitment();
        Pool pool = Pool.read(poolFile(), commitment.rules(), DrawProgress.SILENT);
        SourceValues sources = PublishedJson.read(file(SOURCES), SourceValues.class, SOURCES);
        DrawOutcome drawn = outcome();
        if (!commitment.pool().hash().equals(pool.hash()) || !drawn.commitmentHash().equals(commitment.hash())) {
            throw new RefusedException("draw.pool.changed", "抽選対象の一覧が、確定したときのものと違います。");
        }
        Allocation allocation = Allocation.draw(pool, Grants.parse(file(GRANTS)), Seed.of(commitment.drawId(), pool.hash(), sources.canonical()),
                DrawProgress.SILENT);
        Promotions.Rounds rounds = new Promotions.Rounds(allocation);
        for (String name = Promotions.file(rounds.count() + 1); Files.exists(folder.resolve(name)); name = Promotions.file(rounds.count() + 1)) {
            rounds.again(Files.readAllBytes(folder.resolve(name)), name);
        }
        Promotions next = rounds.next(released);
        replace(Promotions.file(next.round()), next.bytes());
        return next;
    }

    /** @throws RefusedException when it is not drawn */
    public DrawOutcome outcome() throws IOException {
        return PublishedJson.read(file(OUTCOME), DrawOutcome.class, OUTCOME);
    }

    private byte[] file(String name) throws IOException {
        if (!Files.exists(folder.resolve(name))) {
            throw new RefusedException("draw.missing", name + " がありません。");
        }
        return Files.readAllBytes(folder.resolve(name));
    }

    private void replace(String name, byte[] bytes) throws IOException {
        try (FileChannel part = FileChannel.open(part(name), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining();) {
                part.write(rest);
            }
            part.force(true);
        }
        appear(name);
    }

    private Path part(String name) {
        return folder.resolve(name + ".part");
    }

    private void appear(String name) throws IOException {
        Files.move(part(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes lines and hashes them. */
    private static final class Hashed implements Lines.Sink, AutoCloseable {

        private final MessageDigest digest = Sha256.digest();
        private final OutputStream out;
        private final byte[] waiting = new byte[1 << 16];
        private int length;

        Hashed(Path file) throws IOException {
            out = Files.newOutputStream(file);
        }

        @Override
        public void line(byte[] line, int size) throws IOException {
            if (length + size > waiting.length) {
                flush();
            }
            System.arraycopy(line, 0, waiting, length, size);
            length += size;
        }

        private void flush() throws IOException {
            digest.update(waiting, 0, length);
            out.write(waiting, 0, length);
            length = 0;
        }

        /** @return SHA-256 of all lines, when they are in the file */
        String finish() throws IOException {
            flush();
            out.close();
            return Sha256.hex(digest.digest());
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
