package jp.madoguchi.stockpile;

import java.time.LocalDate;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;

/**
 * When, by whom and why something is moved.
 *
 * @param day    on which it was moved; it may lie in the past, as long as its month is open
 * @param number the case it belongs to, or null
 * @param reason may be empty where the movement explains itself
 */
public record Occasion(LocalDate day, Actor actor, CaseNumber number, String reason) {

    public Occasion {
        reason = reason == null ? "" : reason.strip();
    }
}
