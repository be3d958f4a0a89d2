package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What Aomori's file sets (tables 1 and 3). */
@MadoguchiTest
class StockTermsTest {

    @Autowired
    Programmes programmes;

    @Test
    @DisplayName("表1・表3：品目と年度ごとの管理数量。管理数量は前年度の管理数量に調達数量を加えたもの")
    void tables() {
        StockTerms terms = StockTerms.of(programmes.get("aomori-ppe-r7"));
        assertThat(terms.items()).containsOnlyKeys("surgical-mask", "n95-mask", "gown", "face-shield", "glove");
        assertThat(terms.item("face-shield").expires()).as("G6").isFalse();
        assertThat(terms.managed("glove", new FiscalYear(2024))).isZero();
        assertThat(terms.managed("glove", new FiscalYear(2025))).as("S2-22").isEqualTo(1_173_000);
        assertThat(terms.managed("glove", new FiscalYear(2028))).as("S2-61").isEqualTo(2_892_000);
        assertThat(terms.managed("glove", new FiscalYear(2030))).isEqualTo(2_892_000);
        for (int year = 2026; year <= 2028; year++) {
            for (String item : terms.items().keySet()) {
                assertThat(terms.plan().get(year).get(item).managed()).as(item + " " + year)
                        .isEqualTo(terms.plan().get(year - 1).get(item).managed() + terms.plan().get(year).get(item).procured());
            }
        }
        assertThat(terms.designated().code()).isEqualTo("aomori");
    }

    @Test
    @DisplayName("S2-33：県外の倉庫は、協議の内容が書かれていなければ使えない")
    void a_warehouse_elsewhere() {
        Programme aomori = programmes.get("aomori-ppe-r7");
        Map<String, Object> elsewhere = new LinkedHashMap<>(Map.of("name", "盛岡倉庫", "address", "岩手県盛岡市", "prefecture", "03"));
        assertThatThrownBy(() -> StockTerms.of(with(aomori, elsewhere))).hasMessageContaining("S2-33");
        elsewhere.put("agreed", "2026-05-01の協議による");
        assertThat(StockTerms.of(with(aomori, elsewhere)).warehouses()).containsKey("morioka");
    }

    private static Programme with(Programme p, Map<String, Object> warehouse) {
        Map<String, Object> parameters = new LinkedHashMap<>(p.parameters());
        Map<String, Object> warehouses = new LinkedHashMap<>();
        ((Map<?, ?>) parameters.get("warehouses")).forEach((code, one) -> warehouses.put(code.toString(), one));
        warehouses.put("morioka", warehouse);
        parameters.put("warehouses", warehouses);
        return new Programme(p.code(), p.hash(), p.name(), p.nameEn(), p.government(), p.section(), p.sectionPath(), p.casePrefix(), p.legalBasis(),
                p.purpose(), p.purposeEn(), p.from(), p.to(), p.contact(), p.letter(), p.calls(), parameters, p.targets(), p.duties());
    }
}
