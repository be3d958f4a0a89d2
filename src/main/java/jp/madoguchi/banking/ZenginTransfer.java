package jp.madoguchi.banking;

import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BankCalendar;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.ZenginKana;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.kernel.Yen;
import org.springframework.stereotype.Component;

/**
 * Writes 総合振込: the bulk transfer file of the Japanese Bankers Association, records of 120 single bytes (requirements
 * §2.7.1). Nothing is shortened to fit but the kana of bank and branch, which the layout gives 15 bytes and banks do not
 * read: they go by the numbers.
 */
@Component
public class ZenginTransfer {

    /** 合計件数 has six digits. */
    public static final int MOST_PAYMENTS = 999_999;
    /** 振込金額 has ten digits. */
    public static final Yen MOST_PER_PAYMENT = new Yen(9_999_999_999L);
    /** 合計金額 has twelve digits. */
    public static final Yen MOST_IN_ALL = new Yen(999_999_999_999L);

    private static final Charset JIS = Charset.forName("JIS_X0201");
    private static final DateTimeFormatter MONTH_AND_DAY = DateTimeFormatter.ofPattern("MMdd");
    private static final int LONGEST_PAYER = 40;
    private static final int PLACE_NAME = 15;
    private static final int TOLD_PROBLEMS = 10;

    private final BankDirectory directory;
    private final BankCalendar calendar;

    public ZenginTransfer(BankDirectory directory, BankCalendar calendar) {
        this.directory = directory;
        this.calendar = calendar;
    }

    /**
     * 振込依頼人: whose account pays.
     *
     * @param clientCode up to ten digits, issued by the bank
     * @param name       in the characters of {@link ZenginKana}, at most 40
     * @param type       ordinary or current
     */
    public record Payer(String clientCode, String name, String bank, String branch, AccountType type, String number) {}

    /**
     * One transfer.
     *
     * @param customerCode1 up to ten digits that tell who is paid, such as a merchant's number; results come back with it
     * @param customerCode2 up to ten digits that tell for what, such as a settlement cycle; may be empty
     */
    public record Payment(BankAccount to, Yen amount, String customerCode1, String customerCode2) {}

    /**
     * One file, of one day.
     *
     * @param on         振込指定日, a day on which banks work; the file has its month and day only
     * @param sequence   1 to 999: which file of the day it is
     * @param total      what the ledger says the payments come to
     * @param lineBreaks CR and LF behind each record, for banks that ask for them
     */
    public record Order(Payer payer, LocalDate on, int sequence, List<Payment> payments, Yen total, boolean lineBreaks) {

        public Order {
            payments = List.copyOf(payments);
        }
    }

    /**
     * What goes to the bank.
     *
     * @param name    SOFURI_20241216_001.txt
     * @param content JIS, one byte per character
     * @param sha256  of the content, lower-case hexadecimal; keep it, so that the file can be recognised
     */
    public record TransferFile(String name, byte[] content, String sha256, int count, Yen total) {}

    /** @return why no file can be made, with paths such as {@code payments[0].to.branch} */
    public List<Problem> problems(Order order) {
        List<Problem> problems = new ArrayList<>();
        payerProblems(order.payer, problems);
        if (!calendar.isBusinessDay(order.on)) {
            problems.add(problem("on", "closed", "振込指定日 %s は銀行の営業日ではありません。".formatted(order.on),
                    "Banks do not work on %s.".formatted(order.on)));
        }
        if (order.sequence < 1 || order.sequence > 999) {
            problems.add(problem("sequence", "range", "ファイルの連番は1から999までです。", "A file's number is 1 to 999."));
        }
        paymentsProblems(order, problems);
        return problems;
    }

    private void payerProblems(Payer payer, List<Problem> problems) {
        if (!payer.clientCode.matches("[0-9]{1,10}")) {
            problems.add(problem("payer.clientCode", "format", "振込依頼人コードは銀行が定めた10桁までの数字です。",
                    "The client code has at most 10 digits, issued by the bank."));
        }
        if (!ZenginKana.fits(payer.name, LONGEST_PAYER)) {
            problems.add(problem("payer.name", "kana", "振込依頼人名は、半角のカタカナ、英数字、( ) - . / と空白で40文字以内です。",
                    "The payer's name is half-width kana, letters, digits, ( ) - . / and spaces, at most 40."));
        }
        new BankAccount(payer.bank, payer.branch, payer.type, payer.number, "").placeProblems(directory)
                .forEach(p -> problems.add(problem("payer." + p.path(), p.code(), "振込依頼人の口座：" + p.messageJa(), "Payer: " + p.messageEn())));
        if (payer.type == AccountType.SAVINGS) {
            problems.add(problem("payer.type", "savings", "振込依頼人の口座は普通または当座にしてください。貯蓄の口座からは振り込めません。",
                    "A savings account cannot pay transfers."));
        }
    }

    private void paymentsProblems(Order order, List<Problem> problems) {
        if (order.payments.isEmpty() || order.payments.size() > MOST_PAYMENTS) {
            problems.add(problem("payments", "count", "1つのファイルの振込は1件から%,d件までです（%,d件）。".formatted(MOST_PAYMENTS, order.payments.size()),
                    "A file has 1 to %,d payments.".formatted(MOST_PAYMENTS)));
            return;
        }
        Set<List<String>> codes = new HashSet<>();
        for (int i = 0; i < order.payments.size(); i++) {
            Payment payment = order.payments.get(i);
            List<Problem> found = paymentProblems(payment);
            if (found.isEmpty() && !codes.add(List.of(digits(payment.customerCode1, 10), digits(payment.customerCode2, 10)))) {
                found.add(problem("customerCode1", "duplicate", "同じ顧客コードへの振込がこのファイルに二度あります。",
                        "The file pays the same customer codes twice."));
            }
            String path = "payments[%d].".formatted(i);
            String ja = "%d件目（顧客コード %s %s）：".formatted(i + 1, payment.customerCode1, payment.customerCode2);
            String en = "Payment %d: ".formatted(i + 1);
            found.forEach(p -> problems.add(problem(path + p.path(), p.code(), ja + p.messageJa(), en + p.messageEn())));
        }
        Yen sum = sum(order.payments);
        if (!sum.equals(order.total)) {
            problems.add(problem("total", "ledger", "振込の合計 %s が台帳の合計 %s と合いません。".formatted(sum, order.total),
                    "The payments come to %s, the ledger says %s.".formatted(sum, order.total)));
        }
        if (sum.compareTo(MOST_IN_ALL) > 0) {
            problems.add(problem("total", "limit", "1つのファイルの合計は %s までです。ファイルを分けてください。".formatted(MOST_IN_ALL),
                    "A file's total is at most %s. Split it.".formatted(MOST_IN_ALL)));
        }
    }

    private List<Problem> paymentProblems(Payment payment) {
        List<Problem> problems = new ArrayList<>();
        payment.to.problems(directory).forEach(p -> problems.add(problem("to." + p.path(), p.code(), p.messageJa(), p.messageEn())));
        if (payment.amount.value() < 1 || payment.amount.compareTo(MOST_PER_PAYMENT) > 0) {
            problems.add(problem("amount", "range", "振込金額は1円から %s までです（%s）。".formatted(MOST_PER_PAYMENT, payment.amount),
                    "An amount is 1 to %s.".formatted(MOST_PER_PAYMENT)));
        }
        if (!payment.customerCode1.matches("[0-9]{1,10}")) {
            problems.add(problem("customerCode1", "format", "顧客コード1は10桁までの数字です。", "Customer code 1 has 1 to 10 digits."));
        }
        if (!payment.customerCode2.matches("[0-9]{0,10}")) {
            problems.add(problem("customerCode2", "format", "顧客コード2は10桁までの数字です。", "Customer code 2 has at most 10 digits."));
        }
        return problems;
    }

    /** @throws RefusedException ({@code transfer.refused}) telling the first of the {@link #problems}; no part is written then */
    public TransferFile write(Order order) {
        List<Problem> problems = problems(order);
        if (!problems.isEmpty()) {
            String told = problems.stream().limit(TOLD_PROBLEMS).map(Problem::messageJa).collect(Collectors.joining("\n"));
            throw new RefusedException("transfer.refused", "振込ファイルを作成できません。\n" + told
                    + (problems.size() > TOLD_PROBLEMS ? "\nほか%d件".formatted(problems.size() - TOLD_PROBLEMS) : ""));
        }
        Yen total = sum(order.payments);
        List<String> records = new ArrayList<>(order.payments.size() + 3);
        records.add(header(order));
        order.payments.forEach(payment -> records.add(data(payment)));
        records.add("8" + digits(order.payments.size(), 6) + digits(total.value(), 12) + " ".repeat(101));
        records.add("9" + " ".repeat(119));
        String end = order.lineBreaks ? "\r\n" : "";
        byte[] content = records.stream().map(line -> line + end).collect(Collectors.joining()).getBytes(JIS);
        String name = "SOFURI_%s_%03d.txt".formatted(order.on.format(DateTimeFormatter.BASIC_ISO_DATE), order.sequence);
        return new TransferFile(name, content, Sha256.hexOf(content), order.payments.size(), total);
    }

    private String header(Order order) {
        Payer payer = order.payer;
        return "1" + "21" + "0" + digits(payer.clientCode, 10) + text(payer.name, LONGEST_PAYER) + order.on.format(MONTH_AND_DAY)
                + place(payer.bank, payer.branch) + payer.type.code() + payer.number + " ".repeat(17);
    }

    /** 手形交換所番号 is unused: 0000. 新規コード 0: その他. 振込指定区分 7: テレ. 識別表示 is a space: no EDI information. */
    private String data(Payment payment) {
        BankAccount to = payment.to;
        return "2" + place(to.bank(), to.branch()) + "0000" + to.type().code() + to.number() + text(to.holder(), ZenginKana.LONGEST)
                + digits(payment.amount.value(), 10) + "0" + digits(payment.customerCode1, 10) + digits(payment.customerCode2, 10)
                + "7" + " " + " ".repeat(7);
    }

    private String place(String bank, String branch) {
        return bank + placeName(directory.bank(bank).orElseThrow().kana())
                + branch + placeName(directory.branch(bank, branch).orElseThrow().kana());
    }

    private static String placeName(String kana) {
        String half = ZenginKana.of(kana).orElseThrow();
        return text(half.substring(0, Math.min(half.length(), PLACE_NAME)), PLACE_NAME);
    }

    private static Yen sum(List<Payment> payments) {
        return payments.stream().map(Payment::amount).reduce(new Yen(0), Yen::plus);
    }

    private static String text(String text, int bytes) {
        return text + " ".repeat(bytes - text.length());
    }

    private static String digits(String digits, int bytes) {
        return "0".repeat(bytes - digits.length()) + digits;
    }

    private static String digits(long number, int bytes) {
        return digits(Long.toString(number), bytes);
    }

    private static Problem problem(String path, String code, String messageJa, String messageEn) {
        return BankAccount.problem(path, code, messageJa, messageEn);
    }
}
