package jp.madoguchi.banking;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import jp.madoguchi.forms.Problem;

/**
 * 記号 and 番号 of a Japan Post Bank passbook, from which the account for transfers follows by the bank's own rule
 * (requirements §2.5).
 *
 * @param symbol  記号: five digits that begin with 1, or with 0 for 振替口座
 * @param number  番号: up to eight digits, the last a 1; of 振替口座 up to seven
 * @param savings 通常貯蓄貯金
 */
public record YuchoAccount(String symbol, String number, boolean savings) {

    private static final String JAPAN_POST_BANK = "9900";

    /** Of 総合口座, 通常貯金 or 振替口座. */
    public static YuchoAccount of(String symbol, String number) {
        return of(symbol, number, false);
    }

    /**
     * @param symbol as typed: full width too, and with the single digit that some passbooks print behind a hyphen, which
     *               has no meaning for transfers
     * @param number as typed
     */
    public static YuchoAccount of(String symbol, String number, boolean savings) {
        return new YuchoAccount(plain(symbol).replaceFirst("^([0-9]{5})-[0-9]?$", "$1"), plain(number), savings);
    }

    private static String plain(String typed) {
        return typed == null ? "" : Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("\\s", "").replaceAll("[\\p{Pd}−ー]", "-");
    }

    /** @return what must be put right, with the paths {@code symbol}, {@code number} and {@code savings} */
    public List<Problem> problems(BankDirectory directory) {
        List<Problem> problems = new ArrayList<>();
        if (!isSymbol()) {
            problems.add(BankAccount.problem("symbol", "format", "記号は、1または0で始まる5桁の数字で入力してください。",
                    "Enter the symbol's 5 digits; it begins with 1 or 0."));
        } else if (directory.branch(JAPAN_POST_BANK, branch()).isEmpty()) {
            problems.add(BankAccount.problem("symbol", "unknown", "記号「%s」に当たるゆうちょ銀行の店はありません。通帳を確かめてください。".formatted(symbol),
                    "No office of Japan Post Bank belongs to symbol %s. Check the bank book.".formatted(symbol)));
        }
        if (isGiro() && savings) {
            problems.add(BankAccount.problem("savings", "giro", "0で始まる記号は振替口座です。貯蓄の口座ではありません。",
                    "A symbol that begins with 0 is a giro account, not a savings account."));
        }
        if (!isNumber()) {
            problems.add(isGiro()
                    ? BankAccount.problem("number", "format", "振替口座の番号は7桁までの数字で入力してください。", "Enter at most 7 digits.")
                    : BankAccount.problem("number", "format", "番号は、末尾が1の8桁までの数字です。通帳のとおり入力してください。",
                            "The number has at most 8 digits and ends with 1. Enter it as in the bank book."));
        }
        return problems;
    }

    /**
     * 17300-19927651 → branch 738, ordinary, 1992765.
     *
     * @throws IllegalStateException when it has problems of form
     */
    public BankAccount forTransfers(String holder) {
        if (!isSymbol() || !isNumber() || isGiro() && savings) {
            throw new IllegalStateException("Not an account of Japan Post Bank");
        }
        String digits = isGiro() ? number : number.substring(0, number.length() - 1);
        AccountType type = isGiro() ? AccountType.CURRENT : savings ? AccountType.SAVINGS : AccountType.ORDINARY;
        return new BankAccount(JAPAN_POST_BANK, branch(), type, "0".repeat(7 - digits.length()) + digits, holder);
    }

    private boolean isSymbol() {
        return symbol.matches("[01][0-9]{4}");
    }

    private boolean isNumber() {
        return number.matches(isGiro() ? "[0-9]{1,7}" : "[0-9]{1,7}1");
    }

    private String branch() {
        return symbol.substring(1, 3) + (isGiro() ? "9" : "8");
    }

    private boolean isGiro() {
        return symbol.startsWith("0");
    }

    /** For logs. */
    @Override
    public String toString() {
        return symbol + " ****";
    }
}
