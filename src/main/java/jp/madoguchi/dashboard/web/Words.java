package jp.madoguchi.dashboard.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import jp.madoguchi.calendar.JapaneseDates;

/** How pages write dates and numbers. Public, because templates call it. */
public final class Words {

    private final boolean english;

    Words(Locale locale) {
        this.english = locale.getLanguage().equals("en");
    }

    /** R6.12.1, or 2024-12-01 in English; nothing for null. */
    public String day(LocalDate day) {
        return day == null ? "" : english ? day.toString() : JapaneseDates.compact(day);
    }

    public boolean english() {
        return english;
    }

    /** 1,234 or 99.98; nothing for null. */
    public String number(Number number) {
        return number == null ? "" : String.format(Locale.ROOT, "%,." + decimals(number) + "f", number.doubleValue());
    }

    /** 「12／20日」 without its unit. */
    public String of(Integer used, Integer standard) {
        return used + "／" + standard;
    }

    private static int decimals(Number number) {
        return Math.max(0, Math.min(2, new BigDecimal(number.toString()).stripTrailingZeros().scale()));
    }
}
