package jp.madoguchi.premium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.premium.Purchases.Sale;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The platform's sales from a CSV file, a row each, columns found by their names. What is good is taken, in portions, and
 * what is not is told with its row; the same file again changes nothing, so that one whose reading broke off is sent again.
 */
@Service
public class PurchaseFile {

    /** The columns a file has. */
    public static final List<String> COLUMNS = List.of("取引番号", "抽選番号", "セット数", "金額", "購入日時");

    private static final int PORTION = 500;
    private static final int LONGEST_NUMBER = 64;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-M-d H:m[:s]");
    /** In which column the person finds what a refusal is about. */
    private static final Map<String, String> PLACES = Map.of("premium.amount", "金額", "premium.lot", "抽選番号", "premium.right", "抽選番号",
            "premium.transaction", "取引番号", "premium.early", "購入日時", "premium.ahead", "購入日時", "premium.lapsed", "購入日時", "premium.promised", "抽選番号",
            "premium.sets", "セット数", "premium.cap", "セット数");

    private final Purchases purchases;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    PurchaseFile(Purchases purchases, PlatformTransactionManager transactions, ApplicationEventPublisher events) {
        this.purchases = purchases;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
    }

    /**
     * What became of a file.
     *
     * @param taken    new sales
     * @param known    rows that were recorded before
     * @param problems rows that were not taken, and why, in the order of the file
     */
    public record Imported(long taken, long known, List<Csv.Problem> problems) {}

    private record Entry(long row, Sale sale) {}

    public Imported take(Programme programme, Csv.Source file, Actor actor) {
        List<Csv.Problem> problems = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        try {
            problems.addAll(Csv.read(file, COLUMNS, row -> read(row, entries, problems)).problems());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long taken = 0;
        for (int from = 0; from < entries.size(); from += PORTION) {
            List<Entry> portion = entries.subList(from, Math.min(from + PORTION, entries.size()));
            List<Csv.Problem> refused = new ArrayList<>();
            taken += transaction.execute(status -> {
                purchases.alone(programme);
                return portion.stream().filter(entry -> record(programme, entry, refused)).count();
            });
            problems.addAll(refused);
        }
        problems.sort(Comparator.comparingLong(Csv.Problem::row));
        long known = entries.size() - taken - problems.stream().map(Csv.Problem::row).distinct().filter(row -> entries.stream().anyMatch(e -> e.row() == row)).count();
        Map<String, String> facts = Map.of("programme", programme.code(), "taken", "" + taken, "known", "" + known,
                "refused", "" + problems.stream().map(Csv.Problem::row).distinct().count());
        transaction.executeWithoutResult(status -> events.publishEvent(CaseEvent.ofInstallation("premium.purchases-imported", programme.government(), actor, facts)));
        return new Imported(taken, known, List.copyOf(problems));
    }

    private boolean record(Programme programme, Entry entry, List<Csv.Problem> refused) {
        try {
            return purchases.record(programme, entry.sale());
        } catch (RefusedException refusal) {
            refused.add(new Csv.Problem(entry.row(), PLACES.getOrDefault(refusal.refusal().reasonCode(), ""), refusal.refusal().wording()));
            return false;
        }
    }

    private static void read(Csv.Row row, List<Entry> entries, List<Csv.Problem> problems) {
        int before = problems.size();
        String transaction = row.get("取引番号").strip();
        if (transaction.isEmpty() || transaction.length() > LONGEST_NUMBER) {
            problems.add(new Csv.Problem(row.number(), "取引番号", "「取引番号」を%d文字以内で入力してください。".formatted(LONGEST_NUMBER)));
        }
        long sets = whole(row, "セット数", problems);
        long yen = whole(row, "金額", problems);
        LocalDateTime at = null;
        try {
            at = LocalDateTime.parse(plain(row, "購入日時").replace('/', '-').replace('T', ' '), MOMENT);
        } catch (DateTimeParseException unreadable) {
            problems.add(new Csv.Problem(row.number(), "購入日時", "「購入日時」を2024-11-01 10:15:00の形で入力してください。"));
        }
        if (problems.size() == before) {
            entries.add(new Entry(row.number(), new Sale(transaction, plain(row, "抽選番号"), (int) sets, yen, at)));
        }
    }

    private static long whole(Csv.Row row, String column, List<Csv.Problem> problems) {
        String text = plain(row, column).replace(",", "");
        if (!text.matches("0*[1-9][0-9]{0,7}")) {
            problems.add(new Csv.Problem(row.number(), column, "「%s」は1以上の整数で入力してください。".formatted(column)));
            return 0;
        }
        return Long.parseLong(text);
    }

    private static String plain(Csv.Row row, String column) {
        return Normalizer.normalize(row.get(column), Normalizer.Form.NFKC).strip();
    }
}
