package jp.madoguchi.stockpile;

import static jp.madoguchi.stockpile.StockRoom.CENTRE;
import static jp.madoguchi.stockpile.StockRoom.KEEPER;
import static jp.madoguchi.stockpile.StockRoom.OTHER;
import static jp.madoguchi.stockpile.StockRoom.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The ledger's rules, one by one, and what it refuses (S2-02 to S2-69, G4 to G6). */
@MadoguchiTest
@DisplayName("流通在庫の台帳")
class StockTest {

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    StockLedgers ledgers;
    @Autowired
    BusinessClock clock;
    @Autowired
    Stock stock;
    @Autowired
    StockFigures figures;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private StockRoom room;
    private Programme programme;
    private LocalDate today;

    @BeforeEach
    void open() {
        room = new StockRoom(programmes, ledgers, clock);
        programme = room.opens(1_000_000);
        today = room.today();
    }

    @Test
    @DisplayName("S2-64・S2-65：別紙1の例。26,900枚を備蓄し、2,000枚の注文に古いものから払い出し、同数を補充して26,900枚に戻る")
    void the_example_of_annex_1() {
        receives(room.masks("OLD", today.minusMonths(11)), 1_500, today.minusDays(60));
        receives(room.masks("MID", today.minusMonths(10)), 5_400, today.minusDays(60));
        receives(room.masks("NEW", today.minusMonths(9)), 20_000, today.minusDays(60));
        assertThat(total(today)).isEqualTo(26_900);
        List<Movement> issued = issues(2_000, today.minusDays(30));
        assertThat(issued).extracting(Movement::quantity).containsExactly(-1_500L, -500L);
        assertThat(issued).extracting(movement -> within(() -> stock.find(programme, movement.lot())).spec().lotNumber()).containsExactly("OLD", "MID");
        assertThat(total(today)).isEqualTo(24_900);
        within(() -> stock.replenish(programme, room.masks("BACK", today.minusMonths(2)), CENTRE, Quantity.of(40, new Quantity.Pack("箱", 50)), "N-9", room.now()));
        assertThat(total(today)).isEqualTo(26_900);
        assertThat(total(today.minusDays(30))).as("any past day can be asked again").isEqualTo(24_900);
        assertThat(total(today.minusDays(31))).isEqualTo(26_900);
        assertThat(within(() -> figures.yearGaps(programme, FiscalYear.of(today)))).filteredOn(gap -> gap.item().code().equals("surgical-mask"))
                .singleElement().satisfies(gap -> assertThat(gap).extracting("received", "issued", "replenished", "open").containsExactly(26_900L, 2_000L, 2_000L, 0L));
    }

    @Test
    @DisplayName("S2-11・G5：使用推奨期限の早い順、同じなら入庫の早い順。提案は何も動かさない")
    void the_earliest_goes_first() {
        LocalDate made = today.minusMonths(6);
        receives(room.masks("B", made), 100, today.minusDays(2));
        receives(room.masks("A", made), 100, today.minusDays(5));
        receives(room.masks("C", made.minusDays(1)), 100, today.minusDays(1));
        List<Stock.Picked> proposed = within(() -> stock.propose(programme, order(250), CENTRE, today));
        assertThat(proposed).extracting(picked -> picked.lot().spec().lotNumber()).containsExactly("C", "A", "B");
        assertThat(proposed).extracting(Stock.Picked::quantity).containsExactly(100L, 100L, 50L);
        assertThat(total(today)).isEqualTo(300);
    }

    @Test
    @DisplayName("手袋は種別とサイズを選んで払い出す。サイズを問わなければどれからでも")
    void kinds_and_sizes() {
        receives(room.gloves("G1", "pvc", "M", today.minusMonths(8)), 100, today);
        receives(room.gloves("G1", "nitrile", "S", today.minusMonths(8)), 100, today);
        receives(room.gloves("G3", "nitrile", "M", today.minusMonths(6)), 100, today);
        assertThat(within(() -> stock.propose(programme, new Order("glove", "nitrile", "M", new Quantity(60)), CENTRE, today)))
                .extracting(picked -> picked.lot().spec().lotNumber()).containsExactly("G3");
        assertThat(within(() -> stock.propose(programme, new Order("glove", null, null, new Quantity(300)), CENTRE, today))).hasSize(3);
        refused(() -> stock.propose(programme, new Order("glove", null, "XL", new Quantity(1)), CENTRE, today), "stock.size", "サイズ");
        refused(() -> stock.register(programme, room.gloves("G4", "latex", "M", today)), "stock.kind", "ニトリル、PVC");
        refused(() -> stock.register(programme, room.gloves("G4", "pvc", null, today)), "stock.size", "S、M、L");
        refused(() -> stock.register(programme, room.gloves("G1", "pvc", "L", today.minusMonths(7))), "stock.other-dates", "G1");
    }

    @Test
    @DisplayName("同じロット番号を別の日付で使えない。空白や全角の違いは同じロットとみなす")
    void a_lot_number_with_other_dates() {
        receives(room.masks("X-1", today.minusMonths(3)), 100, today);
        Lot same = within(() -> stock.register(programme, room.masks("Ｘ- 1", today.minusMonths(3))));
        assertThat(same.spec().lotNumber()).isEqualTo("X-1");
        refused(() -> stock.register(programme, room.masks("X-1", today.minusMonths(2))), "stock.other-dates", "別の日付", "現品の表示");
        assertThat(total(today)).isEqualTo(100);
        assertThat(within(() -> stock.findByNumber(programme, "ｘ-１"))).extracting(Lot::id).containsExactly(same.id());
    }

    @Test
    @DisplayName("S2-68・S2-69・G6：期限が製造日以前、5年に満たない、入庫時4年に満たない、期限のない品目の期限は受け入れない")
    void dates_that_are_refused() {
        LocalDate made = today.minusMonths(3);
        refused(() -> stock.register(programme, with(room.masks("D", made), made)), "stock.dates", "製造日");
        refused(() -> stock.register(programme, with(room.masks("D", made), made.plusYears(5).minusDays(1))), "stock.shelf-life", "5年");
        refused(() -> stock.register(programme, with(room.masks("D", made), null)), "stock.expires", "使用推奨期限を入力");
        refused(() -> stock.register(programme, with(room.shields("F"), today.plusYears(9))), "stock.expires", "空欄");
        LotSpec old = room.masks("E", today.minusYears(1).minusDays(1));
        refused(() -> stock.receive(programme, old, CENTRE, new Quantity(1), "", room.now()), "stock.remaining", "4年");
        refused(() -> stock.replenish(programme, old, CENTRE, new Quantity(1), "", room.now()), "stock.remaining", "4年");
        assertThat(within(() -> stock.receive(programme, room.masks("F", today.minusYears(1)), CENTRE, new Quantity(1), "", room.now())).quantity()).isEqualTo(1);
        receives(room.shields("F"), 20, today);
        assertThat(within(() -> stock.issue(programme, new Order("face-shield", null, null, new Quantity(20)), CENTRE, room.now()))).hasSize(1);
    }

    @Test
    @DisplayName("S2-07・S2-52：1年を切ったロットは払い出せず、廃棄できる")
    void under_a_year() {
        Lot lot = receives(room.masks("OLD", today.minusYears(4).minusDays(1)), 100, today.minusYears(4));
        receives(room.masks("EDGE", today.minusYears(4)), 30, today.minusYears(4));
        refused(() -> stock.issue(programme, order(31), CENTRE, room.now()), "stock.short", "払い出せるのは30枚", "1年を切った100枚");
        refused(() -> stock.issueLot(programme, lot.id(), CENTRE, new Quantity(1), room.now()), "stock.too-old", "廃棄して補充");
        assertThat(issues(30, today)).hasSize(1);
        assertThat(within(() -> figures.keepingLess(programme, today, 12))).extracting(StockFigures.Balance::quantity).containsExactly(100L);
        assertThat(mask().underAYearAt()).isEqualTo(Margins.Level.ALERT);
        within(() -> stock.dispose(programme, lot.id(), CENTRE, new Quantity(100), room.now()));
        assertThat(mask().underAYear()).isZero();
    }

    @Test
    @DisplayName("在庫より多い払出は、あるだけの数量を示して断る。数量は1枚以上")
    void more_than_there_is() {
        Lot lot = receives(room.masks("A", today.minusMonths(3)), 100, today);
        refused(() -> stock.issue(programme, order(101), CENTRE, room.now()), "stock.short", "払い出せるのは100枚、求められたのは101枚");
        refused(() -> stock.issue(programme, order(1), OTHER, room.now()), "stock.short", "0枚");
        refused(() -> stock.dispose(programme, lot.id(), CENTRE, new Quantity(101), room.now()), "stock.short", "100枚");
        refused(() -> stock.transfer(programme, lot.id(), CENTRE, OTHER, new Quantity(101), room.now()), "stock.short", "100枚");
        refused(() -> stock.transfer(programme, lot.id(), CENTRE, CENTRE, new Quantity(10), room.now()), "stock.transfer", "別の倉庫");
        refused(() -> stock.issue(programme, order(1), "tokyo", room.now()), "stock.warehouse", "青森指定備蓄倉庫");
        refused(() -> Quantity.of(3, new Quantity.Pack("箱", 0)), "stock.pack");
        refused(() -> Quantity.of(0, Quantity.Pack.PIECES), "stock.quantity");
        refused(() -> Quantity.of(Long.MAX_VALUE, new Quantity.Pack("箱", 50)), "stock.quantity");
        assertThat(total(today)).isEqualTo(100);
    }

    @Test
    @DisplayName("最後の100枚を二人が同時に求めると、一人だけが得る")
    void two_race_for_the_last_lot() throws Exception {
        receives(room.masks("LAST", today.minusMonths(3)), 100, today);
        List<Object> outcomes = together(8, () -> issues(100, today));
        assertThat(outcomes).filteredOn(List.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(RefusedException.class::isInstance).hasSize(7)
                .allSatisfy(refused -> assertThat(((RefusedException) refused).refusal().reasonCode()).isEqualTo("stock.short"));
        assertThat(total(today)).isZero();
    }

    @Test
    @DisplayName("同じ新しいロットを同時に入庫しても、一つのロットになり、数量は合う")
    void one_lot_however_many_receive_it() throws Exception {
        List<Object> outcomes = together(8, () -> receives(room.masks("SAME", today.minusMonths(3)), 10, today));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Lot.class));
        assertThat(within(() -> figures.now(programme, null))).singleElement().satisfies(balance -> assertThat(balance.quantity()).isEqualTo(80));
    }

    @Test
    @DisplayName("S2-15・S2-35：初回の備蓄が済むと総数は管理数量を下回れず、供給の指示の間だけ、その数量まで下回れる")
    void what_is_required_stays() throws Exception {
        programme = room.opens(1_000);
        receives(room.masks("A", today.minusMonths(3)), 999, today.minusDays(9));
        assertThat(issues(99, today.minusDays(8))).as("first stocking is under way").hasSize(1);
        assertThat(mask()).extracting(Margins::binding, Margins::margin, Margins::totalAt).containsExactly(0L, -100L, Margins.Level.WARN);
        receives(room.masks("B", today.minusMonths(2)), 200, today.minusDays(7));
        assertThat(mask()).extracting(Margins::binding, Margins::issuable).containsExactly(1_000L, 100L);
        List<Object> outcomes = together(6, () -> issues(60, today));
        assertThat(outcomes).filteredOn(List.class::isInstance).hasSize(1);
        refused(() -> stock.issue(programme, order(41), CENTRE, room.now()), "stock.required", "サージカルマスク", "999枚", "管理数量1,000枚", "補充");
        within(() -> stock.release(programme, "surgical-mask", new Quantity(300), today, today.plusDays(3), null, KEEPER));
        assertThat(mask()).extracting(Margins::released, Margins::releasedUntil, Margins::issuable).containsExactly(300L, today.plusDays(3), 40L);
        refused(() -> stock.issue(programme, order(41), CENTRE, room.on(today.minusDays(1))), "stock.required");
        issues(340, today);
        refused(() -> stock.issue(programme, order(1), CENTRE, room.now()), "stock.required", "供給の指示により300枚");
        assertThat(mask()).extracting(Margins::total, Margins::totalAt).containsExactly(700L, Margins.Level.ALERT);
    }

    @Test
    @DisplayName("S2-35：供給の指示で下回れるのは、その案件が、指示された品目を、指示された日に、指示された数量まで払い出すときだけ")
    void a_release_is_its_cases() {
        Actor contractor = office.contractor("020001", "kansen", "aomori-ppe-r7", "備蓄");
        Map<String, Object> form = Map.of("institution", "青森中央病院", "institutionType", "hospital", "address", "青森市", "orderedOn", today.toString(),
                "item", "surgical-mask", "units", 1, "unit", "piece");
        CaseNumber instruction = office.opens(contractor, "aomori-ppe-r7", "order", form);
        CaseNumber other = office.opens(contractor, "aomori-ppe-r7", "order", form);
        CaseNumber order = office.opens(contractor, "aomori-ppe-r7", "order", form);
        programme = room.opens(1_000);
        receives(room.masks("A", today.minusMonths(3)), 1_000, today.minusDays(9));
        receives(room.gloves("G", "nitrile", "M", today.minusMonths(3)), 1_000, today.minusDays(9));
        within(() -> stock.release(programme, "surgical-mask", new Quantity(300), today.minusDays(3), today.minusDays(1), instruction, KEEPER));
        within(() -> stock.release(programme, "surgical-mask", new Quantity(50), today.minusDays(3), today.minusDays(1), other, KEEPER));
        Order glove = new Order("glove", null, null, new Quantity(1));
        refused(() -> stock.issue(programme, order(1), CENTRE, on(today.minusDays(2), order)), "stock.required");
        refused(() -> stock.issue(programme, order(1), CENTRE, on(today.minusDays(2), null)), "stock.required");
        refused(() -> stock.issue(programme, glove, CENTRE, on(today.minusDays(2), instruction)), "stock.required", "非滅菌手袋");
        refused(() -> stock.issue(programme, order(301), CENTRE, on(today.minusDays(2), instruction)), "stock.required", "供給の指示により300枚");
        refused(() -> stock.issue(programme, order(1), CENTRE, on(today.minusDays(4), instruction)), "stock.required");
        refused(() -> stock.issue(programme, order(1), CENTRE, on(today, instruction)), "stock.required");
        within(() -> stock.issue(programme, order(300), CENTRE, on(today.minusDays(1), instruction)));
        refused(() -> stock.issue(programme, order(1), CENTRE, on(today.minusDays(1), instruction)), "stock.required");
        assertThat(mask()).extracting(Margins::total, Margins::released, Margins::releasedUntil).containsExactly(700L, 0L, null);
    }

    private static Occasion on(LocalDate day, CaseNumber number) {
        return new Occasion(day, KEEPER, number, "試験");
    }

    @Test
    @DisplayName("S2-34・S2-35：供給の指示で払い出せる分だけ、指定備蓄倉庫の目安も下回れる")
    void the_half_is_released_too() {
        programme = room.opens(1_000);
        receives(room.masks("A", today.minusMonths(3)), 350, today.minusDays(9));
        within(() -> stock.receive(programme, room.masks("B", today.minusMonths(2)), StockRoom.OTHER, new Quantity(650), null, room.on(today.minusDays(9))));
        assertThat(mask().designatedAt()).isEqualTo(Margins.Level.ALERT);
        within(() -> stock.release(programme, "surgical-mask", new Quantity(100), today, today, null, KEEPER));
        assertThat(mask().designatedAt()).isEqualTo(Margins.Level.WARN);
        within(() -> stock.release(programme, "surgical-mask", new Quantity(50), today, today, null, KEEPER));
        assertThat(mask().designatedAt()).isEqualTo(Margins.Level.FINE);
    }

    @Test
    @DisplayName("打ち間違えた入庫で備蓄が済んだことになっても、取り消せば元に戻る。取り消しは一度だけ")
    void a_wrong_receipt_is_reversed_once() {
        programme = room.opens(1_000);
        receives(room.masks("A", today.minusMonths(3)), 600, today);
        Movement wrong = within(() -> stock.receive(programme, room.masks("B", today.minusMonths(2)), CENTRE, new Quantity(4_000), "N-1", room.now()));
        assertThat(mask().binding()).isEqualTo(1_000);
        Movement counter = within(() -> stock.reverse(programme, wrong.id(), room.now())).get(0);
        assertThat(counter).extracting(Movement::kind, Movement::quantity, Movement::reverses).containsExactly(Movement.Kind.RECEIPT, -4_000L, wrong.id());
        assertThat(mask()).extracting(Margins::total, Margins::binding).containsExactly(600L, 0L);
        refused(() -> stock.reverse(programme, wrong.id(), room.now()), "stock.reversed", "一度だけ");
        refused(() -> stock.reverse(programme, counter.id(), room.now()), "stock.reversal");
        refused(() -> stock.reverse(programme, wrong.id(), new Occasion(today, KEEPER, null, " ")), "stock.reason", "理由");
        Lot right = within(() -> stock.register(programme, room.masks("B", today.minusMonths(1))));
        assertThat(right.spec().made()).as("a lot of which nothing counts can be put right").isEqualTo(today.minusMonths(1));
        receives(right.spec(), 400, today);
        assertThat(within(() -> figures.flows(programme, today, today))).filteredOn(flow -> flow.item().code().equals("surgical-mask"))
                .singleElement().satisfies(flow -> assertThat(flow).extracting("opening", "received", "closing").containsExactly(0L, 1_000L, 1_000L));
    }

    @Test
    @DisplayName("入庫の取り消しは、すでに払い出した分があれば断る")
    void what_is_gone_cannot_be_reversed() {
        Movement receipt = within(() -> stock.receive(programme, room.masks("A", today.minusMonths(3)), CENTRE, new Quantity(100), "", room.now()));
        issues(1, today);
        refused(() -> stock.reverse(programme, receipt.id(), room.now()), "stock.short");
        assertThat(total(today)).isEqualTo(99);
    }

    @Test
    @DisplayName("移動は総数を変えず、両側が一緒に取り消される。棚卸の差異は記録される")
    void transfers_and_counts() {
        Lot lot = receives(room.masks("A", today.minusMonths(3)), 100, today.minusDays(3));
        List<Movement> moved = within(() -> stock.transfer(programme, lot.id(), CENTRE, OTHER, new Quantity(60), room.on(today.minusDays(2))));
        assertThat(moved).extracting(Movement::warehouse, Movement::quantity)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(CENTRE, -60L), org.assertj.core.groups.Tuple.tuple(OTHER, 60L));
        assertThat(total(today)).isEqualTo(100);
        assertThat(within(() -> stock.reverse(programme, moved.get(1).id(), room.now()))).hasSize(2);
        assertThat(within(() -> figures.now(programme, null))).singleElement().satisfies(balance -> assertThat(balance.quantity()).isEqualTo(100));
        assertThat(within(() -> figures.at(programme, today.minusDays(1)))).hasSize(2);
        assertThat(within(() -> stock.count(programme, lot.id(), CENTRE, 100, room.now()))).isEmpty();
        assertThat(within(() -> stock.count(programme, lot.id(), CENTRE, 97, room.now()))).hasValueSatisfying(
                difference -> assertThat(difference.quantity()).isEqualTo(-3));
        assertThat(total(today)).isEqualTo(97);
    }

    @Test
    @DisplayName("締め切った月の日付、先の日付、後の日に足りなくなる日付では記録できない")
    void days_that_are_refused() {
        LocalDate lastMonth = YearMonth.from(today).minusMonths(1).atDay(10);
        Lot lot = receives(room.masks("A", lastMonth.minusMonths(3)), 100, lastMonth);
        issues(80, today);
        refused(() -> stock.issue(programme, order(30), CENTRE, room.on(lastMonth.plusDays(1))), "stock.short", "20枚");
        refused(() -> stock.dispose(programme, lot.id(), CENTRE, new Quantity(10), room.on(lastMonth.minusDays(1))), "stock.past", "10枚足りなく");
        refused(() -> stock.receive(programme, room.masks("B", today.minusMonths(3)), CENTRE, new Quantity(1), "", room.on(today.plusDays(1))),
                "stock.ahead", "今日まで");
        refused(() -> closes(YearMonth.from(today)), "stock.month", "まだ終わっていません");
        closes(YearMonth.from(lastMonth));
        refused(() -> closes(YearMonth.from(lastMonth)), "stock.month", "すでに");
        refused(() -> stock.issueLot(programme, lot.id(), CENTRE, new Quantity(1), room.on(lastMonth)), "stock.closed", "締め切られています");
        assertThat(total(lastMonth)).isEqualTo(100);
        assertThat(total(YearMonth.from(lastMonth).atEndOfMonth())).isEqualTo(100);
        assertThat(total(today)).isEqualTo(20);
        assertThat(jdbcAsApplication("select count(*) from stock_closing where programme = '" + programme.code() + "'")).isEqualTo(1);
    }

    @Test
    @DisplayName("月の締め切りは、その月の日付で記録している最中の入庫を待って、それを含める")
    void closing_waits_for_what_is_being_booked() throws Exception {
        LocalDate lastMonth = YearMonth.from(today).minusMonths(1).atDay(10);
        CountDownLatch booked = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        CompletableFuture<Void> receipt = CompletableFuture.runAsync(() -> DataScope.within("020001", () -> transactions.executeWithoutResult(status -> {
            stock.receive(programme, room.masks("A", lastMonth.minusMonths(1)), CENTRE, new Quantity(100), null, room.on(lastMonth));
            booked.countDown();
            await(goesOn);
        })));
        await(booked);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> closes(YearMonth.from(lastMonth)));
        assertThatThrownBy(() -> closing.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        goesOn.countDown();
        receipt.get(30, TimeUnit.SECONDS);
        closing.get(30, TimeUnit.SECONDS);
        assertThat(total(YearMonth.from(today).atDay(1).minusDays(1))).isEqualTo(100);
        assertThat(jdbcAsApplication("select sum(quantity) from stock_closing where programme = '" + programme.code() + "'")).isEqualTo(100);
        Movement line = within(() -> figures.movements(programme, lastMonth, lastMonth)).get(0);
        within(() -> stock.reverse(programme, line.id(), room.now()));
        assertThat(total(today)).as("what is wrong in a closed month is taken back in an open one").isZero();
        assertThat(total(lastMonth)).isEqualTo(100);
    }

    @Test
    @DisplayName("同じ納品書の同じロットは一度しか入庫できない")
    void a_delivery_is_received_once() {
        within(() -> stock.receive(programme, room.masks("A", today.minusMonths(3)), CENTRE, new Quantity(100), "N-1", room.now()));
        refused(() -> stock.receive(programme, room.masks("A", today.minusMonths(3)), CENTRE, new Quantity(100), "N-1", room.now()), "stock.delivered", "納品書");
        assertThat(within(() -> stock.receive(programme, room.masks("A", today.minusMonths(3)), CENTRE, new Quantity(100), "N-2", room.now()))).isNotNull();
    }

    @Test
    @DisplayName("T7・S2-34・G4・S2-28：指定倉庫の半数とサイズの比は、幅を外れたときに知らせる")
    void half_and_sizes_are_shown() {
        programme = room.opens(1_000);
        Lot lot = receives(room.masks("A", today.minusMonths(3)), 1_000, today);
        assertThat(mask().designatedAt()).isEqualTo(Margins.Level.FINE);
        within(() -> stock.transfer(programme, lot.id(), CENTRE, OTHER, new Quantity(501), room.now()));
        assertThat(mask()).extracting(Margins::designated, Margins::half, Margins::designatedAt, Margins::totalAt)
                .containsExactly(499L, 500L, Margins.Level.WARN, Margins.Level.FINE);
        within(() -> stock.transfer(programme, lot.id(), CENTRE, OTHER, new Quantity(100), room.now()));
        assertThat(mask().designatedAt()).isEqualTo(Margins.Level.ALERT);
        receives(room.gloves("S", "nitrile", "S", today.minusMonths(3)), 300, today);
        receives(room.gloves("M", "nitrile", "M", today.minusMonths(3)), 500, today);
        receives(room.gloves("L", "nitrile", "L", today.minusMonths(3)), 200, today);
        assertThat(glove().sizesAt()).isEqualTo(Margins.Level.FINE);
        receives(room.gloves("L2", "nitrile", "L", today.minusMonths(3)), 100, today);
        assertThat(glove().sizesAt()).isEqualTo(Margins.Level.WARN);
        receives(room.gloves("L3", "nitrile", "L", today.minusMonths(3)), 1_000, today);
        assertThat(glove().sizesAt()).isEqualTo(Margins.Level.ALERT);
    }

    @Test
    @DisplayName("記録は、アプリケーションからも所有者からも書き換えられず、残高は直接書けない")
    void nothing_is_edited() {
        receives(room.masks("A", today.minusMonths(3)), 100, today);
        for (String edit : List.of("update stock_movement set quantity = 1", "delete from stock_movement", "update stock_balance set quantity = 1",
                "delete from stock_balance", "update stock_item set quantity = 1", "delete from stock_closing",
                "update stock_lot set made = made - 1 where programme = '" + programme.code() + "'",
                "insert into stock_item (programme, item, government, expires, quantity) values ('" + programme.code() + "', 'x', '020001', true, 5)")) {
            assertThatThrownBy(() -> within(() -> transactions.execute(status -> jdbc.sql(edit).update()))).as(edit)
                    .hasStackTraceContaining("SQLException");
        }
        assertThat(total(today)).isEqualTo(100);
    }

    @Test
    @DisplayName("S2-32：ほかの団体、ほかの事業の受託者、応募者には何も見えない")
    void others_see_nothing() {
        receives(room.masks("A", today.minusMonths(3)), 100, today);
        for (String scope : List.of("100005", DataScope.ofContractor("020001", List.of("another")), DataScope.NOTHING, "applicant-1")) {
            assertThatThrownBy(() -> DataScope.within(scope, () -> figures.now(programme, null))).isInstanceOf(NotFoundException.class);
            for (String table : List.of("stock_ledger", "stock_item", "stock_plan", "stock_lot", "stock_movement", "stock_balance", "stock_closing", "stock_release", "stock_obligation",
                "stock_supply", "stock_product", "stock_subcontract")) {
                assertThat((Object) DataScope.within(scope, () -> transactions.execute(status -> jdbc.sql("select count(*) from " + table).query(Long.class).single())))
                        .as(table + " for " + scope).isEqualTo(0L);
            }
        }
        String contractor = DataScope.ofContractor("020001", List.of(programme.code()));
        DataScope.within(contractor, () -> stock.receive(programme, room.masks("B", today.minusMonths(3)), CENTRE, new Quantity(50), "N-1", room.now()));
        DataScope.within(contractor, () -> stock.issue(programme, order(150), CENTRE, room.now()));
        assertThat(DataScope.within(contractor, () -> figures.movements(programme, today, today))).hasSize(4);
    }

    private long jdbcAsApplication(String sql) {
        return within(() -> transactions.execute(status -> jdbc.sql(sql).query(Long.class).single()));
    }

    private Lot receives(LotSpec spec, long quantity, LocalDate day) {
        return within(() -> stock.find(programme, stock.receive(programme, spec, CENTRE, new Quantity(quantity), null, room.on(day)).lot()));
    }

    private List<Movement> issues(long quantity, LocalDate day) {
        return within(() -> stock.issue(programme, order(quantity), CENTRE, room.on(day)));
    }

    private Void closes(YearMonth month) {
        return within(() -> {
            stock.closeMonth(programme, month, KEEPER);
            return null;
        });
    }

    private long total(LocalDate day) {
        return within(() -> figures.total(programme, "surgical-mask", day));
    }

    private Margins mask() {
        return within(() -> figures.margins(programme)).get(0);
    }

    private Margins glove() {
        return within(() -> figures.margins(programme)).get(4);
    }

    private static Order order(long quantity) {
        return new Order("surgical-mask", null, null, new Quantity(quantity));
    }

    private static LotSpec with(LotSpec spec, LocalDate useBy) {
        return new LotSpec(spec.item(), spec.kind(), spec.size(), spec.maker(), spec.product(), spec.lotNumber(), spec.made(), useBy, spec.owner());
    }

    private static void refused(ThrowingCallable work, String code, String... words) {
        assertThatThrownBy(() -> DataScope.within("020001", () -> {
            try {
                work.call();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        })).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal().reasonCode()).isEqualTo(code);
            assertThat(List.of(words)).allSatisfy(word -> assertThat(refused.refusal().wording()).contains(word));
        });
    }

    /** What each of so many threads got, or was refused with. */
    private static List<Object> together(int threads, Callable<?> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(work::call);
            }
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> one : pool.invokeAll(all)) {
                try {
                    outcomes.add(one.get());
                } catch (ExecutionException e) {
                    outcomes.add(e.getCause());
                }
            }
            return outcomes;
        } finally {
            pool.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
