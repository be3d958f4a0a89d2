package jp.madoguchi.banking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import jp.madoguchi.forms.Problem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts as their owners write them down, with the vectors of requirements §2.5 and §2.7.1. */
class BankAccountTest {

    private static final BankDirectory DIRECTORY = BankDirectory.shipped();

    @ParameterizedTest
    @CsvSource({"0128, 100, ORDINARY, 7654321, ｶ)ｱﾝﾅｶｼﾖｳﾃﾝ", "9900, 058, SAVINGS, 0000001, ｸﾞﾝﾏ ﾀﾛｳ", "9900, 019, CURRENT, 1234567, ﾗ-ﾒﾝ ﾂﾊﾞﾒ"})
    void an_account_that_exists_has_no_problem(String bank, String branch, AccountType type, String number, String holder) {
        assertThat(new BankAccount(bank, branch, type, number, holder).problems(DIRECTORY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 100, ORDINARY, 7654321, ｸﾞﾝﾏ ﾀﾛｳ, bank, unknown", "128, 100, ORDINARY, 7654321, ｸﾞﾝﾏ ﾀﾛｳ, bank, format",
        "０１２８, 100, ORDINARY, 7654321, ｸﾞﾝﾏ ﾀﾛｳ, bank, format", ", 100, ORDINARY, 7654321, ｸﾞﾝﾏ ﾀﾛｳ, bank, format",
        "0128, 738, ORDINARY, 7654321, ｸﾞﾝﾏ ﾀﾛｳ, branch, unknown", "0128, 10, ORDINARY, 7654321, ｸﾞﾝﾏ ﾀﾛｳ, branch, format",
        "0128, 100, , 7654321, ｸﾞﾝﾏ ﾀﾛｳ, type, required",
        "0128, 100, ORDINARY, 654321, ｸﾞﾝﾏ ﾀﾛｳ, number, format", "0128, 100, ORDINARY, 17654321, ｸﾞﾝﾏ ﾀﾛｳ, number, format",
        "0128, 100, ORDINARY, 7654321, 群馬太郎, holder, holder", "0128, 100, ORDINARY, 7654321, ヤマダ・ハナコ, holder, holder",
        "0128, 100, ORDINARY, 7654321, グンマ　タロウ, holder, holder", "0128, 100, ORDINARY, 7654321, , holder, holder",
        "0128, 100, ORDINARY, 7654321, ｶﾞｷﾞｸﾞｹﾞｺﾞｶﾞｷﾞｸﾞｹﾞｺﾞｶﾞｷﾞｸﾞｹﾞｺﾞｶﾞ, holder, holder",
    })
    void every_wrong_field_is_named(String bank, String branch, AccountType type, String number, String holder, String path, String code) {
        assertThat(new BankAccount(bank, branch, type, number, holder).problems(DIRECTORY)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.messageJa()).endsWith("。");
            assertThat(problem.messageEn()).endsWith(".");
            assertThat(problem.soft()).isFalse();
        });
    }

    @Test
    void all_problems_are_told_at_once() {
        assertThat(new BankAccount(null, null, null, null, null).problems(DIRECTORY)).extracting(Problem::path)
                .containsExactly("bank", "branch", "type", "number", "holder");
        assertThat(new BankAccount("0128", "738", AccountType.ORDINARY, "1234567", "ｱ").problems(DIRECTORY)).singleElement()
                .extracting(Problem::messageJa).isEqualTo("群馬（0128）に支店コード「738」の支店はありません。番号を確かめてください。");
    }

    @Test
    void logs_show_neither_number_nor_holder() {
        assertThat(new BankAccount("0128", "100", AccountType.ORDINARY, "7654321", "ｸﾞﾝﾏ ﾀﾛｳ")).hasToString("0128-100 普通 ****321");
        assertThat(YuchoAccount.of("17300", "19927651").toString()).doesNotContain("1992765");
    }

    @Test
    void types_are_numbered_as_the_transfer_file_numbers_them() {
        assertThat(List.of("1", "2", "4")).map(AccountType::of).extracting(type -> type.orElseThrow().wording())
                .containsExactly("普通", "当座", "貯蓄");
        assertThat(AccountType.of("3")).isEmpty();
        assertThat(AccountType.of("")).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("ゆうちょ銀行の記号・番号は振込用の店番・預金種目・口座番号になる")
    @CsvSource({
        "17300, 19927651, false, 738, ORDINARY, 1992765", "17300, 19927651, true, 738, SAVINGS, 1992765",
        "１７３００, １９９２７６５１, false, 738, ORDINARY, 1992765", "17300-2, 1992 7651, false, 738, ORDINARY, 1992765",
        "10530, 12345671, false, 058, ORDINARY, 1234567", "10530, 451, false, 058, ORDINARY, 0000045",
        "00530, 123456, false, 059, CURRENT, 0123456", "00190-5, 1234567, false, 019, CURRENT, 1234567",
    })
    void japan_post_banks_numbers_become_those_for_transfers(String symbol, String number, boolean savings, String branch, AccountType type,
                                                           String account) {
        YuchoAccount yucho = YuchoAccount.of(symbol, number, savings);
        assertThat(yucho.problems(DIRECTORY)).isEmpty();
        BankAccount forTransfers = yucho.forTransfers("ｸﾞﾝﾏ ﾀﾛｳ");
        assertThat(forTransfers).isEqualTo(new BankAccount("9900", branch, type, account, "ｸﾞﾝﾏ ﾀﾛｳ"));
        assertThat(forTransfers.problems(DIRECTORY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "27300, 19927651, false, symbol", "1730, 19927651, false, symbol", "173001, 19927651, false, symbol", ", 19927651, false, symbol",
        "17300, 19927652, false, number", "17300, 199276511, false, number", "17300, 1, false, number", "17300, , false, number",
        "17300, 1992765１x, false, number", "00530, 12345678, false, number", "00530, 123456, true, savings",
    })
    void what_is_no_number_of_japan_post_bank_is_refused(String symbol, String number, boolean savings, String path) {
        YuchoAccount yucho = YuchoAccount.of(symbol, number, savings);
        assertThat(yucho.problems(DIRECTORY)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.messageJa()).endsWith("。");
            assertThat(problem.messageEn()).endsWith(".");
        });
        assertThatIllegalStateException().isThrownBy(() -> yucho.forTransfers("ｱ"));
    }

    @Test
    void a_symbol_without_an_office_is_found() {
        assertThat(DIRECTORY.branch("9900", "598")).isEmpty();
        assertThat(YuchoAccount.of("15930", "19927651").problems(DIRECTORY)).singleElement()
                .extracting(Problem::code).isEqualTo("unknown");
    }
}
