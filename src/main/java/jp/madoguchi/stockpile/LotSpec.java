package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What a lot is. Maker, product, size and lot number together name it in its programme, however they are spaced and spelt in width.
 *
 * @param item      code of the item in the programme's file
 * @param kind      which of the item's alternatives ({@code nitrile}, {@code plastic}), or null where it has none
 * @param size      S, M or L, or null where the item has none
 * @param lotNumber as the maker printed it
 * @param useBy     使用推奨期限, or null where the material has none (G6)
 */
public record LotSpec(String item, String kind, String size, String maker, String product, String lotNumber, LocalDate made, LocalDate useBy,
                      Owner owner) {

    /** Whose it is: what is stocked is the prefecture's (S2-06). */
    public enum Owner { PREFECTURE, CONTRACTOR }

    /** Whether so many years remain on a day; always where there is no date (G6). */
    public boolean keeps(int years, LocalDate day) {
        return useBy == null || !useBy.isBefore(day.plusYears(years));
    }

    /** The last day on which so many years remain; null where there is no date. */
    public LocalDate keepsUntil(int years) {
        if (useBy == null) {
            return null;
        }
        LocalDate last = useBy.minusYears(years);
        return keeps(years, last.plusDays(1)) ? last.plusDays(1) : last;
    }

    /** Whole months that remain on a day, negative when it has passed; null where there is no date. */
    public Long monthsLeft(LocalDate day) {
        return useBy == null ? null : ChronoUnit.MONTHS.between(day, useBy);
    }
}
