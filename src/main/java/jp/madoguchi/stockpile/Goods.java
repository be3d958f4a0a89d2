package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;

/** Reads goods and quantities from the answers of the room's forms. */
final class Goods {

    private Goods() {}

    /** A lot as a delivery describes it; what a bar code says counts. Only of answers without {@link #problems}. */
    static LotSpec lot(Answers delivery, LocalDate today) {
        Optional<Gs1> scanned = scanned(delivery, today);
        return new LotSpec(delivery.text("item"), blankToNull(delivery.text("kind")), blankToNull(delivery.text("size")), delivery.text("maker"),
                delivery.text("product"), scanned.map(Gs1::lotNumber).orElseGet(() -> delivery.text("lotNumber")),
                scanned.map(Gs1::made).orElseGet(() -> delivery.date("made").orElse(null)),
                scanned.map(Gs1::useBy).orElseGet(() -> delivery.date("useBy").orElse(null)), LotSpec.Owner.PREFECTURE);
    }

    private static Optional<Gs1> scanned(Answers delivery, LocalDate today) {
        return delivery.text("scanned").isBlank() ? Optional.empty() : Optional.of(Gs1.parse(delivery.text("scanned"), today));
    }

    /** In 枚: 40 箱 of 50 枚 are 2,000. @throws RefusedException when it is no possible amount */
    static Quantity quantity(Answers answers) {
        long units = answers.number("units").orElseThrow().longValueExact();
        return answers.text("unit").equals("piece") ? Quantity.of(units, Quantity.Pack.PIECES)
                : Quantity.of(units, new Quantity.Pack(answers.text("unit"), answers.number("perUnit").orElseThrow().longValueExact()));
    }

    static Order order(Answers order) {
        return new Order(order.text("item"), blankToNull(order.text("kind")), blankToNull(order.text("size")), quantity(order));
    }

    /** What the form itself cannot judge about the goods of a delivery or an order. */
    static List<Problem> problems(Programme programme, Answers answers) {
        List<Problem> problems = new ArrayList<>();
        StockTerms terms = StockTerms.of(programme);
        StockTerms.Item item = terms.items().get(answers.text("item"));
        if (item == null) {
            return answers.text("item").isEmpty() ? problems : List.of(problem("item", "この事業の品目ではありません。", "The programme has no such item."));
        }
        if (!answers.text("kind").isEmpty() && !item.kinds().contains(answers.text("kind"))) {
            problems.add(problem("kind", "%sの種別ではありません。".formatted(item.name()), "Not a kind of this item."));
        }
        return problems;
    }

    /** As {@link #problems}, with what a lot needs. */
    static List<Problem> problems(Programme programme, Answers delivery, LocalDate today) {
        List<Problem> problems = new ArrayList<>(problems(programme, delivery));
        if (!delivery.text("warehouse").isBlank() && warehouse(programme, delivery).isEmpty()) {
            problems.add(problem("warehouse", "この事業の倉庫ではありません。倉庫は、%sです。".formatted(String.join("、", StockTerms.of(programme).warehouses().values()
                    .stream().map(StockTerms.Warehouse::name).toList())), "Not one of the programme's warehouses."));
        }
        delivery.date("deliveredOn").filter(day -> day.isAfter(today)).ifPresent(day ->
                problems.add(problem("deliveredOn", "先の日付です。今日までの日付を入力してください。", "The date lies ahead.")));
        if (!delivery.text("scanned").isBlank()) {
            problems.addAll(againstTheCode(delivery, today));
        } else if (!delivery.text("item").isEmpty()) {
            if (delivery.text("lotNumber").isBlank()) {
                problems.add(problem("lotNumber", "ロット番号を入力するか、バーコードを読み取ってください。", "Enter the lot number or read the bar code."));
            }
            if (delivery.date("made").isEmpty()) {
                problems.add(problem("made", "製造日を入力してください。", "Enter the day it was made."));
            }
        }
        return problems;
    }

    private static List<Problem> againstTheCode(Answers delivery, LocalDate today) {
        try {
            Gs1 code = Gs1.parse(delivery.text("scanned"), today);
            List<Problem> problems = new ArrayList<>();
            if (code.lotNumber() == null) {
                problems.add(problem("scanned", "バーコードにロット番号（10）がありません。", "The bar code has no lot number (10)."));
            } else if (!delivery.text("lotNumber").isBlank() && !delivery.text("lotNumber").strip().equals(code.lotNumber())) {
                problems.add(problem("lotNumber", "バーコードのロット番号（%s）と違います。".formatted(code.lotNumber()), "The bar code says another lot."));
            }
            differs("made", delivery, code.made(), problems);
            differs("useBy", delivery, code.useBy(), problems);
            return problems;
        } catch (RefusedException unreadable) {
            return List.of(problem("scanned", unreadable.refusal().wording(), "The bar code cannot be read."));
        }
    }

    private static void differs(String field, Answers delivery, LocalDate coded, List<Problem> problems) {
        delivery.date(field).filter(day -> coded != null && !day.equals(coded)).ifPresent(day ->
                problems.add(problem(field, "バーコードの日付と違います。", "The bar code says another date.")));
    }

    /** The code of the warehouse that a delivery names, by name or code. */
    static Optional<StockTerms.Warehouse> warehouse(Programme programme, Answers delivery) {
        String wanted = delivery.text("warehouse").strip();
        return StockTerms.of(programme).warehouses().values().stream().filter(one -> one.code().equals(wanted) || one.name().equals(wanted)).findFirst();
    }

    static Problem problem(String path, String ja, String en) {
        return new Problem(path, "stock-" + path, ja, en, false);
    }

    private static String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
