package jp.madoguchi.banking;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.ZenginKana;

/**
 * An account as its owner wrote it down. Ask {@link #problems} when it is registered, long before money is sent
 * (requirements §2.7.1).
 *
 * @param bank   four digits
 * @param branch three digits
 * @param type   null while unknown
 * @param number seven digits
 * @param holder in the characters of {@link ZenginKana}, at most 30
 */
public record BankAccount(String bank, String branch, AccountType type, String number, String holder) {

    public BankAccount {
        bank = Objects.requireNonNullElse(bank, "");
        branch = Objects.requireNonNullElse(branch, "");
        number = Objects.requireNonNullElse(number, "");
        holder = Objects.requireNonNullElse(holder, "");
    }

    /** @return what must be put right; a problem's path is the name of the component */
    public List<Problem> problems(BankDirectory directory) {
        List<Problem> problems = placeProblems(directory);
        if (!ZenginKana.fits(holder, ZenginKana.LONGEST)) {
            problems.add(problem("holder", "holder", "口座名義は、通帳のとおりカタカナ、英数字、( ) - . / と空白を使い、濁点を1文字と数えて30文字以内で入力してください。",
                    "Enter the holder in kana, letters, digits, ( ) - . / and spaces as in the bank book; at most 30 characters."));
        }
        return problems;
    }

    /** All but the holder. */
    List<Problem> placeProblems(BankDirectory directory) {
        List<Problem> problems = new ArrayList<>();
        if (!bank.matches("[0-9]{4}")) {
            problems.add(problem("bank", "format", "銀行コードは4桁の数字で入力してください。", "Enter the 4 digits of the bank."));
        } else if (directory.bank(bank).isEmpty()) {
            problems.add(problem("bank", "unknown", "銀行コード「%s」の銀行はありません。番号を確かめてください。".formatted(bank),
                    "There is no bank %s. Check the number.".formatted(bank)));
        } else if (branch.matches("[0-9]{3}") && directory.branch(bank, branch).isEmpty()) {
            String name = directory.bank(bank).orElseThrow().name();
            problems.add(problem("branch", "unknown", "%s（%s）に支店コード「%s」の支店はありません。番号を確かめてください。".formatted(name, bank, branch),
                    "Bank %s has no branch %s. Check the number.".formatted(bank, branch)));
        }
        if (!branch.matches("[0-9]{3}")) {
            problems.add(problem("branch", "format", "支店コードは3桁の数字で入力してください。", "Enter the 3 digits of the branch."));
        }
        if (type == null) {
            problems.add(problem("type", "required", "預金種目を選んでください。", "Choose the type of the account."));
        }
        if (!number.matches("[0-9]{7}")) {
            problems.add(problem("number", "format", "口座番号は7桁の数字で入力してください。7桁に満たない場合は先頭に0を付けてください。",
                    "Enter 7 digits for the account, with zeros in front if there are fewer."));
        }
        return problems;
    }

    static Problem problem(String path, String code, String messageJa, String messageEn) {
        return new Problem(path, code, messageJa, messageEn, false);
    }

    /** For logs: neither the whole number nor the holder (requirements §2.14). */
    @Override
    public String toString() {
        String end = number.length() < 3 ? "" : number.substring(number.length() - 3);
        return "%s-%s %s ****%s".formatted(bank, branch, type == null ? "" : type.wording(), end);
    }
}
