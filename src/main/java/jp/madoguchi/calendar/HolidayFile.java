package jp.madoguchi.calendar;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jp.madoguchi.kernel.Csv;

/**
 * The Cabinet Office's {@code syukujitsu.csv}, read but not yet applied, so that an administrator sees what it would
 * change. The file is published each February with the days of the next year.
 *
 * @param holidays the days of the file with their names; years before 2007 are left out, no case is that old
 * @param years    the years of which the file is the truth
 * @param problems lines that could not be read; a file with any is not applied
 */
public record HolidayFile(SortedMap<LocalDate, String> holidays, SortedSet<Integer> years,
                          List<Csv.Problem> problems) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/M/d").withResolverStyle(ResolverStyle.STRICT);

    public HolidayFile {
        holidays = Collections.unmodifiableSortedMap(holidays);
        years = Collections.unmodifiableSortedSet(years);
        problems = List.copyOf(problems);
    }

    /** Reads day ({@code YYYY/M/D}) and name from the first two columns, whatever they are called. */
    public static HolidayFile read(Csv.Source source) throws IOException {
        SortedMap<LocalDate, String> holidays = new TreeMap<>();
        List<Csv.Problem> problems = new ArrayList<>();
        Csv.Reading reading = Csv.read(source, row -> {
            String problem = take(row.cells(), holidays);
            if (problem != null) {
                problems.add(new Csv.Problem(row.number(), problem));
            }
        });
        problems.addAll(reading.problems());
        problems.sort(Comparator.comparingLong(Csv.Problem::row));
        if (problems.isEmpty() && holidays.isEmpty()) {
            problems.add(new Csv.Problem(1, "%d年以降の祝日がありません。".formatted(HolidayRule.FIRST_YEAR)));
        }
        SortedSet<Integer> years = new TreeSet<>();
        holidays.keySet().forEach(day -> years.add(day.getYear()));
        return new HolidayFile(holidays, years, problems);
    }

    /** @return what is wrong with the line, or null */
    private static String take(List<String> cells, SortedMap<LocalDate, String> holidays) {
        if (cells.size() < 2) {
            return "日付と名称の2列が必要です。";
        }
        String name = cells.get(1).strip();
        LocalDate day;
        try {
            day = LocalDate.parse(cells.get(0).strip(), DAY);
        } catch (DateTimeParseException e) {
            return "日付を読み取れません（%s）。2025/1/1 の形にしてください。".formatted(cells.get(0));
        }
        if (name.isEmpty()) {
            return "名称がありません。";
        }
        if (day.getYear() > HolidayRule.LAST_YEAR) {
            return "%d年より後の日付は扱えません。".formatted(HolidayRule.LAST_YEAR);
        }
        if (day.getYear() >= HolidayRule.FIRST_YEAR && holidays.putIfAbsent(day, name) != null) {
            return "同じ日付が二度あります（%s）。".formatted(cells.get(0));
        }
        return null;
    }

    /** Days that the rule takes for holidays and the file does not: they become ordinary days. */
    public SortedMap<LocalDate, String> opened() {
        SortedMap<LocalDate, String> opened = new TreeMap<>();
        years.forEach(year -> opened.putAll(HolidayRule.of(year)));
        opened.keySet().removeAll(holidays.keySet());
        return opened;
    }

    /** Days that only the file knows. */
    public SortedMap<LocalDate, String> closed() {
        SortedMap<LocalDate, String> closed = new TreeMap<>(holidays);
        closed.keySet().removeIf(day -> HolidayRule.of(day.getYear()).containsKey(day));
        return closed;
    }

    /** The rows of the table {@code holiday} that make the file the truth for its years. */
    List<HolidayRows.Row> rows() {
        List<HolidayRows.Row> rows = new ArrayList<>();
        holidays.forEach((day, name) -> rows.add(new HolidayRows.Row(null, day, name, false)));
        opened().forEach((day, name) -> rows.add(new HolidayRows.Row(null, day, name, true)));
        return rows;
    }
}
