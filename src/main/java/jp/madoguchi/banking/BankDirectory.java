package jp.madoguchi.banking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jp.madoguchi.forms.ZenginKana;
import jp.madoguchi.kernel.Csv;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * 銀行の一覧: the banks and branches that money can be sent to (requirements §2.5). Ships with the data of zengin-code;
 * branches open, close and merge every month, so an operator can put a newer file in its place. Kept whole in memory
 * from the first question on.
 */
@Component
public class BankDirectory {

    static final String BANK = "銀行コード";
    static final String BRANCH = "支店コード";
    static final String NAME = "名称";
    static final String KANA = "カナ";

    private static final String SHIPPED = "banking/banks.csv";
    private static final int TOLD_MISTAKES = 20;

    private final Resource file;
    private Map<String, Listed> banks;

    /**
     * @param path a file in place of the shipped one: CSV with the columns 銀行コード, 支店コード, 名称 and カナ, one row per
     *             bank, its branch code empty, before those of its branches
     * @throws IllegalStateException telling the mistakes of such a file
     */
    @Autowired
    BankDirectory(@Value("${madoguchi.bank-directory:}") String path) {
        this(path.isBlank() ? new ClassPathResource(SHIPPED) : new FileSystemResource(path));
        if (!path.isBlank()) {
            banks();
        }
    }

    BankDirectory(Resource file) {
        this.file = file;
    }

    /** The shipped list, without an application around it. */
    public static BankDirectory shipped() {
        return new BankDirectory(new ClassPathResource(SHIPPED));
    }

    /** @param code four digits; anything else finds nothing */
    public Optional<Bank> bank(String code) {
        return Optional.ofNullable(banks().get(code)).map(Listed::bank);
    }

    /** @param branch three digits; a branch of another bank is not found */
    public Optional<Branch> branch(String bank, String branch) {
        return Optional.ofNullable(banks().get(bank)).map(listed -> listed.branches.get(branch));
    }

    private synchronized Map<String, Listed> banks() {
        if (banks == null) {
            banks = new Reader(file).read();
        }
        return banks;
    }

    private record Listed(Bank bank, Map<String, Branch> branches) {}

    private static final class Reader {

        private final Resource file;
        private final Map<String, Listed> banks = new HashMap<>();
        private final Map<String, String> codes = new HashMap<>();
        private final List<Csv.Problem> mistakes = new ArrayList<>();

        Reader(Resource file) {
            this.file = file;
        }

        Map<String, Listed> read() {
            try {
                mistakes.addAll(Csv.read(file::getInputStream, List.of(BANK, BRANCH, NAME, KANA), this::take).problems());
            } catch (IOException e) {
                throw new UncheckedIOException("銀行の一覧 " + file.getDescription() + " を開けません。 The list of banks cannot be opened.", e);
            }
            if (mistakes.isEmpty() && banks.isEmpty()) {
                mistakes.add(new Csv.Problem(1, "銀行が一つもありません。 No bank is listed."));
            }
            if (!mistakes.isEmpty()) {
                throw new IllegalStateException(mistakes.stream().sorted(Comparator.comparingLong(Csv.Problem::row)).limit(TOLD_MISTAKES)
                        .map(mistake -> mistake.row() + "行目: " + mistake.message())
                        .collect(Collectors.joining("\n", "銀行の一覧 %s に誤りが%d件あります。 The list of banks has errors.\n"
                                .formatted(file.getDescription(), mistakes.size()), "")));
            }
            return banks;
        }

        private void take(Csv.Row row) {
            String bank = row.get(BANK);
            String branch = row.get(BRANCH);
            String name = row.get(NAME);
            String kana = row.get(KANA);
            if (!bank.matches("[0-9]{4}")) {
                mistake(row, BANK, "銀行コード「%s」は4桁の数字にしてください。 A bank has 4 digits.".formatted(bank));
            } else if (!branch.isEmpty() && !branch.matches("[0-9]{3}")) {
                mistake(row, BRANCH, "支店コード「%s」は3桁の数字にしてください。 A branch has 3 digits.".formatted(branch));
            } else if (name.isBlank()) {
                mistake(row, NAME, "名称がありません。 The name is missing.");
            } else if (kana.isBlank() || ZenginKana.of(kana).isEmpty()) {
                mistake(row, KANA, "カナ「%s」は銀行が扱える文字ではありません。 No kana that banks take.".formatted(kana));
            } else if (!branch.isEmpty() && !banks.containsKey(bank)) {
                mistake(row, BANK, "銀行「%s」の行が支店より前にありません。 The bank's own row must come first.".formatted(bank));
            } else if (isListedTwice(bank, branch, name, kana)) {
                mistake(row, BANK, "同じ銀行または支店が二度あります。 Duplicate bank or branch.");
            }
        }

        private boolean isListedTwice(String bank, String branch, String name, String kana) {
            if (branch.isEmpty()) {
                return banks.putIfAbsent(bank, new Listed(new Bank(bank, name, kana), new HashMap<>())) != null;
            }
            Listed listed = banks.get(bank);
            // Thirty thousand branches share a thousand codes: each is kept once.
            String code = codes.computeIfAbsent(branch, same -> same);
            return listed.branches.putIfAbsent(code, new Branch(listed.bank.code(), code, name, kana)) != null;
        }

        private void mistake(Csv.Row row, String column, String message) {
            mistakes.add(new Csv.Problem(row.number(), column, message));
        }
    }
}
