package jp.madoguchi.tracing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.audit.TrailPage;
import jp.madoguchi.audit.TrailQuery;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Csv.Column;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Searches the trail of the auditor's own government, whatever case or none an event concerns. */
@Service
public class TrailSearch {

    /** Events of one page of the search. */
    public static final int PAGE = 50;
    /** Rows of the largest CSV; whoever needs more narrows the period. */
    public static final int MOST_ROWS = 100_000;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Trail trail;
    private final EventWords words;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final BusinessClock clock;

    TrailSearch(Trail trail, EventWords words, ApplicationEventPublisher events, PlatformTransactionManager transactions,
                BusinessClock clock) {
        this.trail = trail;
        this.words = words;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * What to look for; an empty text or a null day does not restrict.
     *
     * @param person an account's id or a part of a name
     * @param kind   a kind of event, or its first word
     * @param to     last day, inclusive
     */
    public record Criteria(String caseNumber, String person, String kind, String programme, LocalDate from, LocalDate to) {

        /** Whether the text in the field for case numbers cannot be one, so that nothing can be found. */
        public boolean hasImpossibleNumber() {
            return !caseNumber.isEmpty() && !CaseNumber.isWellFormed(caseNumber);
        }

        private Map<String, String> facts() {
            Map<String, String> facts = new TreeMap<>(Map.of("case", caseNumber, "person", person, "kind", kind, "programme", programme,
                    "from", from == null ? "" : from.toString(), "to", to == null ? "" : to.toString()));
            facts.values().removeIf(String::isEmpty);
            return facts;
        }

        private TrailQuery query(Instant before) {
            Instant until = to == null ? before : start(to.plusDays(1));
            return new TrailQuery(caseNumber.isEmpty() ? null : new CaseNumber(caseNumber), empty(person), empty(kind), empty(programme),
                    from == null ? null : start(from), before != null && until.isAfter(before) ? before : until, null);
        }

        private static Instant start(LocalDate day) {
            return day.atStartOfDay(BusinessClock.JST).toInstant();
        }

        private static String empty(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    /**
     * Newest first.
     *
     * @param cursor of {@link TrailPage#next}, or null
     * @throws jp.madoguchi.kernel.NotFoundException when the cursor is none
     */
    public TrailPage page(Criteria criteria, String cursor) {
        if (criteria.hasImpossibleNumber()) {
            return new TrailPage(List.of(), null);
        }
        return trail.search(criteria.query(null), cursor, PAGE);
    }

    /**
     * Writes what was found as CSV for spreadsheets, newest first, at most {@link #MOST_ROWS}. The export itself is
     * recorded before anything leaves the house.
     */
    public void export(Criteria criteria, Actor auditor, OutputStream out) throws IOException {
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> events.publishEvent(
                CaseEvent.ofInstallation("export.trail", auditor.government(), auditor, criteria.facts())));
        try (Csv.Table table = Csv.write(out, Csv.Format.SPREADSHEET, Column.number("記録番号"), Column.text("日時"), Column.text("種類"),
                Column.text("できごと"), Column.text("受付番号"), Column.text("事業"), Column.text("行った人"), Column.text("行った人の識別子"),
                Column.text("代決された人"), Column.text("変更前と変更後"), Column.text("ハッシュ値"), Column.number("木の位置"))) {
            int rows = 0;
            String cursor = null;
            do {
                TrailPage page = criteria.hasImpossibleNumber() ? new TrailPage(List.of(), null)
                        : trail.search(criteria.query(now), cursor, Trail.MAX_PAGE);
                for (TrailEvent event : page.events()) {
                    row(table, event);
                    rows++;
                }
                cursor = page.next();
            } while (cursor != null && rows < MOST_ROWS);
        }
    }

    private void row(Csv.Table table, TrailEvent event) {
        table.row(event.seq(), SECONDS.format(ZonedDateTime.ofInstant(event.at(), BusinessClock.JST)), event.kind(),
                words.sentence(event), event.caseNumber(), event.programme(), event.actor() == null ? null : event.actor().name(),
                event.actor() == null ? null : event.actor().id(), event.onBehalfOf() == null ? null : event.onBehalfOf().name(),
                event.changes().stream().map(change -> change.field() + ": " + shown(change.before()) + " → " + shown(change.after()))
                        .collect(Collectors.joining("\n")),
                event.leafHash(), event.index());
    }

    private static String shown(String value) {
        return value == null ? "（なし）" : value;
    }
}
