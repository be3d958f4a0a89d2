package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import jp.madoguchi.kernel.RefusedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S2-42: what a carton's label says. */
@DisplayName("GS1-128 の読み取り")
class Gs1Test {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    @ParameterizedTest
    @ValueSource(strings = {"(01)04912345678904(17)310331(10)AB-12", "010491234567890417310331" + "10AB-12", "]C1010491234567890417310331" + "10AB-12",
            "010491234567890410AB-12\u001d17310331", "\u001d010491234567890410AB-12\u001d17310331\u001d", " (10)AB-12(17)310331(01)04912345678904"})
    @DisplayName("括弧があってもなくても、FNC1 があってもなくても、順序が違っても同じに読む")
    void however_it_is_typed(String scanned) {
        assertThat(Gs1.parse(scanned, TODAY)).isEqualTo(new Gs1("04912345678904", LocalDate.of(2031, 3, 31), null, "AB-12"));
    }

    @ParameterizedTest
    @CsvSource({"310300,2031-03-31", "280200,2028-02-29", "270200,2027-02-28", "761231,2076-12-31", "770101,1977-01-01"})
    @DisplayName("日が00なら月末。2桁の年は49年前から50年後まで")
    void dates(String digits, LocalDate day) {
        assertThat(Gs1.parse("(17)" + digits, TODAY).useBy()).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({"(01)04912345678905,gs1.check-digit", "(01)4912345678904,gs1.gtin", "(17)311301,gs1.date", "(17)310231,gs1.date", "(17)3103,gs1.date",
            "17310,gs1.unreadable", "XYZ,gs1.unreadable", "(10),gs1.lot", "(10)123456789012345678901,gs1.lot", "(10)A(10)B,gs1.twice", "'',gs1.empty",
            "(01)04912345678904XX(,gs1.unreadable"})
    @DisplayName("検査数字、日付、長さの誤りは、理由を示して断る")
    void what_is_refused(String scanned, String code) {
        assertThatThrownBy(() -> Gs1.parse(scanned, TODAY)).isInstanceOfSatisfying(RefusedException.class,
                refused -> assertThat(refused.refusal().reasonCode()).isEqualTo(code));
    }

    @Test
    @DisplayName("読み取れなかったものは断る")
    void nothing() {
        assertThatThrownBy(() -> Gs1.parse(null, TODAY)).hasMessageContaining("もう一度");
    }
}
