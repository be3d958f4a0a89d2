package jp.madoguchi.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The windows on charges that make lots, one a draw: as the programme's file sets them, until one is ended earlier (G13). */
@Service
@Transactional
public class Windows {

    private final JdbcClient jdbc;

    Windows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A draw's charges, [opens, closes).
     *
     * @param plannedClose  by the programme's file
     * @param endedByName   who ended it earlier, or null
     * @param reachedAt     when an import first found that the budget can be won, or null
     * @param askedOn       when an officer was last asked whether to end it, or null
     * @param number        the case that draws it, or null
     * @param numberedAt    when its lots were numbered, or null
     */
    public record Window(String programme, String campaign, int period, LocalDateTime opens, LocalDateTime closes, LocalDateTime plannedClose,
                         String endedByName, LocalDateTime reachedAt, LocalDate askedOn, CaseNumber number, LocalDateTime numberedAt, LocalDateTime settledAt) {

        public boolean endedEarly() {
            return closes.isBefore(plannedClose);
        }

        /** As people write the end of a day: 24:00. */
        public String end() {
            return said(closes);
        }

        public String plannedEnd() {
            return said(plannedClose);
        }

        private static String said(LocalDateTime end) {
            return end.toLocalTime().equals(LocalTime.MIDNIGHT) ? JapaneseDates.full(end.toLocalDate().minusDays(1)) + " 24時00分" : JapaneseDates.dateTime(end);
        }

        public boolean isOverAt(LocalDateTime moment) {
            return !moment.isBefore(closes);
        }
    }

    /** Imports, early ends and the numbering of lots come one after another. */
    void lock(Programme programme) {
        jdbc.sql("select pg_advisory_xact_lock(?, hashtext(?))").params(ChargeFile.LOCK, programme.code()).query((row, n) -> n).single();
    }

    /** Enters what the programme's file sets; a window that a case draws or an officer ended keeps its dates. */
    void ensure(Programme programme) {
        CampaignTerms.of(programme).forEach(terms -> ensure(programme, terms));
    }

    void ensure(Programme programme, CampaignTerms terms) {
        terms.periods().forEach(period -> jdbc.sql("""
                insert into campaign_window (programme, campaign, period, government, opens, closes, planned_close) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (programme, campaign, period) do update set opens = excluded.opens, closes = excluded.closes, planned_close = excluded.planned_close
                where campaign_window.case_number is null and campaign_window.ended_by_name is null and campaign_window.numbered_at is null""")
                .params(programme.code(), terms.code(), period.number(), programme.government(), moment(period.from()),
                moment(period.until()), moment(period.until())).update());
    }

    /** In the order of their dates; none before the first import or case. */
    public List<Window> all(Programme programme) {
        return jdbc.sql("select * from campaign_window where programme = ? order by campaign, period").param(programme.code()).query(Windows::window).list();
    }

    /** One that nothing happened in yet has no row. */
    static Window planned(Programme programme, CampaignTerms terms, CampaignTerms.Period period) {
        return new Window(programme.code(), terms.code(), period.number(), period.from(), period.until(), period.until(), null, null, null, null, null, null);
    }

    public Optional<Window> of(CaseNumber number) {
        return jdbc.sql("select * from campaign_window where case_number = ?").param(number.value()).query(Windows::window).optional();
    }

    Optional<Window> find(Programme programme, String campaign, int period) {
        return jdbc.sql("select * from campaign_window where programme = ? and campaign = ? and period = ?").params(programme.code(), campaign, period)
                .query(Windows::window).optional();
    }

    /** The first that no case draws. */
    Optional<Window> free(Programme programme, String campaign) {
        return all(programme).stream().filter(window -> window.campaign().equals(campaign) && window.number() == null).findFirst();
    }

    /** @return false when another case has taken it meanwhile */
    boolean taken(Window window, CaseNumber number) {
        return jdbc.sql("update campaign_window set case_number = ? where programme = ? and campaign = ? and period = ? and case_number is null")
                .params(number.value(), window.programme(), window.campaign(), window.period()).update() == 1;
    }

    void left(CaseNumber number) {
        jdbc.sql("update campaign_window set case_number = null where case_number = ?").param(number.value()).update();
    }

    void numbered(Window window, Instant at) {
        set(window, "numbered_at = ?", Timestamp.from(at));
    }

    void settled(Window window, Instant at) {
        set(window, "settled_at = ?", Timestamp.from(at));
    }

    void reached(Window window, Instant at) {
        set(window, "reached_at = coalesce(reached_at, ?)", Timestamp.from(at));
    }

    void asked(Window window, LocalDate on) {
        set(window, "asked_on = ?", on);
    }

    void ended(Window window, LocalDateTime closes, String byName) {
        set(window, "closes = ?", moment(closes));
        set(window, "ended_by_name = ?", byName);
    }

    private void set(Window window, String assignment, Object value) {
        jdbc.sql("update campaign_window set " + assignment + " where programme = ? and campaign = ? and period = ?")
                .params(value, window.programme(), window.campaign(), window.period()).update();
    }

    static Timestamp moment(LocalDateTime jst) {
        return Timestamp.from(jst.atZone(BusinessClock.JST).toInstant());
    }

    static LocalDateTime jst(Timestamp moment) {
        return moment == null ? null : LocalDateTime.ofInstant(moment.toInstant(), BusinessClock.JST);
    }

    private static Window window(ResultSet row, int n) throws SQLException {
        String number = row.getString("case_number");
        return new Window(row.getString("programme"), row.getString("campaign"), row.getInt("period"), jst(row.getTimestamp("opens")),
                jst(row.getTimestamp("closes")), jst(row.getTimestamp("planned_close")), row.getString("ended_by_name"), jst(row.getTimestamp("reached_at")),
                row.getObject("asked_on", LocalDate.class), number == null ? null : new CaseNumber(number), jst(row.getTimestamp("numbered_at")),
                jst(row.getTimestamp("settled_at")));
    }
}
