package jp.madoguchi.banking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Yen;

/**
 * Transfers that did not arrive (振込不能) or were called back (組戻). Banks report them in forms of their own, so staff
 * bring them into a CSV with the columns 顧客コード1, 銀行コード, 支店コード, 口座番号, 振込金額 and 理由, in any order.
 *
 * @param returned the rows that could be read
 * @param problems why the others could not, in order
 */
public record ZenginResult(List<Returned> returned, List<Csv.Problem> problems) {

    private static final String CUSTOMER = "顧客コード1";
    private static final String BANK = "銀行コード";
    private static final String BRANCH = "支店コード";
    private static final String NUMBER = "口座番号";
    private static final String AMOUNT = "振込金額";
    private static final String REASON = "理由";
    private static final Pattern YEN = Pattern.compile("[0-9]{1,10}|[0-9]{1,3}(,[0-9]{3}){1,3}");

    public ZenginResult {
        returned = List.copyOf(returned);
        problems = List.copyOf(problems);
    }

    /**
     * One transfer that came back. Codes are filled with zeros to their full length as in the transfer file, because
     * spreadsheets take leading zeros away.
     *
     * @param row          as a spreadsheet shows it
     * @param customerCode ten digits, 顧客コード1 of the payment
     * @param bank         four digits
     * @param branch       three digits
     * @param number       seven digits
     * @param reason       in the bank's words
     */
    public record Returned(long row, String customerCode, String bank, String branch, String number, Yen amount, String reason) {

        /** For logs: without the account's number. */
        @Override
        public String toString() {
            return "%d: %s %s".formatted(row, customerCode, amount);
        }
    }

    /** Reads UTF-8 or windows-31j. Whether there were such payments, and how often, is for the ledger to say. */
    public static ZenginResult read(Csv.Source source) throws IOException {
        Reader reader = new Reader();
        reader.problems.addAll(Csv.read(source, List.of(CUSTOMER, BANK, BRANCH, NUMBER, AMOUNT, REASON), reader::take).problems());
        reader.problems.sort(Comparator.comparingLong(Csv.Problem::row));
        return new ZenginResult(reader.returned, reader.problems);
    }

    private static final class Reader {

        private final List<Returned> returned = new ArrayList<>();
        private final List<Csv.Problem> problems = new ArrayList<>();

        void take(Csv.Row row) {
            int before = problems.size();
            Returned found = new Returned(row.number(), digits(row, CUSTOMER, 10), digits(row, BANK, 4), digits(row, BRANCH, 3),
                    digits(row, NUMBER, 7), amount(row), row.get(REASON).strip());
            if (found.reason.isEmpty()) {
                report(row, REASON, "理由がありません。振込不能、組戻などの理由を入れてください。");
            }
            if (problems.size() == before) {
                returned.add(found);
            }
        }

        private String digits(Csv.Row row, String column, int length) {
            String text = row.get(column).strip();
            if (!text.matches("[0-9]{1,%d}".formatted(length))) {
                report(row, column, "%s「%s」は%d桁までの数字にしてください。".formatted(column, text, length));
                return "";
            }
            return "0".repeat(length - text.length()) + text;
        }

        private Yen amount(Csv.Row row) {
            String text = row.get(AMOUNT).strip();
            Yen amount = new Yen(YEN.matcher(text).matches() ? Long.parseLong(text.replace(",", "")) : 0);
            if (amount.value() < 1 || amount.compareTo(ZenginTransfer.MOST_PER_PAYMENT) > 0) {
                report(row, AMOUNT, "%s「%s」は1円から %s までの数字にしてください。".formatted(AMOUNT, text, ZenginTransfer.MOST_PER_PAYMENT));
            }
            return amount;
        }

        private void report(Csv.Row row, String column, String message) {
            problems.add(new Csv.Problem(row.number(), column, message));
        }
    }
}
