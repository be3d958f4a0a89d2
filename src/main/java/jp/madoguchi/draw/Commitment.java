package jp.madoguchi.draw;

import java.util.List;
import java.util.stream.IntStream;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;

/**
 * What is published before anybody can know the seed (§2.15 steps 1 and 2). Whoever keeps its hash notices every later change.
 *
 * @param format     {@link #FORMAT}: this computation in this version
 * @param algorithm  how keys are made
 * @param grantsHash SHA-256 of the earlier grants' file
 */
public record Commitment(String format, String drawId, String title, String algorithm, Lots pool, String grantsHash, DrawRules rules,
                         List<NamedSource> sources) {

    public static final String FORMAT = "madoguchi-draw/v1";
    static final String ALGORITHM = "HMAC-SHA-256";

    /** The frozen pool. @param hash of its file @param channels in the order of the rules */
    public record Lots(String hash, long lots, long persons, long units, List<ByChannel> channels) {

        static Lots of(Pool pool) {
            List<DrawRules.Channel> channels = pool.rules().channels();
            return new Lots(pool.hash(), pool.lots(), pool.persons(), pool.units(), IntStream.range(0, channels.size())
                    .mapToObj(i -> new ByChannel(channels.get(i).code(), pool.lots(i), pool.units(i))).toList());
        }
    }

    public record ByChannel(String code, long lots, long units) {}

    /** @throws RefusedException when a part is missing or of another version */
    public Commitment {
        if (!FORMAT.equals(format) || !ALGORITHM.equals(algorithm)) {
            throw new RefusedException("draw.format", "この版では扱えない抽選です: " + format + ", " + algorithm);
        }
        if (drawId == null || !DrawRules.isCode(drawId)) {
            throw new RefusedException("draw.id", "抽選の番号は半角の英数字と . _ - で、64字以内です: " + drawId);
        }
        if (title == null || title.isBlank() || title.length() > 200 || title.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("draw.title", "抽選の名称は1字以上200字以内です。");
        }
        if (pool == null || grantsHash == null || rules == null || sources == null || sources.isEmpty()) {
            throw new RefusedException("draw.commitment", "公告に足りない項目があります。乱数のもとは1つ以上必要です。");
        }
        sources = List.copyOf(sources);
    }

    /** Freezes a pool. */
    static Commitment of(String drawId, String title, Pool pool, Grants grants, List<NamedSource> sources) {
        return new Commitment(FORMAT, drawId, title, ALGORITHM, Lots.of(pool), grants.hash(), pool.rules(), sources);
    }

    static Commitment read(byte[] file) {
        return PublishedJson.read(file, Commitment.class, DrawFolder.COMMITMENT);
    }

    byte[] bytes() {
        return PublishedJson.write(this);
    }

    /** SHA-256 of its file, lower-case hex. */
    public String hash() {
        return Sha256.hexOf(bytes());
    }
}
