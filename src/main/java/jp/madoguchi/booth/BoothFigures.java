package jp.madoguchi.booth;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.programme.Programme;
import org.springframework.stereotype.Service;

/** What a programme's events come to. */
@Service
public class BoothFigures {

    private final BoothEvents events;
    private final Duties duties;
    private final BusinessClock clock;

    BoothFigures(BoothEvents events, Duties duties, BusinessClock clock) {
        this.events = events;
        this.duties = duties;
        this.clock = clock;
    }

    /** One municipality's events: held, and approved or proposed for later (S4-79). */
    public record PlaceRow(String name, long held, long visitors, long planned) {}

    /** Whether the programme holds events at all. */
    public static boolean areOf(Programme programme) {
        return EventTerms.heldBy(programme);
    }

    public List<BoothEvent> events(Programme programme) {
        return events.all(programme);
    }

    /** The event that a daily report is owed for. */
    public BoothEvent event(Occurrence report) {
        return events.get(new CaseNumber(report.key()));
    }

    /** Names by code, as the issuer named them. */
    public Map<String, String> municipalities(Programme programme) {
        return EventTerms.of(programme).municipalities();
    }

    public List<Progress> progress(Programme programme) {
        return Progress.of(programme, events.all(programme), applications(programme), clock.today());
    }

    /** The day of each application supported, as accepted daily reports count them (S4-16). */
    List<LocalDate> applications(Programme programme) {
        String daily = EventTerms.of(programme).reportDuty();
        return daily == null ? List.of() : duties.accepted(programme.code(), daily, programme.from(), programme.to()).entrySet().stream()
                .flatMap(day -> Collections.nCopies(Tally.applications(day.getValue().answers()), day.getKey().from()).stream()).toList();
    }

    /** Every municipality that was named, those without an event too. */
    public List<PlaceRow> places(Programme programme) {
        List<BoothEvent> all = events.all(programme);
        return municipalities(programme).entrySet().stream().map(place -> {
            List<BoothEvent> there = all.stream().filter(event -> event.municipality().equals(place.getKey())).toList();
            List<BoothEvent> held = in(there, BoothEvent.State.HELD).toList();
            return new PlaceRow(place.getValue(), held.size(), held.stream().mapToLong(BoothEvent::visitors).sum(),
                    in(there, BoothEvent.State.PROPOSED).count() + in(there, BoothEvent.State.APPROVED).count());
        }).toList();
    }

    private static Stream<BoothEvent> in(List<BoothEvent> events, BoothEvent.State state) {
        return events.stream().filter(event -> event.state() == state);
    }
}
