package jp.madoguchi.merchant.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.banking.BankDirectory;
import jp.madoguchi.banking.YuchoAccount;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;

/** The account that a shop is paid to, as the forms of this room ask for it. */
public final class ShopAccount {

    private static final Map<String, String> BANK_FIELDS = Map.of("bank", "bankCode", "branch", "branchCode");
    private static final Map<String, String> YUCHO_FIELDS = Map.of("symbol", "yuchoSymbol", "number", "yuchoNumber", "savings", "yuchoSavings");

    private ShopAccount() {}

    /**
     * What is wrong with what was answered: a bank or branch that does not exist, 記号 and 番号 that cannot be converted.
     * What was not answered is the form's business, and so are digits and kana.
     */
    public static List<Problem> problems(Answers answers, BankDirectory directory) {
        if (isYucho(answers)) {
            return moved(yucho(answers).problems(directory), YUCHO_FIELDS, answers);
        }
        return moved(bank(answers).problems(directory).stream().filter(problem -> problem.code().equals("unknown")).toList(),
                BANK_FIELDS, answers);
    }

    private static List<Problem> moved(List<Problem> problems, Map<String, String> fields, Answers answers) {
        return problems.stream().filter(problem -> answers.get(fields.get(problem.path())) != null)
                .map(p -> new Problem(fields.get(p.path()), p.code(), p.messageJa(), p.messageEn(), p.soft())).toList();
    }

    /** The account money can be sent to, that of Japan Post Bank converted; empty while anything lacks or is wrong. */
    public static Optional<BankAccount> of(Answers answers, BankDirectory directory) {
        if (isYucho(answers)) {
            YuchoAccount yucho = yucho(answers);
            return yucho.problems(directory).isEmpty() ? usable(yucho.forTransfers(answers.text("accountHolder")), directory) : Optional.empty();
        }
        return usable(bank(answers), directory);
    }

    private static Optional<BankAccount> usable(BankAccount account, BankDirectory directory) {
        return account.problems(directory).isEmpty() ? Optional.of(account) : Optional.empty();
    }

    /** By what two accounts are compared; the holder may be written in several ways. */
    public static String key(BankAccount account) {
        return "%s-%s-%d-%s".formatted(account.bank(), account.branch(), account.type().code(), account.number());
    }

    private static boolean isYucho(Answers answers) {
        return answers.text("accountKind").equals("yucho");
    }

    private static BankAccount bank(Answers answers) {
        return new BankAccount(answers.text("bankCode"), answers.text("branchCode"), AccountType.of(answers.text("accountType")).orElse(null),
                answers.text("accountNumber"), answers.text("accountHolder"));
    }

    private static YuchoAccount yucho(Answers answers) {
        return YuchoAccount.of(answers.text("yuchoSymbol"), answers.text("yuchoNumber"), answers.bool("yuchoSavings"));
    }
}
