package jp.madoguchi.draw;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jp.madoguchi.kernel.Sha256;

/** What the order of a draw comes from. Nobody knows it before the named sources are published. */
public final class Seed {

    private final byte[] bytes;

    private Seed(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * SHA-256 of {@code draw/v1}, the draw, its pool's hash and the sources, each followed by a line feed (§2.15 step 3).
     *
     * @param poolHash lower-case hex
     * @param sources  in their canonical form, see {@link NamedSource#canonical}
     */
    public static Seed of(String drawId, String poolHash, String sources) {
        return new Seed(Sha256.of("draw/v1\n" + Objects.requireNonNull(drawId) + "\n" + poolHash + "\n" + sources + "\n"));
    }

    /** Lower-case hex. */
    public String hex() {
        return Sha256.hex(bytes);
    }

    /** HMAC-SHA-256 under the 32 bytes of the seed. */
    Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return hex();
    }
}
