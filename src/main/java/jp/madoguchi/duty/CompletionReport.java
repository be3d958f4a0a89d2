package jp.madoguchi.duty;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import org.springframework.stereotype.Component;

/** 業務完了報告書 with the costs and their evidence: the total is the sum of its rows (S2-44). */
@Component
class CompletionReport implements ReportKind {

    @Override
    public String form() {
        return "duty/completion-report";
    }

    @Override
    public List<Problem> problems(Occurrence occurrence, Answers report) {
        BigDecimal sum = IntStream.range(0, report.rows("costs").size()).mapToObj("costs[%d].amount"::formatted).flatMap(path -> report.number(path).stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return report.number("total").filter(total -> total.compareTo(sum) != 0).map(total -> List.of(new Problem("total", "sum",
                "内訳の合計は%,d円です。".formatted(sum.longValue()), "The rows add up to %,d yen.".formatted(sum.longValue()), false))).orElse(List.of());
    }
}
