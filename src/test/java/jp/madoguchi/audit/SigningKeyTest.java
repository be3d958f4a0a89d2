package jp.madoguchi.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    @TempDir
    Path dir;

    @Test
    void theFirstStartMakesAKeyThatOnlyItsOwnerReadsAndTheNextStartFindsIt() throws Exception {
        SigningKey first = new SigningKey("", dir.resolve("data"), List.of());
        Path file = dir.resolve("data/audit-signing-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(new SigningKey("", dir.resolve("data"), List.of()).publicKey()).isEqualTo(first.publicKey());
    }

    /** RFC 8032 §7.1, test 1. */
    @Test
    void aConfiguredKeySignsAsTheRfcSays() {
        SigningKey key = new SigningKey(
                "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", dir, List.of(""));
        assertThat(key.publicKey().base64()).isEqualTo("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertThat(MerkleTree.hex(Base64.getDecoder().decode(key.sign("")))).isEqualTo(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                        + "d25bf5f0595bbe24655141438e7a100b");
        assertThat(key.publicKey().verifies("a".getBytes(StandardCharsets.UTF_8), key.sign("a"))).isTrue();
        assertThat(key.publicKey().verifies("b".getBytes(StandardCharsets.UTF_8), key.sign("a"))).isFalse();
        assertThat(key.publicKey().verifies("a".getBytes(StandardCharsets.UTF_8), "no base64!")).isFalse();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void aWrongKeyStopsTheStartWithTheNameOfTheSetting() {
        assertThatThrownBy(() -> new SigningKey("bm8ga2V5", dir, List.of()))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("madoguchi.audit.signing-key");
    }
}
