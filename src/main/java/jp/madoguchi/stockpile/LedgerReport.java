package jp.madoguchi.stockpile;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.duty.ReportKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;

/**
 * A report of quantities by item that are the ledger's own: they come filled in, and others are refused.
 *
 * @param <L> what the ledger says of an item
 */
abstract class LedgerReport<L> implements ReportKind {

    /**
     * One quantity. The form's key is the item's code in camel case and the suffix: {@code surgicalMaskClosing}.
     *
     * @param label as in the form
     */
    record Figure<L>(String suffix, String label, ToLongFunction<L> of) {

        private String key(StockTerms.Item item) {
            return LedgerReport.key(item.code(), suffix);
        }
    }

    /** A form's key for a code with dashes. */
    static String key(String code, String suffix) {
        String[] words = code.split("-");
        return words[0] + Arrays.stream(words).skip(1).map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining()) + suffix;
    }

    private final Function<L, StockTerms.Item> item;
    private final List<Figure<L>> figures;

    LedgerReport(Function<L, StockTerms.Item> item, List<Figure<L>> figures) {
        this.item = item;
        this.figures = figures;
    }

    /** What the ledger says now of the report's period, by item. */
    abstract List<L> lines(Occurrence occurrence);

    /** Whether nothing of the report's period can come about any more by the mere passing of time. */
    abstract boolean isOver(Occurrence occurrence);

    @Override
    public Optional<Answers> prefill(Occurrence occurrence) {
        Map<String, Object> report = new HashMap<>();
        lines(occurrence).forEach(line -> figures.forEach(figure -> report.put(figure.key(item.apply(line)), figure.of.applyAsLong(line))));
        return Optional.of(Answers.of(report));
    }

    @Override
    public List<Problem> problems(Occurrence occurrence, Answers report) {
        return lines(occurrence).stream().flatMap(line -> figures.stream().filter(figure -> differs(report, line, figure)).map(figure -> {
            long known = figure.of.applyAsLong(line);
            return new Problem(figure.key(item.apply(line)), "stock-ledger", "%sの%sは、入出庫の記録では%sです。記録のとおりに直すか、記録を正してから提出してください。"
                    .formatted(item.apply(line).name(), figure.label, Quantity.pieces(known)), "The ledger says %,d.".formatted(known), false);
        })).toList();
    }

    /** What was entered after the report was handed in belongs in it. */
    @Override
    public Verdict mayAccept(Occurrence occurrence, Answers report) {
        if (!isOver(occurrence)) {
            return Verdict.refused("stock.report-early", "報告の期間がまだ終わっていません。期間の後の日に受理してください。");
        }
        return problems(occurrence, report).isEmpty() ? Verdict.ACCEPTED : Verdict.refused("stock.report-ledger",
                "提出の後に入出庫の記録が変わったため、報告書の数量と一致しません。再提出を求めてください。");
    }

    /** A quantity that is missing is the form's matter. */
    private boolean differs(Answers report, L line, Figure<L> figure) {
        return report.number(figure.key(item.apply(line))).map(said -> said.compareTo(BigDecimal.valueOf(figure.of.applyAsLong(line))) != 0).orElse(false);
    }
}
