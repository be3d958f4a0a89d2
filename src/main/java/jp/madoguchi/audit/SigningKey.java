package jp.madoguchi.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The installation's Ed25519 key. Nodes of one installation share it by {@code madoguchi.audit.signing-key} (PKCS#8,
 * base64); without that setting it lives in {@code audit-signing-key.pem} under {@code madoguchi.data-dir} and is made
 * on first use. Keys of earlier days are named, as public keys, in {@code madoguchi.audit.trusted-keys}: trust never
 * comes from the database.
 */
@Component
class SigningKey {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";

    private final PrivateKey privateKey;
    private final PublicSigningKey publicKey;
    private final List<PublicSigningKey> trusted;

    /** @throws IllegalStateException when the configured or stored key is no Ed25519 key */
    SigningKey(@Value("${madoguchi.audit.signing-key:}") String setting,
               @Value("${madoguchi.data-dir:./data}") Path dataDir,
               @Value("${madoguchi.audit.trusted-keys:}") List<String> trustedKeys) {
        String pkcs8 = setting.isBlank() ? fromFile(dataDir.resolve("audit-signing-key.pem")) : setting;
        try {
            privateKey = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pkcs8)));
            publicKey = publicKeyOf(privateKey);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new IllegalStateException("madoguchi.audit.signing-key (or audit-signing-key.pem in madoguchi.data-dir)"
                    + " must be an Ed25519 private key in PKCS#8", malformed);
        }
        trusted = new ArrayList<>(List.of(publicKey));
        trustedKeys.stream().map(String::strip).filter(k -> !k.isEmpty()).map(PublicSigningKey::of).forEach(trusted::add);
    }

    PublicSigningKey publicKey() {
        return publicKey;
    }

    /** The own key first. */
    List<PublicSigningKey> trusted() {
        return List.copyOf(trusted);
    }

    /** @return base64 of the 64-byte signature over the text's UTF-8 */
    String sign(String text) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(privateKey);
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String fromFile(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return Files.readString(file).replace(BEGIN, "").replace(END, "");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read or create the audit signing key " + file, unreadable);
        }
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileAttribute<?>[] ownerOnly = FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        byte[] pem = (BEGIN + Base64.getEncoder().encodeToString(generate()) + END).getBytes(StandardCharsets.US_ASCII);
        try (var channel = Files.newByteChannel(file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(ByteBuffer.wrap(pem));
        } catch (FileAlreadyExistsException madeByAnotherNode) {
            // its key is as good as ours
        }
    }

    private static byte[] generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The JDK has no direct way from a private Ed25519 key to its public key. Its generator takes the 32 seed bytes of a
     * new key from the random source, so a source that gives this key's seed regenerates the pair.
     */
    private static PublicSigningKey publicKeyOf(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow(() -> new GeneralSecurityException("no seed"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        var pair = generator.generateKeyPair();
        if (!Arrays.equals(pair.getPrivate().getEncoded(), key.getEncoded())) {
            throw new GeneralSecurityException("This Java runtime cannot derive the public key");
        }
        return PublicSigningKey.of(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    }
}
