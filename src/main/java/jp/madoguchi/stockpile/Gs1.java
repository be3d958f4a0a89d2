package jp.madoguchi.stockpile;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.kernel.RefusedException;

/**
 * What a GS1-128 label of a carton says (S2-42), as a scanner types it: with or without brackets, symbology identifier and FNC1.
 *
 * @param gtin      (01) fourteen digits, or null
 * @param useBy     (17), or null
 * @param made      (11), or null
 * @param lotNumber (10), or null
 */
public record Gs1(String gtin, LocalDate useBy, LocalDate made, String lotNumber) {

    private static final char FNC1 = '\u001d';
    private static final Pattern BRACKETED = Pattern.compile("\\((\\d{2,4})\\)([^(]*)");
    private static final Pattern DATE = Pattern.compile("(\\d{2})(0[1-9]|1[0-2])(\\d{2})");
    private static final int GTIN_DIGITS = 14;
    private static final int DATE_DIGITS = 6;
    private static final int LOT_LETTERS = 20;
    private static final int CENTURY_BACK = 51;

    /**
     * @param today decides the century of a year of two digits, as GS1 does: from 49 years back to 50 ahead
     * @throws RefusedException saying what is wrong with it
     */
    public static Gs1 parse(String scanned, LocalDate today) {
        String text = scanned == null ? "" : scanned.strip().replaceFirst("^\\](C1|d2|Q3|e0)", "");
        Map<String, String> elements = text.startsWith("(") ? bracketed(text) : plain(text);
        if (elements.isEmpty()) {
            throw new RefusedException("gs1.empty", "バーコードを読み取れません。もう一度読み取るか、ロット番号を手で入力してください。");
        }
        return new Gs1(gtin(elements.get("01")), date(elements.get("17"), today), date(elements.get("11"), today), lot(elements.get("10")));
    }

    private static Map<String, String> bracketed(String text) {
        Map<String, String> elements = new LinkedHashMap<>();
        Matcher matcher = BRACKETED.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            put(elements, matcher.group(1), matcher.group(2).replace(String.valueOf(FNC1), "").strip());
            end = matcher.end();
        }
        if (end != text.length()) {
            throw unreadable(text.substring(end));
        }
        return elements;
    }

    private static Map<String, String> plain(String text) {
        Map<String, String> elements = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == FNC1) {
                at++;
                continue;
            }
            String identifier = text.substring(at, Math.min(at + 2, text.length()));
            int from = at + 2;
            int end = switch (identifier) {
                case "01" -> from + GTIN_DIGITS;
                case "11", "13", "15", "17" -> from + DATE_DIGITS;
                case "10", "21", "30", "37" -> text.indexOf(FNC1, from) < 0 ? text.length() : text.indexOf(FNC1, from);
                default -> throw unreadable(text.substring(at));
            };
            if (end > text.length()) {
                throw unreadable(text.substring(at));
            }
            put(elements, identifier, text.substring(from, end));
            at = end;
        }
        return elements;
    }

    private static void put(Map<String, String> elements, String identifier, String value) {
        String before = elements.putIfAbsent(identifier, value);
        if (before != null && !before.equals(value)) {
            throw new RefusedException("gs1.twice", "バーコードに（%s）が二つあり、内容が違います。一つのラベルだけを読み取ってください。".formatted(identifier));
        }
    }

    private static String gtin(String digits) {
        if (digits == null) {
            return null;
        }
        if (!digits.matches("[0-9]{" + GTIN_DIGITS + "}")) {
            throw new RefusedException("gs1.gtin", "商品コード（01）は14桁の数字です。もう一度読み取ってください。");
        }
        int sum = 0;
        for (int i = 0; i < GTIN_DIGITS - 1; i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
        }
        if ((10 - sum % 10) % 10 != digits.charAt(GTIN_DIGITS - 1) - '0') {
            throw new RefusedException("gs1.check-digit", "商品コード（01）「%s」の検査数字が合いません。もう一度読み取ってください。".formatted(digits));
        }
        return digits;
    }

    /** Day 00 is the month's last day. */
    private static LocalDate date(String digits, LocalDate today) {
        if (digits == null) {
            return null;
        }
        Matcher matcher = DATE.matcher(digits);
        if (!matcher.matches()) {
            throw noDate(digits);
        }
        int century = today.getYear() - today.getYear() % 100;
        int year = century + Integer.parseInt(matcher.group(1));
        int ahead = year - today.getYear();
        year += ahead >= CENTURY_BACK ? -100 : ahead <= -50 ? 100 : 0;
        YearMonth month = YearMonth.of(year, Integer.parseInt(matcher.group(2)));
        int day = Integer.parseInt(matcher.group(3));
        try {
            return day == 0 ? month.atEndOfMonth() : month.atDay(day);
        } catch (DateTimeException noSuchDay) {
            throw noDate(digits);
        }
    }

    private static String lot(String number) {
        if (number != null && (number.isBlank() || number.length() > LOT_LETTERS)) {
            throw new RefusedException("gs1.lot", "ロット番号（10）は20文字以内です。区切り（FNC1）のない読み取りになっていないか、確かめてください。");
        }
        return number;
    }

    private static RefusedException noDate(String digits) {
        return new RefusedException("gs1.date", "バーコードの日付「%s」は存在しない日付です。年・月・日を2桁ずつ（日が00なら月末）で表したものを読み取ってください。".formatted(digits));
    }

    private static RefusedException unreadable(String rest) {
        return new RefusedException("gs1.unreadable", "バーコードの「%s」から先を読み取れません。（01）、（17）、（10）のあるラベルを読み取ってください。"
                .formatted(rest.length() > LOT_LETTERS ? rest.substring(0, LOT_LETTERS) + "…" : rest));
    }
}
