package jp.madoguchi.forms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search keys, My Number, kinds and dates, with the vectors of requirements §2.3, §2.5, §2.6 and §2.7.1. */
class TextsTest {

    @ParameterizedTest
    @CsvSource({
        "ぐんま　たろう, グンマ タロウ", "ｸﾞﾝﾏ  ﾀﾛｳ, グンマ タロウ", "カ゛ス, ガス", "ハ゜ン, パン", "ａbc, ABC", "㈱, (株)", "ゔぁ, ヴァ",
    })
    void search_keys_bring_spellings_together(String typed, String key) {
        assertThat(SearchKeys.of(typed)).isEqualTo(key);
    }

    @Test
    void a_search_key_of_nothing_is_empty() {
        assertThat(SearchKeys.of(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "123456789018", "番号は123456789018です", "１２３４５６７８９０１８", "1234-5678-9018", "1234 5678 9018", "1234　5678　9018",
        "1234－5678－9018", "1234‐5678−9018", "12345678\u200B9018", "1234-5678-9018 027-223-1111", "マイナ123456789018.pdf",
    })
    void a_my_number_is_found_however_it_is_written(String text) {
        assertThat(MyNumbers.containsOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "123456789012", "1123456789018", "1234567890180", "7000012050002", "7-0000-1205-0002", "027-223-1111",
        "12345678901", "1234\n5678\n9018",
    })
    void what_is_no_my_number_is_left_alone(String text) {
        assertThat(MyNumbers.containsOne(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "7000012050002", "8000012010038", "4011001098993", "2120901007402", "1180301018771", "7123456789012",
        "7000020100005", "2000020020001", "8000020040002", "2000020102113", "2000020102121",
    })
    void corporate_numbers_have_a_check_digit(String number) {
        assertThat(CorporateNumbers.isValid(number)).isTrue();
        assertThat(CorporateNumbers.isValid((number.charAt(0) == '9' ? '1' : (char) (number.charAt(0) + 1))
                + number.substring(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "KANA, ぐんま　たろう, グンマ　タロウ", "KANA, ｸﾞﾝﾏ ﾀﾛｳ, グンマ　タロウ", "KANA, ラ-メン, ラーメン", "KANA, ラーメン・ヴァン, ラーメン・ヴァン",
        "POSTAL_CODE, 〒371-8570, 3718570", "POSTAL_CODE, ３７１ー８５７０, 3718570",
        "PHONE, 027-223-1111, 0272231111", "PHONE, （027）223-1111, 0272231111", "PHONE, +81 90-1234-5678, 09012345678",
        "PHONE, 0120-123-456, 0120123456", "PHONE, 0800-123-4567, 08001234567", "PHONE, 110, 110",
        "EMAIL, ｉｎｆｏ＠example.jp, info@example.jp",
        "CORPORATE_NUMBER, 7-0000-1205-0002, 7000012050002",
        "INVOICE_NUMBER, t7000012050002, T7000012050002", "INVOICE_NUMBER, T-1234567890123, T1234567890123",
        "BANK_CODE, ０１２８, 0128", "BRANCH_CODE, 058, 058", "ACCOUNT_NUMBER, 0012345, 0012345",
        "GOVERNMENT_CODE, 102113, 102113", "GOVERNMENT_CODE, 020001, 020001",
        "ACCOUNT_HOLDER_KANA, カ）アンナカショウテン, ｶ)ｱﾝﾅｶｼﾖｳﾃﾝ", "ACCOUNT_HOLDER_KANA, ぐんま　たろう, ｸﾞﾝﾏ ﾀﾛｳ",
        "ACCOUNT_HOLDER_KANA, ヴァイオリン, ｳﾞｱｲｵﾘﾝ", "ACCOUNT_HOLDER_KANA, ラーメン　ツバメ, ﾗ-ﾒﾝ ﾂﾊﾞﾒ",
        "ACCOUNT_HOLDER_KANA, ジンジショウゴ, ｼﾞﾝｼﾞｼﾖｳｺﾞ",
    })
    void kinds_store_what_they_accept(Kind kind, String typed, String stored) {
        assertThat(Kinds.stored(kind, typed)).isEqualTo(stored);
        assertThat(Kinds.accepts(kind, stored)).isTrue();
        assertThat(Kinds.stored(kind, stored)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({
        "KANA, 群馬太郎", "POSTAL_CODE, 371857", "POSTAL_CODE, 県庁前", "PHONE, 0901234567", "PHONE, 12345678901",
        "EMAIL, info@example", "EMAIL, a b@example.jp", "EMAIL, a..b@example.jp", "CORPORATE_NUMBER, 7000012050003",
        "CORPORATE_NUMBER, 700001205000", "INVOICE_NUMBER, 7000012050002", "BANK_CODE, 128", "BRANCH_CODE, 1000",
        "ACCOUNT_NUMBER, 123456", "GOVERNMENT_CODE, 102112", "ACCOUNT_HOLDER_KANA, ヤマダ・ハナコ", "ACCOUNT_HOLDER_KANA, 山田",
        "ACCOUNT_HOLDER_KANA, A&B", "ACCOUNT_HOLDER_KANA, ガギグゲゴガギグゲゴガギグゲゴガ",
    })
    void kinds_refuse_the_rest_and_keep_it_as_typed(Kind kind, String typed) {
        String stored = Kinds.stored(kind, typed);
        assertThat(Kinds.accepts(kind, stored)).isFalse();
        if (kind != Kind.ACCOUNT_HOLDER_KANA) {
            assertThat(stored).isEqualTo(typed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POSTAL_CODE, 3718570, 〒371-8570", "PHONE, 09012345678, 090-1234-5678", "PHONE, 0120123456, 0120-123-456",
        "PHONE, 08001234567, 0800-123-4567", "PHONE, 0272231111, 0272231111", "POSTAL_CODE, 371, 371",
    })
    void kinds_show_numbers_as_people_read_them(Kind kind, String stored, String shown) {
        assertThat(Kinds.shown(kind, stored)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "2024, 12, 1, 2024-12-01", "２０２４年, １２月, １日, 2024-12-01", "R6, 12, 1, 2024-12-01", "令和元, 5, 1, 2019-05-01",
        "平成31, 4, 30, 2019-04-30", "昭和64, 1, 7, 1989-01-07",
        "平成31, 5, 1, 平成31/5/1", "昭和64, 1, 8, 昭和64/1/8", "令和1, 4, 30, 令和1/4/30", "2025, 2, 30, 2025/2/30",
        "2024, '', '', 2024//", "'', '', '', ''", "24, 1, 1, 24/1/1",
    })
    void dates_become_iso_or_stay_as_typed(String year, String month, String day, String stored) {
        assertThat(DateText.stored(year, month, day)).isEqualTo(stored);
    }

    @Test
    void a_partly_typed_date_comes_back_in_its_fields() {
        assertThat(DateText.parts(DateText.stored("2024", "13", ""))).containsExactly("2024", "13", "");
        assertThat(DateText.parts("2024-09-01")).containsExactly("2024", "9", "1");
    }

    @ParameterizedTest
    @CsvSource({"2024-12-01, 令和6年12月1日（日）", "2019-05-01, 令和元年5月1日（水）", "1989-01-07, 昭和64年1月7日（土）"})
    void dates_are_shown_as_official_documents_write_them(String iso, String shown) {
        assertThat(DateText.shown(iso)).isEqualTo(shown);
    }
}
