package jp.madoguchi.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The Ed25519 key that verifies heads and exports. Publish its id where an intruder into the database cannot reach it.
 *
 * @param id     SHA-256 of the X.509 encoding, 64 hex digits
 * @param base64 the X.509 (SubjectPublicKeyInfo) encoding
 */
public record PublicSigningKey(String id, String base64) {

    /** @throws IllegalArgumentException when the text is not the base64 of an Ed25519 public key in X.509 encoding */
    public static PublicSigningKey of(String base64) {
        byte[] encoded = Base64.getDecoder().decode(base64);
        decode(encoded);
        return new PublicSigningKey(MerkleTree.hex(MerkleTree.sha256(encoded)), base64);
    }

    boolean verifies(byte[] text, String signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(decode(Base64.getDecoder().decode(base64)));
            verifier.update(text);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static PublicKey decode(byte[] encoded) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("Not an Ed25519 public key", malformed);
        }
    }
}
