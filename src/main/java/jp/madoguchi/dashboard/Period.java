package jp.madoguchi.dashboard;

import java.time.LocalDate;
import java.util.Arrays;
import jp.madoguchi.kernel.FiscalYear;

/** Which days arrivals and decisions are counted over; always up to today. */
public enum Period {
    FISCAL_YEAR("fiscal-year"), LAST_90_DAYS("90-days"), ALL("all");

    private final String code;

    Period(String code) {
        this.code = code;
    }

    /** As addresses name it. */
    public String code() {
        return code;
    }

    /** An unknown or missing code means the fiscal year. */
    public static Period of(String code) {
        return Arrays.stream(values()).filter(period -> period.code.equals(code)).findFirst().orElse(FISCAL_YEAR);
    }

    /** First day, included; null where there is none. */
    LocalDate from(LocalDate today) {
        return switch (this) {
            case FISCAL_YEAR -> FiscalYear.of(today).firstDay();
            case LAST_90_DAYS -> today.minusDays(89);
            case ALL -> null;
        };
    }
}
