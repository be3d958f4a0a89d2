package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.List;

/**
 * What becomes of an item's lots when it goes on being issued as it is, the earliest recommended use first.
 *
 * @param perMonth 枚 issued a month of late
 * @param needed   枚 a month with which no lot that keeps a year today would cross the line
 * @param lots     in the order in which they are sent
 */
public record Forecast(StockTerms.Item item, double perMonth, long needed, List<Line> lots) {

    /**
     * A lot's future.
     *
     * @param quantity  枚 now, in all warehouses
     * @param lastDay   the last day on which it keeps a year, or null for a material without a date
     * @param left      枚 that will still be there then; 0 when it is used up in time
     */
    public record Line(Lot lot, long quantity, LocalDate lastDay, long left) {}

    /** Which lots to send first, and of which something would be left: the most urgent first. */
    public List<Line> sendFirst() {
        return lots.stream().filter(line -> line.left() > 0).toList();
    }
}
