package jp.madoguchi.calendar;

import java.time.Duration;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code holiday}, held in memory as a whole: some thousand short rows at most. */
@Repository
class HolidayTable implements HolidaySource {

    private static final Duration REREAD_AFTER = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final Remembered<HolidayRows> rows = new Remembered<>(this::read, REREAD_AFTER);

    HolidayTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public HolidayRows rows() {
        return rows.get();
    }

    void forget() {
        rows.forget();
    }

    private HolidayRows read() {
        return new HolidayRows(jdbc.sql("select government, day, name, kind = 'OPEN' as open from holiday")
                .query(HolidayRows.Row.class).list());
    }

    /** @param government null for the whole country */
    void put(String government, LocalDate day, String name, boolean open, String source) {
        jdbc.sql("""
                insert into holiday (government, day, name, kind, source)
                values (:government, :day, :name, :kind, :source)
                on conflict (government, day)
                do update set name = excluded.name, kind = excluded.kind, source = excluded.source""")
                .param("government", government).param("day", day).param("name", name)
                .param("kind", open ? "OPEN" : "CLOSED").param("source", source).update();
    }

    boolean remove(String government, LocalDate day) {
        return jdbc.sql("delete from holiday where government = :government and day = :day")
                .param("government", government).param("day", day).update() > 0;
    }

    void removeNational(int year) {
        jdbc.sql("delete from holiday where government is null and day between :first and :last")
                .param("first", LocalDate.of(year, 1, 1)).param("last", LocalDate.of(year, 12, 31)).update();
    }
}
