package jp.madoguchi.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A signed tree head (RFC 6962 §3.5, with a text in place of the TLS structure): whoever keeps one can later prove
 * whether the first {@code size} events are still the same.
 *
 * @param size      leaves in the tree
 * @param root      Merkle tree hash, 64 hex digits
 * @param at        when it was signed
 * @param keyId     SHA-256 of the public key's X.509 encoding, 64 hex digits
 * @param signature Ed25519 over {@link #signedText()}, base64
 */
public record SignedHead(long size, String root, Instant at, String keyId, String signature) {

    /** What is signed, UTF-8, each line ended by a line feed. */
    public String signedText() {
        return text(size, root, at);
    }

    static String text(long size, String root, Object at) {
        return "madoguchi-tree-head/v1\n%d\n%s\n%s\n".formatted(size, root, at);
    }

    boolean isSignedBy(PublicSigningKey key) {
        return key.id().equals(keyId) && key.verifies(signedText().getBytes(StandardCharsets.UTF_8), signature);
    }
}
