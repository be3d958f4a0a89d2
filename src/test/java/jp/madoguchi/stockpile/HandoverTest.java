package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** Every way through {@code ppe-handover} (S2-62, S2-63). */
@MadoguchiTest
class HandoverTest {

    private static final String AOMORI = "020001";

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    Stock stock;
    @Autowired
    StockFigures figures;
    @Autowired
    Bookkeeping books;
    @Autowired
    Withdrawal withdrawal;

    @Autowired
    StockLedgers ledgers;
    @Autowired
    BusinessClock clock;
    @Autowired
    List<Measure> measures;
    @Autowired
    Accounts accounts;
    @Autowired
    TestRestTemplate http;

    private Programme programme;
    private Actor contractor;
    private Actor officer;

    @BeforeEach
    void opens() {
        programme = new StockRoom(programmes, ledgers, clock).announces(0);
        contractor = office.contractor(AOMORI, "kansen", programme.code(), "備蓄　物流");
        officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
        receives("HANDOVER", 40);
    }

    @Test
    @DisplayName("棚卸、引渡し、受領の確認を経て、すべての在庫が引き継がれる。確認までは受託者が保管する")
    void handed_over() {
        Map<String, Long> before = totals();
        CaseNumber number = instructed();
        assertThat(office.task(number, Handovers.COUNT).desk().role()).isEqualTo(Role.CONTRACTOR);
        Map<String, Object> wrong = count(before);
        wrong.put("countedFaceShield", before.get("face-shield") + 1);
        assertThatThrownBy(() -> office.concludes(contractor, number, Handovers.COUNT, "counted", wrong, ""))
                .isInstanceOfSatisfying(IncompleteException.class, refused -> assertThat(refused.problems()).singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.path()).isEqualTo("countedFaceShield");
                            assertThat(problem.messageJa()).startsWith("フェイスシールドは、入出庫の記録では40枚です。");
                        }));
        office.concludes(contractor, number, Handovers.COUNT, "counted", count(before), "");
        handsOver(number);
        office.concludes(officer, number, Handovers.CONFIRM, "return", Map.of(), "受領書の署名が読めません。");
        handsOver(number);
        assertThat(totals()).as("in custody until it is confirmed").isEqualTo(before);
        assertThat(page(officer, "/stock/" + programme.code())).contains("備蓄数量と管理数量").doesNotContain("引き継ぎました");
        assertThat(measured()).hasSize(6);

        receives("MORE", 5);
        assertThatThrownBy(() -> office.concludes(officer, number, Handovers.CONFIRM, "confirmed", checked(), ""))
                .isInstanceOf(RefusedException.class).hasMessageContaining("棚卸の後に在庫が動いた");
        office.concludes(officer, number, Handovers.CONFIRM, "recount", Map.of(), "在庫が動いたため。");
        office.concludes(contractor, number, Handovers.COUNT, "counted", count(totals()), "");
        handsOver(number);
        office.concludes(officer, number, Handovers.CONFIRM, "confirmed", checked(), "");
        assertThat(totals()).isEmpty();
        assertThat(office.ended(number)).isTrue();
        assertThat(page(officer, "/stock/" + programme.code())).contains(JapaneseDates.full(office.today()) + "に、すべての在庫を津軽医療備蓄株式会社へ引き継ぎました",
                "/cases/" + number).doesNotContain("備蓄数量と管理数量", "入れ替えの見通し<");
        assertThat(measured()).as("nothing is measured any more").isEmpty();
        assertThat(office.walked(number)).contains("EndEvent_HandedOver");
        assertThatThrownBy(() -> within(() -> {
            books.reverse(programme, lines(number).get(0).id(), new Occasion(office.today(), contractor, null, "誤り"));
            return null;
        })).isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("次の契約が結ばれたときは、県の担当者が取り下げる")
    void withdrawn() {
        CaseNumber number = instructed();
        DataScope.within(AOMORI, () -> {
            withdrawal.withdraw(number, officer, "次の契約を結んだため。");
            return null;
        });
        assertThat(office.walked(number)).contains("EndEvent_Withdrawn");
        assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("引渡しの予定日は今日以後で、引渡しの作業の期限になる")
    void the_planned_day() {
        assertThatThrownBy(() -> office.opens(officer, programme.code(), "handover", handover(office.today().minusDays(1))))
                .isInstanceOf(IncompleteException.class);
        CaseNumber number = instructed();
        office.concludes(contractor, number, Handovers.COUNT, "counted", count(totals()), "");
        assertThat(LocalDate.ofInstant(office.task(number, Handovers.HAND_OVER).dueAt(), BusinessClock.JST))
                .isEqualTo(office.today().plusDays(20));
    }

    private CaseNumber instructed() {
        return office.opens(officer, programme.code(), "handover", handover(office.today().plusDays(20)));
    }

    private static Map<String, Object> handover(LocalDate planned) {
        return Map.of("successor", "津軽医療備蓄株式会社", "place", "青森県弘前市の指定倉庫", "contact", "物流課", "plannedOn", planned.toString());
    }

    private Map<String, Object> count(Map<String, Long> totals) {
        Map<String, Object> count = new HashMap<>(Map.of("countedOn", office.today().toString(), "countedBy", "県の工藤主査"));
        Map.of("surgical-mask", "countedSurgicalMask", "n95-mask", "countedN95Mask", "gown", "countedGown", "face-shield", "countedFaceShield", "glove",
                "countedGlove").forEach((item, key) -> count.put(key, totals.getOrDefault(item, 0L)));
        return count;
    }

    private void handsOver(CaseNumber number) {
        office.concludes(contractor, number, Handovers.HAND_OVER, "handed-over", Map.of("handedOverOn", office.today().toString(), "receivedBy", "津軽医療備蓄　倉庫長",
                "receipts", List.of(office.uploads(contractor, "受領書.pdf"))), "");
    }

    private static Map<String, Object> checked() {
        return Map.of("receiptsComplete", true, "listAgrees", true, "kept", true);
    }

    private void receives(String number, long pieces) {
        LotSpec shields = new LotSpec("face-shield", null, null, "八甲田樹脂", "ヤマセガード", number, office.today().minusMonths(1), null, LotSpec.Owner.PREFECTURE);
        within(() -> stock.receive(programme, shields, "aomori", new Quantity(pieces), "N-" + number, new Occasion(office.today(), contractor, null, "")));
    }

    private List<Movement> lines(CaseNumber number) {
        return within(() -> figures.movements(programme, office.today(), office.today())).stream().filter(line -> number.equals(line.number())).toList();
    }

    private Map<String, Long> totals() {
        return within(() -> figures.totals(programme, office.today()));
    }

    private List<Number> measured() {
        return within(() -> measures.stream().filter(measure -> measure.code().startsWith("stock-") || measure.code().equals("lots-below-one-year"))
                .flatMap(measure -> measure.value(programme).stream()).toList());
    }

    private String page(Actor who, String address) {
        return http.withBasicAuth(accounts.byId(who.id()).orElseThrow().login(), "madoguchi-test").getForObject(address, String.class);
    }

    private static <T> T within(Supplier<T> work) {
        return DataScope.within(AOMORI, work);
    }
}
