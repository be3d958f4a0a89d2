package jp.madoguchi.stockpile;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.dao.DataAccessException;

/** Says in Japanese what the ledger's triggers refused, and what to do. */
final class StockRefusals {

    private static final String OURS = "MG0";
    private static final String CHECK_VIOLATION = "23514";
    private static final String UNIQUE_VIOLATION = "23505";

    private StockRefusals() {}

    /** Runs work of the ledger. @throws RefusedException when the database refused it */
    static <T> T told(StockTerms terms, Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException failure) {
            SQLException cause = failure.getMostSpecificCause() instanceof SQLException sql ? sql : null;
            RefusedException refusal = cause == null || cause.getSQLState() == null ? null : refusal(terms, cause);
            if (refusal == null) {
                throw failure;
            }
            refusal.initCause(failure);
            throw refusal;
        }
    }

    private static RefusedException refusal(StockTerms terms, SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause.getSQLState().startsWith(OURS)) {
            String line = message.lines().findFirst().orElse("").replaceFirst("^[^:|]*: ", "");
            String[] values = line.split("\\|", -1);
            return new RefusedException(values[0], wording(terms, values));
        }
        if (cause.getSQLState().equals(CHECK_VIOLATION) && message.contains("stock_movement_not_ahead")) {
            return ahead();
        }
        if (cause.getSQLState().equals(CHECK_VIOLATION) && message.contains("stock_lot_dates")) {
            return datesCross();
        }
        if (cause.getSQLState().equals(UNIQUE_VIOLATION) && message.contains("stock_movement_reversed_once")) {
            return new RefusedException("stock.reversed", "この記録は、すでに取り消されています。取り消しは一度だけできます。");
        }
        if (cause.getSQLState().equals(UNIQUE_VIOLATION) && message.contains("stock_movement_delivery")) {
            return delivered();
        }
        return null;
    }

    /** The refusal the triggers would make. @param values as in their message */
    static RefusedException of(StockTerms terms, String code, Object... values) {
        String[] all = Stream.concat(Stream.of(code), Stream.of(values).map(Object::toString)).toArray(String[]::new);
        return new RefusedException(code, wording(terms, all));
    }

    static RefusedException ahead() {
        return new RefusedException("stock.ahead", "先の日付の入出庫は記録できません。今日までの日付にしてください。");
    }

    static RefusedException datesCross() {
        return new RefusedException("stock.dates", "使用推奨期限が製造日以前の日付です。製造日と使用推奨期限を確かめてください。");
    }

    static RefusedException delivered() {
        return new RefusedException("stock.delivered", "この納品書のこのロットは、すでに記録されています。別の納品であれば納品書番号を、取り消した入庫の入れ直しであれば枝番を確かめてください。");
    }

    private static String wording(StockTerms terms, String[] v) {
        return switch (v[0]) {
            case "stock.expires" -> v[2].equals("t") || v[2].equals("true") ? "ロット「%s」の使用推奨期限を入力してください。".formatted(v[1])
                    : "ロット「%s」の品目には使用推奨期限がありません。空欄にしてください。".formatted(v[1]);
            case "stock.shelf-life" -> "ロット「%s」は、製造（%s）から使用推奨期限（%s）まで%s年ありません。仕様を満たさないため受け入れられません。"
                    .formatted(v[1], day(v[2]), day(v[3]), v[4]);
            case "stock.other-dates" -> "ロット「%s」は、別の日付（製造日%s、使用推奨期限%s）で登録されています。現品の表示を確かめ、日付かロット番号を直してください。"
                    .formatted(v[1], day(v[2]), v[3].isEmpty() ? "なし" : day(v[3]));
            case "stock.closed" -> "%sまでの月は締め切られています。%sの日付では記録できません。締め切られていない月の日付で記録してください。".formatted(day(v[1]), day(v[2]));
            case "stock.remaining" -> "ロット「%s」は、入庫日（%s）に使用推奨期限（%s）まで%s年ありません。仕様を満たさないため受け入れられません。"
                    .formatted(v[1], day(v[3]), day(v[2]), v[4]);
            case "stock.too-old" -> "ロット「%s」は使用推奨期限（%s）まで%s年を切っているため、払い出せません。廃棄して補充してください。".formatted(v[1], day(v[2]), v[4]);
            case "stock.reversal" -> "この記録は取り消せません。取り消しの記録でないこと、日付が元の記録より前でないことを確かめてください。";
            case "stock.transfer" -> "移動は、別の倉庫へ同じ数量で記録してください。";
            case "stock.short" -> "在庫が足りません。払い出せるのは%s、求められたのは%sです。%s".formatted(pieces(v[1]), pieces(v[2]),
                    v[3].equals("0") ? "" : "ほかに使用推奨期限まで%d年を切った%sがありますが、払い出せません。".formatted(terms.alwaysYears(), pieces(v[3])));
            case "stock.past" -> "%sの日付で記録すると、その後の日に在庫が%s足りなくなります。日付か数量を確かめてください。".formatted(day(v[1]), pieces(v[2]));
            case "stock.required" -> "払い出すと「%s」の総数が%sになり、管理数量%sを下回ります。補充してから払い出すか、供給の指示を受けてください。%s"
                    .formatted(terms.items().containsKey(v[1]) ? terms.items().get(v[1]).name() : v[1],
                            pieces("" + (Long.parseLong(v[3]) - Long.parseLong(v[4]))), pieces(v[2]),
                            v[5].equals("0") ? "" : "（供給の指示により%sまで下回ることができます。）".formatted(pieces(v[5])));
            case "stock.stays" -> "記録した内容は書き換えられません。誤りは取り消しの記録で正してください。";
            default -> "このロットは、この事業のものではありません。";
        };
    }

    private static String day(String iso) {
        return JapaneseDates.full(LocalDate.parse(iso));
    }

    private static String pieces(String number) {
        return Quantity.pieces(Long.parseLong(number));
    }
}
