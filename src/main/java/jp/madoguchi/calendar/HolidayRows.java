package jp.madoguchi.calendar;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All rows of the table {@code holiday} at one moment, on top of the rule. */
final class HolidayRows {

    static final HolidayRows NONE = new HolidayRows(List.of());

    private final Map<LocalDate, Row> national = new HashMap<>();
    private final Map<String, TreeMap<LocalDate, Row>> own = new HashMap<>();

    HolidayRows(List<Row> rows) {
        for (Row row : rows) {
            if (row.government == null) {
                national.put(row.day, row);
            } else {
                own.computeIfAbsent(row.government, code -> new TreeMap<>()).put(row.day, row);
            }
        }
    }

    /** What a government itself laid down for a day. */
    Optional<Row> own(String government, LocalDate day) {
        Map<LocalDate, Row> rows = own.get(government);
        return rows == null ? Optional.empty() : Optional.ofNullable(rows.get(day));
    }

    List<Row> own(String government, int year) {
        return own.getOrDefault(government, new TreeMap<>())
                .subMap(LocalDate.of(year, 1, 1), true, LocalDate.of(year, 12, 31), true).values().stream().toList();
    }

    /** The Cabinet Office's word on a day, or the rule's where it has not spoken. */
    Optional<String> nationalHoliday(LocalDate day) {
        Row row = national.get(day);
        if (row != null) {
            return row.open ? Optional.empty() : Optional.of(row.name);
        }
        return Optional.ofNullable(HolidayRule.of(day.getYear()).get(day));
    }

    boolean isAnnounced(LocalDate day) {
        return national.containsKey(day);
    }

    /**
     * @param government null for the whole country
     * @param open       false: closed
     */
    record Row(String government, LocalDate day, String name, boolean open) {}
}
