package jp.madoguchi.casefile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programmes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * 標準処理期間 of a case (行政手続法 Art. 6): runs from the day after arrival, stands still while the applicant corrects,
 * ends with the decision. Days are those of the government's own calendar, or calendar days, as the call declares.
 */
@Service
@Transactional
public class StatutoryClock {

    private final JdbcClient jdbc;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final Programmes programmes;

    StatutoryClock(JdbcClient jdbc, BusinessCalendars calendars, BusinessClock clock, Programmes programmes) {
        this.jdbc = jdbc;
        this.calendars = calendars;
        this.clock = clock;
        this.programmes = programmes;
    }

    /**
     * The ledger as of today.
     *
     * @param used         days that ran
     * @param total        days of the period
     * @param businessDays whether they are the office's days
     * @param pauses       when it stood still; an open pause has no last day
     * @param endsOn       last day of the period, were it to run on from today without a further pause
     * @param stopped      whether it stands still now
     * @param ended        whether the decision ended it
     */
    public record Ledger(int used, int total, boolean businessDays, LocalDate startedOn, List<Pause> pauses,
                         LocalDate endsOn, boolean stopped, boolean ended) {

        public boolean overrun() {
            return used > total;
        }

        public int left() {
            return total - used;
        }
    }

    /** Days that do not count, both included. */
    public record Pause(LocalDate from, LocalDate to, String reason) {}

    private record Entry(String kind, LocalDate day, String reason) {}

    /** @return empty when the call sets no standard period */
    public Optional<Ledger> ledger(CaseFile file) {
        Call.StandardProcessing processing = processing(file);
        List<Entry> entries = entries(file);
        if (processing == null || entries.isEmpty()) {
            return Optional.empty();
        }
        GovernmentCode government = new GovernmentCode(file.government());
        LocalDate start = entries.get(0).day();
        LocalDate end = entries.stream().filter(e -> e.kind().equals("ENDED")).map(Entry::day).findFirst().orElse(null);
        List<Pause> pauses = pauses(entries);
        LocalDate until = end != null ? end : clock.today();
        int used = 0;
        for (LocalDate day = start.plusDays(1); !day.isAfter(until); day = day.plusDays(1)) {
            used += counts(government, processing, pauses, day) ? 1 : 0;
        }
        boolean stopped = end == null && pauses.stream().anyMatch(p -> p.to() == null);
        LocalDate endsOn = stopped || used < processing.days() ? plus(government, processing, until, processing.days() - used)
                : reachedOn(government, processing, pauses, start);
        return Optional.of(new Ledger(used, processing.days(), processing.businessDays(), start, pauses, endsOn, stopped, end != null));
    }

    void start(CaseFile file, LocalDate day) {
        write(file, "STARTED", day, "到達");
    }

    void stop(CaseFile file, LocalDate day, String reason) {
        write(file, "STOPPED", day, reason);
    }

    void resume(CaseFile file, LocalDate day, String reason) {
        write(file, "RESUMED", day, reason);
    }

    /** The decision ends it; a second ending changes nothing. */
    void end(CaseFile file, LocalDate day) {
        if (entries(file).stream().noneMatch(e -> e.kind().equals("ENDED"))) {
            write(file, "ENDED", day, "決裁");
        }
    }

    LocalDate expectedFrom(String government, Call call, LocalDate arrived) {
        return call.processing() == null ? null : plus(new GovernmentCode(government), call.processing(), arrived, call.processing().days());
    }

    private Call.StandardProcessing processing(CaseFile file) {
        return programmes.version(file.programme(), file.programmeHash()).call(file.call()).map(Call::processing).orElse(null);
    }

    private LocalDate plus(GovernmentCode government, Call.StandardProcessing processing, LocalDate from, int days) {
        return processing.businessDays() ? calendars.plusBusinessDays(government, from, days) : from.plusDays(days);
    }

    private boolean counts(GovernmentCode government, Call.StandardProcessing processing, List<Pause> pauses, LocalDate day) {
        boolean paused = pauses.stream().anyMatch(p -> !day.isBefore(p.from()) && (p.to() == null || !day.isAfter(p.to())));
        return !paused && (!processing.businessDays() || calendars.isBusinessDay(government, day));
    }

    private LocalDate reachedOn(GovernmentCode government, Call.StandardProcessing processing, List<Pause> pauses, LocalDate start) {
        LocalDate day = start;
        for (int used = 0; used < processing.days(); ) {
            day = day.plusDays(1);
            used += counts(government, processing, pauses, day) ? 1 : 0;
        }
        return day;
    }

    /** The day of the request still counts, the day of the answer does not: 初日不算入 both ways. */
    private static List<Pause> pauses(List<Entry> entries) {
        List<Pause> pauses = new ArrayList<>();
        Entry stop = null;
        for (Entry entry : entries) {
            if (entry.kind().equals("STOPPED")) {
                stop = entry;
            } else if (stop != null) {
                if (entry.day().isAfter(stop.day())) {
                    pauses.add(new Pause(stop.day().plusDays(1), entry.day(), stop.reason()));
                }
                stop = null;
            }
        }
        if (stop != null) {
            pauses.add(new Pause(stop.day().plusDays(1), null, stop.reason()));
        }
        return pauses;
    }

    private List<Entry> entries(CaseFile file) {
        return jdbc.sql("select kind, day, reason from clock_entry where case_number = ? order by id").param(file.number().value())
                .query(Entry.class).list();
    }

    private void write(CaseFile file, String kind, LocalDate day, String reason) {
        jdbc.sql("insert into clock_entry (case_number, government, party, kind, day, reason) values (?, ?, ?, ?, ?, ?)")
                .params(file.number().value(), file.government(), file.party(), kind, day, reason).update();
    }
}
