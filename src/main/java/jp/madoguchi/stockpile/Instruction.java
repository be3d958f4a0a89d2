package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.forms.Answers;

/**
 * 供給の指示 (S2-35, S2-54) as an officer wrote it.
 *
 * @param from        first day on which it may be issued
 * @param to          last one
 * @param toWarehouse whether it calls what lies elsewhere into the designated warehouse, instead of supplying institutions
 */
record Instruction(String reason, LocalDate from, LocalDate to, boolean toWarehouse, List<Line> lines) {

    /**
     * What one destination gets.
     *
     * @param institution name, or null for the designated warehouse
     */
    record Line(String institution, String institutionType, String address, Order order) {}

    /** Only of answers without {@link SupplyInstructions problems}. */
    static Instruction of(Answers answers) {
        boolean toWarehouse = answers.text("destination").equals("warehouse");
        List<Line> lines = new ArrayList<>();
        String list = list(answers);
        for (int i = 0; i < answers.rows(list).size(); i++) {
            String row = list + "[" + i + "].";
            Order order = new Order(answers.text(row + "item"), blankToNull(answers.text(row + "kind")), blankToNull(answers.text(row + "size")),
                    new Quantity(answers.number(row + "pieces").orElseThrow().longValueExact()));
            lines.add(toWarehouse ? new Line(null, null, null, order)
                    : new Line(answers.text(row + "institution").strip(), answers.text(row + "institutionType"), answers.text(row + "address").strip(), order));
        }
        return new Instruction(answers.text("reason"), answers.date("from").orElseThrow(), answers.date("to").orElseThrow(), toWarehouse, List.copyOf(lines));
    }

    /** Under which key the lines were written. */
    static String list(Answers answers) {
        return answers.text("destination").equals("warehouse") ? "goods" : "lines";
    }

    /** 枚 by item. */
    Map<String, Long> quantities() {
        Map<String, Long> quantities = new LinkedHashMap<>();
        lines.forEach(line -> quantities.merge(line.order().item(), line.order().quantity().pieces(), Long::sum));
        return quantities;
    }

    /** Where it goes, each place once. */
    List<String> destinations(StockTerms terms) {
        return toWarehouse ? List.of(terms.designated().name()) : lines.stream().map(Line::institution).distinct().toList();
    }

    private static String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
