package jp.madoguchi.calendar;

import java.time.LocalDate;

/**
 * A day with a name in a government's calendar; plain Saturdays and Sundays are not listed.
 *
 * @param name   why, in Japanese
 * @param open   true only for a day that the government itself opened
 * @param origin who laid it down
 */
public record Closure(LocalDate day, String name, boolean open, Origin origin) {

    /** Where a closure comes from. */
    public enum Origin {
        /** Computed from the law; for years that the Cabinet Office has not announced, a forecast. */
        RULE,
        /** The Cabinet Office's file. */
        ANNOUNCED,
        /** 29 December to 3 January. */
        YEAR_END,
        /** The government's own ordinance. */
        OWN
    }
}
