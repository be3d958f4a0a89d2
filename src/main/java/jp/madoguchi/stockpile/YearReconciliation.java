package jp.madoguchi.stockpile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * 年度の照合: at the end of a fiscal year what was issued and disposed of in it has come again (S2-16, S2-52). A year with a difference is reported
 * with its reason, never as matched.
 */
@Component
class YearReconciliation extends LedgerReport<StockFigures.YearGap> {

    private static final String RESULT = "result";

    private final StockFigures figures;
    private final Programmes programmes;
    private final BusinessClock clock;

    YearReconciliation(@Lazy StockFigures figures, Programmes programmes, BusinessClock clock) {
        super(StockFigures.YearGap::item, List.of(new Figure<>("Received", "入庫", StockFigures.YearGap::received),
                new Figure<>("Issued", "払出", StockFigures.YearGap::issued),
                new Figure<>("Disposed", "廃棄", StockFigures.YearGap::disposed), new Figure<>("Replenished", "補充", StockFigures.YearGap::replenished),
                new Figure<>("Open", "差", StockFigures.YearGap::open)));
        this.figures = figures;
        this.programmes = programmes;
        this.clock = clock;
    }

    @Override
    public String form() {
        return "stockpile/year-reconciliation";
    }

    @Override
    List<StockFigures.YearGap> lines(Occurrence year) {
        return figures.yearGaps(programmes.get(year.programme()), FiscalYear.of(year.to()));
    }

    @Override
    boolean isOver(Occurrence year) {
        return FiscalYear.of(year.to()).lastDay().isBefore(clock.today());
    }

    @Override
    public List<Problem> problems(Occurrence year, Answers report) {
        List<Problem> problems = new ArrayList<>(super.problems(year, report));
        List<StockFigures.YearGap> gaps = lines(year).stream().filter(gap -> gap.open() != 0).toList();
        if (report.text(RESULT).equals("matched") && !gaps.isEmpty()) {
            problems.add(new Problem(RESULT, "stock-year", "払出・廃棄と補充に差があります：%s。差がなくなるまで「一致した」とは報告できません。".formatted(gaps.stream()
                    .map(gap -> gap.item().name() + " " + Quantity.pieces(gap.open())).collect(Collectors.joining("、"))), "They differ.", false));
        } else if (report.text(RESULT).equals("differs") && gaps.isEmpty()) {
            problems.add(new Problem(RESULT, "stock-year", "入出庫の記録では、差はありません。", "They match.", false));
        }
        return problems;
    }
}
