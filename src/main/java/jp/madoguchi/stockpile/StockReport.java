package jp.madoguchi.stockpile;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.duty.ReportKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** 管理状況報告書: what moved of each item in the period and what was there at its end, as the ledger has it (S2-29). */
@Component
class StockReport implements ReportKind {

    /** What is reported of an item, with its name. The form's keys are the item's code in camel case and these. */
    enum Figure {
        RECEIVED("Received", "入庫", StockFigures.Flow::received),
        REPLENISHED("Replenished", "補充", StockFigures.Flow::replenished),
        ISSUED("Issued", "払出", StockFigures.Flow::issued),
        DISPOSED("Disposed", "廃棄", StockFigures.Flow::disposed),
        CLOSING("Closing", "期間末の数量", StockFigures.Flow::closing);

        private final String suffix;
        private final String label;
        private final ToLongFunction<StockFigures.Flow> of;

        Figure(String suffix, String label, ToLongFunction<StockFigures.Flow> of) {
            this.suffix = suffix;
            this.label = label;
            this.of = of;
        }

        /** {@code surgicalMaskClosing}. */
        String key(String item) {
            String[] words = item.split("-");
            return words[0] + Arrays.stream(words).skip(1).map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                    .collect(Collectors.joining()) + suffix;
        }
    }

    private final StockFigures figures;
    private final Programmes programmes;

    StockReport(@Lazy StockFigures figures, Programmes programmes) {
        this.figures = figures;
        this.programmes = programmes;
    }

    @Override
    public String form() {
        return "stockpile/stock-report";
    }

    @Override
    public Optional<Answers> prefill(Occurrence occurrence) {
        Map<String, Object> report = new HashMap<>();
        flows(occurrence).forEach(flow -> Arrays.stream(Figure.values())
                .forEach(figure -> report.put(figure.key(flow.item().code()), figure.of.applyAsLong(flow))));
        return Optional.of(Answers.of(report));
    }

    @Override
    public List<Problem> problems(Occurrence occurrence, Answers report) {
        return flows(occurrence).stream().flatMap(flow -> Arrays.stream(Figure.values()).filter(figure -> differs(report, flow, figure)).map(figure -> {
            long known = figure.of.applyAsLong(flow);
            return new Problem(figure.key(flow.item().code()), "stock-ledger", "%sの%sは、入出庫の記録では%sです。記録のとおりに直すか、記録を正してから提出してください。"
                    .formatted(flow.item().name(), figure.label, Quantity.pieces(known)), "The ledger says %,d.".formatted(known), false);
        })).toList();
    }

    private List<StockFigures.Flow> flows(Occurrence occurrence) {
        return figures.flows(programmes.get(occurrence.programme()), occurrence.from(), occurrence.to());
    }

    /** A quantity that is missing is the form's matter. */
    private static boolean differs(Answers report, StockFigures.Flow flow, Figure figure) {
        return report.number(figure.key(flow.item().code()))
                .map(said -> said.compareTo(BigDecimal.valueOf(figure.of.applyAsLong(flow))) != 0).orElse(false);
    }
}
