package jp.madoguchi.duty;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.programme.Duty;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.stereotype.Service;

/** What is due when, for those who owe it and those who wait for it: what has arisen and what the calendar still holds. */
@Service
public class DutyCalendar {

    private final Programmes programmes;
    private final Duties duties;
    private final DutySchedule schedule;
    private final BusinessClock clock;

    DutyCalendar(Programmes programmes, Duties duties, BusinessCalendars calendars, BusinessClock clock) {
        this.programmes = programmes;
        this.duties = duties;
        this.schedule = new DutySchedule(calendars);
        this.clock = clock;
    }

    /**
     * One line of the calendar.
     *
     * @param occurrence null while it has not arisen
     */
    public record Entry(Programme programme, String duty, String key, String title, String period, LocalDate dueOn, Occurrence occurrence,
                        Occurrence.Punctuality punctuality) {}

    /** All that is due in a span in this data scope, by due day. */
    public List<Entry> due(LocalDate from, LocalDate to) {
        return Stream.concat(duties.due(from, to).stream().map(this::entry), mine().flatMap(programme -> ahead(programme, from, to)))
                .sorted(Comparator.comparing(Entry::dueOn).thenComparing(e -> e.programme().code()).thenComparing(Entry::title).thenComparing(Entry::period))
                .toList();
    }

    /** What should have been handed in and was not, on whatever day it was due. */
    public List<Entry> missing() {
        return duties.due(LocalDate.EPOCH, clock.today().minusDays(1)).stream().map(this::entry)
                .filter(e -> e.punctuality() == Occurrence.Punctuality.MISSING).toList();
    }

    private Entry entry(Occurrence o) {
        return new Entry(programmes.get(o.programme()), o.duty(), o.key(), o.title(), o.period(), o.dueOn(), o, o.punctuality(clock.today()));
    }

    /** What somebody of this data scope may ask for (随時), with its programme. */
    public List<Entry> onDemand() {
        return mine().flatMap(programme -> programme.duties().stream().filter(duty -> duty.every() == Duty.Every.DEMAND)
                .map(duty -> new Entry(programme, duty.code(), "", duty.name(), "", null, null, null))).toList();
    }

    /** The programmes of this data scope that owe anything. */
    public Stream<Programme> mine() {
        return programmes.all().stream().filter(programme -> !programme.duties().isEmpty() && DataScope.coversProgramme(programme.government(), programme.code()));
    }

    /** What the calendar will bring about; what it had before the product was put into service stays away. */
    private Stream<Entry> ahead(Programme programme, LocalDate from, LocalDate to) {
        Set<String> arisen = duties.all(programme.code()).stream().map(o -> o.duty() + " " + o.key()).collect(Collectors.toSet());
        return programme.duties().stream().flatMap(duty -> schedule.of(programme, duty).stream()
                .filter(planned -> planned.opensOn().isAfter(clock.today()) && !arisen.contains(duty.code() + " " + planned.key()))
                .filter(planned -> !planned.dueOn().isBefore(from) && !planned.dueOn().isAfter(to))
                .map(planned -> new Entry(programme, duty.code(), planned.key(), duty.name(), planned.period(), planned.dueOn(), null,
                        Occurrence.Punctuality.NOT_YET)));
    }
}
