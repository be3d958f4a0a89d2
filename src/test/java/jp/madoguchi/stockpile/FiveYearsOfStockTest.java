package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** S2-07, S2-52 over the life of a whole stock: 500 lots that come in a year, and what comes for them in the four years after. */
@MadoguchiTest
class FiveYearsOfStockTest {

    private static final int LOTS = 500;
    private static final int MONTHS = 60;
    private static final int A_MONTH = 4_300;
    private static final String ITEM = "surgical-mask";

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
    Obligations obligations;
    @Autowired
    LotWatch watch;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private final Random chance = new Random(7);
    private final List<Long> first = new ArrayList<>();
    private final Set<Long> disposed = new HashSet<>();
    private StockRoom room;
    private Programme programme;
    private Actor contractor;

    @Test
    @DisplayName("500ロットを5年間動かすと、どのロットも使い切るか、廃棄して補充され、1年を切ったことに遅れて気づくものはない")
    void five_years() {
        room = new StockRoom(programmes, ledgers, clock);
        programme = room.announces(0);
        contractor = office.contractor("020001", "kansen", programme.code(), "備蓄　物流");
        LocalDate start = room.today();
        for (int month = 0; month <= MONTHS; month++) {
            clock.moveTo(start.plusMonths(month).atTime(10, 0));
            replacesWhatWasDisposedOf(month);
            for (int i = 0; month < 12 && i < (LOTS + 11 - month) / 12; i++) {
                first.add(within(() -> stock.receive(programme, lot("F-" + first.size(), chance.nextInt(11 * 30)), StockRoom.CENTRE,
                        new Quantity(100 + chance.nextInt(900)), "F", room.now())).lot());
            }
            watch.sweep(programme);
            nothingIsLate();
            disposesOfWhatFell();
            issuesAndReplenishes(month);
        }
        watch.sweep(programme);

        assertThat(first).hasSize(LOTS).allSatisfy(lot -> assertThat(rest(lot)).isZero());
        assertThat(first).filteredOn(disposed::contains).as("some went each way").hasSizeBetween(10, 200);
        assertThat(within(() -> figures.keepingLess(programme, room.today(), 12))).isEmpty();
        assertThat(count("""
                select count(*) from stock_watch w where w.programme = ? and w.open
                and not exists (select from stock_balance b where b.lot = w.lot and b.quantity > 0)"""))
                .as("only what is to be replaced keeps a case open for a lot that is gone").isEqualTo(openObligations());
        assertThat(count("select count(*) from stock_watch w join case_file c on c.number = w.case_number where w.programme = ? and not w.open and c.closed_at is null"))
                .isZero();
        assertThat(count("select sum(quantity) from stock_obligation where programme = ?"))
                .isEqualTo(count("select -sum(quantity) from stock_movement where programme = ? and kind = 'DISPOSAL'"));
    }

    /** Whatever the ledger finds under a limit, the sweep has just found too, and what is under a year waits to be disposed of. */
    private void nothingIsLate() {
        Map<Long, LotWatch.Watched> watched = within(() -> watch.of(programme));
        for (int months : StockTerms.of(programme).limits()) {
            assertThat(within(() -> figures.keepingLess(programme, room.today(), months))).allSatisfy(balance ->
                    assertThat(watched.get(balance.lot().id())).isNotNull().satisfies(one -> assertThat(one.months()).isLessThanOrEqualTo(months)));
        }
        watched.values().stream().filter(one -> one.step() == LotWatch.Step.DISPOSE && !one.owing()).forEach(one ->
                assertThat(office.openTasks(one.number())).contains(LotWatch.DISPOSE));
    }

    private void disposesOfWhatFell() {
        within(() -> watch.of(programme)).values().stream().filter(one -> one.step() == LotWatch.Step.DISPOSE && !one.owing()).forEach(one -> {
            office.concludes(contractor, one.number(), LotWatch.DISPOSE, "disposed", Map.of("disposedOn", room.today().toString(), "disposed", rest(one.lot()),
                    "disposalWay", "産業廃棄物として処分した。", "contractorPays", true, "evidence", List.of(office.uploads(contractor, "処分証明書.pdf"))), "");
            disposed.add(one.lot());
        });
    }

    private void replacesWhatWasDisposedOf(int month) {
        for (Obligations.Obligation owed : within(() -> obligations.open(programme))) {
            within(() -> {
                LotSpec lot = lot("D-%d-%s".formatted(month, owed.number()), 20);
                stock.replenish(programme, lot, StockRoom.CENTRE, new Quantity(owed.open()), "D", room.now());
                obligations.replenish(owed.number(), lot, owed.open());
                watch.replaced(owed.number());
                return null;
            });
            assertThat(office.ended(owed.number())).isTrue();
        }
    }

    private void issuesAndReplenishes(int month) {
        if (month < 6) {
            return;
        }
        long quantity = A_MONTH - 500 + chance.nextInt(1_000);
        within(() -> stock.issue(programme, new Order(ITEM, null, null, new Quantity(quantity)), StockRoom.CENTRE, room.now()));
        within(() -> stock.replenish(programme, lot("R-" + month, 30), StockRoom.CENTRE, new Quantity(quantity), "R", room.now()));
    }

    private LotSpec lot(String number, int daysOld) {
        return room.masks(number, room.today().minusDays(daysOld));
    }

    private long rest(long lot) {
        return within(() -> watch.rest(lot));
    }

    private long openObligations() {
        return count("select count(*) from stock_obligation where programme = ? and replenished < quantity");
    }

    private long count(String sql) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> jdbc.sql(sql).param(programme.code()).query(Long.class).single()));
    }

    private <T> T within(Supplier<T> work) {
        return DataScope.within(TestOffice.scope(contractor), () -> transactions.execute(status -> work.get()));
    }
}
