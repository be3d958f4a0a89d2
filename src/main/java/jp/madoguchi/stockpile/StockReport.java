package jp.madoguchi.stockpile;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * 管理状況報告書: what moved of each item in the month and what was there at its end, as the ledger has it (S2-29). The month
 * is closed with its acceptance: nothing is dated in it any more.
 */
@Component
class StockReport extends LedgerReport<StockFigures.Flow> {

    private final StockFigures figures;
    private final Stock stock;
    private final Duties duties;
    private final Programmes programmes;
    private final BusinessClock clock;

    StockReport(@Lazy StockFigures figures, @Lazy Stock stock, @Lazy Duties duties, Programmes programmes, BusinessClock clock) {
        super(StockFigures.Flow::item, List.of(new Figure<>("Received", "入庫", StockFigures.Flow::received),
                new Figure<>("Replenished", "補充", StockFigures.Flow::replenished), new Figure<>("Issued", "払出", StockFigures.Flow::issued),
                new Figure<>("Disposed", "廃棄", StockFigures.Flow::disposed),
                new Figure<>("Counted", "棚卸差異", StockFigures.Flow::counted), new Figure<>("Closing", "期間末の数量", StockFigures.Flow::closing)));
        this.figures = figures;
        this.stock = stock;
        this.duties = duties;
        this.programmes = programmes;
        this.clock = clock;
    }

    @Override
    public String form() {
        return "stockpile/stock-report";
    }

    @Override
    List<StockFigures.Flow> lines(Occurrence month) {
        return figures.flows(programmes.get(month.programme()), month.from(), month.to());
    }

    @Override
    boolean isOver(Occurrence month) {
        return month.to().isBefore(clock.today());
    }

    /** Closing a month closes all before it, so they are accepted in their order. */
    @Override
    public Verdict mayAccept(Occurrence month, Answers report) {
        Optional<Occurrence> earlier = duties.all(month.programme()).stream()
                .filter(one -> one.duty().equals(month.duty()) && one.by() != null && one.to().isBefore(month.from())).findFirst();
        return earlier.map(one -> Verdict.refused("stock.report-order", "%sの報告書がまだ受理されていません。古い月から順に受理してください。".formatted(one.period())))
                .orElseGet(() -> super.mayAccept(month, report));
    }

    @Override
    public void accepted(Occurrence month, Answers report) {
        Programme programme = programmes.get(month.programme());
        YearMonth reported = YearMonth.from(month.to());
        // A contract that ended within a month leaves it open.
        if (reported.atEndOfMonth().isBefore(clock.today()) && !figures.isClosed(programme, reported)) {
            stock.closeMonth(programme, reported, Actor.SYSTEM);
        }
    }
}
