package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.List;

/**
 * How far an item is from each limit on a day. All quantities in 枚.
 *
 * @param total         in all warehouses
 * @param managed       管理数量 of the fiscal year (table 3)
 * @param binding       what the ledger holds now: 0 until the first stocking was complete
 * @param released      by how much supply instructions let the total fall under it today, and the designated warehouse under its half
 * @param releasedUntil the last day of the longest of them; null when there is none
 * @param issuable      how much can be issued on orders before the ledger refuses; a supply instruction's is its own
 * @param designated    in the designated warehouse
 * @param half          about what must be there (S2-34, G4)
 * @param designatedAt  how that stands
 * @param underAYear    of lots that must not be there any more (S2-07, S2-52)
 * @param sizes         empty for an item without sizes
 * @param sizesAt       how the mix stands (S2-28)
 */
public record Margins(StockTerms.Item item, long total, long managed, long binding, long released, LocalDate releasedUntil, long issuable, long designated, long half,
                      Level designatedAt, long underAYear, List<Size> sizes, Level sizesAt) {

    /** WARN is a little, ALERT clearly beyond the limit. */
    public enum Level { FINE, WARN, ALERT }

    /** @param share what the size has of the item, in per cent @param wanted what it should have */
    public record Size(String size, long quantity, double share, double wanted) {}

    /** What is left above what the year asks for; negative when it is short. */
    public long margin() {
        return total - managed;
    }

    /** How the total stands: short of what binds is an alert, short of the year's plan alone a warning. */
    public Level totalAt() {
        return total < binding ? Level.ALERT : total < managed ? Level.WARN : Level.FINE;
    }

    public Level underAYearAt() {
        return underAYear > 0 ? Level.ALERT : Level.FINE;
    }
}
