package jp.madoguchi.merchant.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When two shops are probably the same, and where a shop is. */
class ShopTest {

    private static final Guideline ANNAKA = new Guideline("安中市", List.of("379-01", "379-02"),
            List.of(new Guideline.Area("松井田地区", "松井田町"), new Guideline.Area("安中地区", "")), List.of(), "1", "q", List.of());

    @ParameterizedTest
    @CsvSource({
        "めがね橋食堂, 安中市松井田町坂本2-12-3, 株式会社めがね橋食堂, 群馬県安中市松井田町坂本二丁目１２番３号",
        "めがね橋食堂, 安中市松井田町坂本2-12-3, ㈱めがね橋 食堂, 群馬県 安中市松井田町坂本２ー１２ー３",
        "Cafe とうげ, 安中市安中23-1, ＣＡＦＥトウゲ, 安中市安中23番地の1",
        "青木商店, みどり市大間々町大間々1511番地, (有)青木商店, 群馬県みどり市大間々町大間々1511",
        "青木商店, 安中市安中十一丁目2番, 青木商店, 安中市安中11-2"})
    @DisplayName("書き方の違いは同じ店舗とみなす")
    void same(String name, String address, String otherName, String otherAddress) {
        assertThat(Shop.key(otherName, otherAddress)).isEqualTo(Shop.key(name, address));
    }

    @ParameterizedTest
    @CsvSource({
        "青木商店, 安中市安中1-2-3, 青木商店, 安中市安中1-23",
        "青木商店, 安中市安中1-2-3, 青木商会, 安中市安中1-2-3",
        "青木商店, 安中市安中二十丁目1, 青木商店, 安中市安中二丁目1",
        "コーヒー, 安中市安中1, コヒ, 安中市安中1"})
    @DisplayName("番地や名前が違えば別の店舗とみなす")
    void different(String name, String address, String otherName, String otherAddress) {
        assertThat(Shop.key(otherName, otherAddress)).isNotEqualTo(Shop.key(name, address));
    }

    @Test
    @DisplayName("市内かどうかは所在地で、地区は町名で決まり、郵便番号は手がかりにとどまる")
    void place() {
        assertThat(ANNAKA.isInCity("群馬県安中市安中一丁目1番1号")).isTrue();
        assertThat(ANNAKA.isInCity("安中市松井田町新堀")).isTrue();
        assertThat(ANNAKA.isInCity("群馬県高崎市安中市場1")).isFalse();
        assertThat(ANNAKA.isInCity("")).isFalse();
        assertThat(ANNAKA.area("群馬県安中市松井田町新堀1")).contains("松井田地区");
        assertThat(ANNAKA.area("安中市原市1")).contains("安中地区");
        assertThat(ANNAKA.mayBePostalCode("3790192")).isTrue();
        assertThat(ANNAKA.mayBePostalCode("3700829")).isFalse();
    }
}
