package jp.madoguchi.banking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jp.madoguchi.kernel.Csv;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requirements §2.5: the list of banks that ships, and one of the operator's own. */
class BankDirectoryTest {

    private static final String HEADER = "銀行コード,支店コード,名称,カナ\r\n";

    @TempDir
    Path folder;

    @Test
    @DisplayName("群馬銀行とゆうちょ銀行が一覧にある")
    void the_shipped_list_knows_the_banks_of_the_seeds() {
        BankDirectory directory = BankDirectory.shipped();
        assertThat(directory.bank("0128")).contains(new Bank("0128", "群馬", "グンマ"));
        assertThat(directory.branch("0128", "100")).contains(new Branch("0128", "100", "本店営業部", "ホンテン"));
        assertThat(directory.bank("9900")).contains(new Bank("9900", "ゆうちょ", "ユウチヨ"));
        assertThat(directory.branch("9900", "738")).map(Branch::name).contains("七三八");
        assertThat(directory.branch("9900", "019")).map(Branch::name).contains("〇一九");
    }

    @Test
    void what_is_not_listed_is_not_found() {
        BankDirectory directory = BankDirectory.shipped();
        assertThat(directory.bank("0000")).isEmpty();
        assertThat(directory.bank("128")).isEmpty();
        assertThat(directory.bank("")).isEmpty();
        assertThat(directory.bank(null)).isEmpty();
        assertThat(directory.branch("0128", "738")).as("a branch of another bank").isEmpty();
        assertThat(directory.branch("0128", "")).isEmpty();
    }

    @Test
    @DisplayName("新しい一覧に差し替えられる（Excelで保存したShift_JISでもよい）")
    void an_operators_file_takes_its_place() throws IOException {
        BankDirectory directory = new BankDirectory(file(HEADER + "0128,,群馬,グンマ\r\n0128,900,新設,シンセツ\r\n"));
        assertThat(directory.branch("0128", "900")).map(Branch::kana).contains("シンセツ");
        assertThat(directory.bank("9900")).isEmpty();
    }

    @Test
    void the_mistakes_of_an_operators_file_are_told_at_the_start() throws IOException {
        String path = file(HEADER + "128,,群馬,グンマ\r\n0128,,群馬,グンマ\r\n0128,1,本店,ホンテン\r\n0128,001,,ホンテン\r\n0128,002,本店,本店\r\n"
                + "0129,001,本店,ホンテン\r\n0128,,群馬,グンマ\r\n0128,003\r\n");
        assertThatIllegalStateException().isThrownBy(() -> new BankDirectory(path)).withMessageContainingAll(path, "誤りが7件",
                "2行目: 銀行コード「128」", "4行目: 支店コード「1」", "5行目: 名称", "6行目: カナ「本店」", "7行目: 銀行「0129」の行", "8行目: 同じ銀行", "9行目: 列の数");
        String other = file("code,name\r\n0128,群馬\r\n");
        assertThatIllegalStateException().isThrownBy(() -> new BankDirectory(other)).withMessageContaining("「カナ」の列がありません");
        String empty = file(HEADER);
        assertThatIllegalStateException().isThrownBy(() -> new BankDirectory(empty)).withMessageContaining("銀行が一つもありません");
        assertThatThrownBy(() -> new BankDirectory(folder.resolve("missing.csv").toString())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("開けません");
    }

    private String file(String text) throws IOException {
        return Files.write(Files.createTempFile(folder, "banks", ".csv"), text.getBytes(Csv.WINDOWS_31J)).toString();
    }
}
