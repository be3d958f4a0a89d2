package jp.madoguchi.dashboard;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.dashboard.ProgrammeFigures.Headline;
import jp.madoguchi.dashboard.ProgrammeFigures.OpenCase;
import jp.madoguchi.dashboard.ProgrammeFigures.Place;
import jp.madoguchi.dashboard.ProgrammeFigures.Processing;
import jp.madoguchi.dashboard.ProgrammeFigures.Span;
import jp.madoguchi.dashboard.ProgrammeFigures.TargetFigure;
import jp.madoguchi.dashboard.ProgrammeFigures.Waiting;
import jp.madoguchi.dashboard.ProgrammeFigures.Week;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Figures of programmes for their managers, from own rows that follow every case within its transaction. */
@Service
@Transactional
public class Figures {

    /** Rows of a list on a page; the rest follows by key. */
    public static final int PAGE = 100;
    /** How far the outlook looks ahead, in business days. */
    public static final int OUTLOOK_DAYS = 5;

    private static final int REBUILD_BATCH = 200;
    /** Past its standard period. While a correction stops the period it has no last day. */
    private static final String OVERDUE = "outcome is null and (due_on < :today or counting_from is null and counted > standard_days)";
    private static final String DECIDED = "outcome in ('GRANTED', 'REFUSED')";

    private final FigureRows rows;
    private final Models models;
    private final Programmes programmes;
    private final List<Measure> measures;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate ownTransaction;

    Figures(FigureRows rows, Models models, Programmes programmes, List<Measure> measures, BusinessCalendars calendars,
            BusinessClock clock, JdbcClient jdbc, ApplicationEventPublisher events, PlatformTransactionManager transactions) {
        this.rows = rows;
        this.models = models;
        this.programmes = programmes;
        this.measures = measures;
        this.calendars = calendars;
        this.clock = clock;
        this.jdbc = jdbc;
        this.events = events;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** The programmes of somebody's government. */
    public List<Programme> programmes(Actor actor) {
        return programmes.all().stream().filter(programme -> programme.government().equals(actor.government()))
                .sorted(Comparator.comparing(Programme::code)).toList();
    }

    /** @throws NotFoundException also when the programme is another government's */
    public Programme programme(Actor actor, String code) {
        return programmes(actor).stream().filter(programme -> programme.code().equals(code)).findFirst()
                .orElseThrow(() -> new NotFoundException("programme " + code));
    }

    /** Key figures of each of the programmes. */
    public Map<String, Headline> headlines(List<Programme> of) {
        Map<String, Headline> found = of.isEmpty() ? Map.of() : headlines(of.stream().map(Programme::code).toArray(String[]::new));
        return of.stream().map(Programme::code).collect(Collectors.toMap(Function.identity(),
                code -> found.getOrDefault(code, Headline.none(code))));
    }

    /** Everything about one programme. */
    public ProgrammeFigures of(Programme programme, Period period) {
        LocalDate today = clock.today();
        LocalDate from = period.from(today);
        return new ProgrammeFigures(programme.code(), programme.name(), today, period.code(), from,
                headlines(List.of(programme)).get(programme.code()), processing(programme, period), weeks(programme, period),
                places(programme), targets(programme), undecided(programme, null, null, PAGE), outlook(programme));
    }

    /** How long decisions took: of the period, call by call where there are several, and of this month and the last. */
    public List<Processing> processing(Programme programme, Period period) {
        LocalDate today = clock.today();
        LocalDate month = today.withDayOfMonth(1);
        List<Processing> all = processing(programme, Span.PERIOD, period.from(today), today).stream()
                .filter(row -> row.call() == null || programme.calls().size() > 1).collect(Collectors.toCollection(ArrayList::new));
        processing(programme, Span.THIS_MONTH, month, today).stream().filter(row -> row.call() == null).forEach(all::add);
        processing(programme, Span.LAST_MONTH, month.minusMonths(1), month.minusDays(1)).stream().filter(row -> row.call() == null)
                .forEach(all::add);
        return all;
    }

    /** Arrivals and decisions, week by week without a gap, oldest first; empty when no case ever arrived. */
    public List<Week> weeks(Programme programme, Period period) {
        LocalDate today = clock.today();
        LocalDate first = Optional.ofNullable(period.from(today)).orElse(firstArrival(programme));
        if (firstArrival(programme) == null) {
            return List.of();
        }
        Map<LocalDate, Counts> counts = counts(programme, first, today);
        long open = openAtStartOf(programme, first);
        List<Week> weeks = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(today); day = day.with(TemporalAdjusters.next(DayOfWeek.MONDAY))) {
            LocalDate sunday = day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
            Counts of = counts.getOrDefault(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), new Counts(0, 0, 0, 0));
            open += of.arrived - of.granted - of.refused - of.ended;
            weeks.add(new Week(day, sunday.isAfter(today) ? today : sunday, of.arrived, of.granted, of.refused, of.ended, open));
        }
        return weeks;
    }

    /** Where running cases are, procedure by procedure, in the order of their models. */
    public List<Place> places(Programme programme) {
        Comparator<Place> byModel = Comparator.comparing((Place place) -> procedures(programme).indexOf(place.procedure()))
                .thenComparing(place -> position(models.of(place.procedure()).elements(), place.element()));
        return Stream.concat(steps(programme).stream(), withoutStep(programme).stream()).sorted(byModel).toList();
    }

    /** The file's targets beside what rooms count. */
    public List<TargetFigure> targets(Programme programme) {
        return programme.targets().stream().map(target -> {
            Double actual = measures.stream().filter(measure -> measure.code().equals(target.measure()))
                    .flatMap(measure -> measure.value(programme).stream()).map(Number::doubleValue).findFirst().orElse(null);
            Boolean reached = actual == null ? null
                    : target.atLeast() != null ? actual >= target.atLeast() : actual <= target.atMost();
            return new TargetFigure(target.measure(), target.label(), target.atLeast(), target.atMost(), target.unit(), target.from(),
                    target.to(), target.source(), actual, reached);
        }).toList();
    }

    /**
     * Undecided cases, oldest first.
     *
     * @param afterDay  arrival day of the last case of the page before, or null for the first page
     * @param afterCase its number, or null
     */
    public List<OpenCase> undecided(Programme programme, LocalDate afterDay, String afterCase, int most) {
        return openCases(programme, """
                (c.arrived_on, c.case_number) > (cast(:afterDay as date), :afterCase) order by c.arrived_on, c.case_number limit :most""",
                Map.of("afterDay", afterDay == null ? LocalDate.EPOCH : afterDay, "afterCase", afterCase == null ? "" : afterCase,
                        "most", most));
    }

    /** Undecided cases whose standard period ends today or within {@link #OUTLOOK_DAYS} business days, soonest first. */
    public List<OpenCase> outlook(Programme programme) {
        LocalDate today = clock.today();
        LocalDate last = calendars.plusBusinessDays(new GovernmentCode(programme.government()), today, OUTLOOK_DAYS);
        return openCases(programme, "c.due_on between :today and :last order by c.due_on, c.case_number limit :most",
                Map.of("today", today, "last", last, "most", PAGE));
    }

    /** The programme's procedures, in its calls' order. */
    public List<String> procedures(Programme programme) {
        return programme.calls().stream().map(Call::procedure).filter(Objects::nonNull).distinct().toList();
    }

    /** The Japanese name of a procedure. */
    public String procedureName(String procedure) {
        return models.of(procedure).name();
    }

    /** The diagram. @throws NotFoundException when it is no procedure of the programme */
    public byte[] diagram(Programme programme, String procedure) {
        if (!procedures(programme).contains(procedure)) {
            throw new NotFoundException("procedure " + procedure);
        }
        return models.of(procedure).xml();
    }

    /** Writes down that somebody took a list with people's names out of the house (requirements §2.13). */
    public void exported(Actor actor, Programme programme, String list) {
        events.publishEvent(new CaseEvent("export.figures", null, programme.government(), programme.code(), null, actor, null,
                Map.of("programme", programme.name(), "list", list), List.of()));
    }

    /** Computes all rows of all governments anew, in small transactions; the office can go on working. */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void rebuild() {
        // the system's own work: every government's rows
        DataScope.within(DataScope.EVERYTHING, () -> {
            ownTransaction.executeWithoutResult(status ->
                    jdbc.sql("delete from figure_case where case_number not in (select number from case_file)").update());
            List<String> batch = nextBatch("");
            while (!batch.isEmpty()) {
                List<String> numbers = batch;
                ownTransaction.executeWithoutResult(status -> rows.rewriteCases(numbers));
                batch = nextBatch(numbers.get(numbers.size() - 1));
            }
            ownTransaction.executeWithoutResult(status -> rows.rewriteSteps());
        });
    }

    /** Another day is closed or open now. After completion, because only then the calendar forgets what it remembered. */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION, condition = "#event.kind().startsWith('calendar.')")
    void calendarChanged(CaseEvent event) {
        rebuild();
    }

    private List<String> nextBatch(String after) {
        return ownTransaction.execute(status -> jdbc.sql("select number from case_file where number > ? order by number limit ?")
                .params(after, REBUILD_BATCH).query(String.class).list());
    }

    private Map<String, Headline> headlines(String[] codes) {
        LocalDate today = clock.today();
        LocalDate month = today.withDayOfMonth(1);
        return jdbc.sql("""
                select p.code as programme, open, open_before, overdue, overdue_before, overdue_tasks, waiting, following,
                       decided_this_month, decided_last_month
                from unnest(:codes) p (code)
                cross join lateral (
                  select count(*) filter (where outcome is null) as open,
                         count(*) filter (where arrived_on < :month and (ended_on is null or ended_on >= :month)) as open_before,
                         count(*) filter (where %s) as overdue,
                         count(*) filter (where due_on < cast(:month as date) - 1 and (ended_on is null or ended_on >= :month)) as overdue_before,
                         count(*) filter (where outcome is not null and closed_on is null) as following,
                         count(*) filter (where %s and ended_on >= :month) as decided_this_month,
                         count(*) filter (where %s and ended_on >= :lastMonth and ended_on < :month) as decided_last_month
                  from figure_case where programme = p.code) c
                cross join lateral (
                  select count(*) filter (where due_on < :today) as overdue_tasks,
                         count(distinct case_number) filter (where role = 'APPLICANT') as waiting
                  from figure_step where programme = p.code) s""".formatted(OVERDUE, DECIDED, DECIDED))
                .param("codes", codes).param("today", today).param("month", month).param("lastMonth", month.minusMonths(1))
                .query(Headline.class).list().stream().collect(Collectors.toMap(Headline::programme, Function.identity()));
    }

    private List<Processing> processing(Programme programme, Span span, LocalDate from, LocalDate to) {
        return jdbc.sql("""
                select call, count(*) as decided, count(*) filter (where outcome = 'GRANTED') as granted,
                       count(standard_days) as measured, count(*) filter (where used_days <= standard_days) as within,
                       count(distinct business_days) as calendars, bool_and(business_days) as business_days,
                       percentile_cont(0.5) within group (order by used_days) as median,
                       percentile_disc(0.9) within group (order by used_days) as percentile90
                from figure_case
                where programme = :programme and %s and ended_on between :from and :to
                group by grouping sets ((), (call)) order by call nulls first""".formatted(DECIDED))
                .param("programme", programme.code()).param("from", from == null ? LocalDate.EPOCH : from).param("to", to)
                .query((row, n) -> processing(programme, span, row)).list();
    }

    private static Processing processing(Programme programme, Span span, ResultSet row) throws SQLException {
        String code = row.getString("call");
        Optional<Call> call = Optional.ofNullable(code).flatMap(programme::call)
                .or(() -> code == null && programme.calls().size() == 1 ? Optional.of(programme.calls().get(0)) : Optional.empty());
        Optional<Call.StandardProcessing> standard = call.map(Call::processing);
        boolean comparable = row.getInt("calendars") == 1 && row.getObject("median") != null;
        return new Processing(span, code, code == null ? null : call.map(Call::name).orElse(code),
                standard.map(Call.StandardProcessing::days).orElse(null), comparable ? row.getBoolean("business_days") : null,
                row.getLong("decided"), row.getLong("granted"), row.getLong("measured"), row.getLong("within"),
                comparable ? row.getDouble("median") : null, comparable ? row.getInt("percentile90") : null);
    }

    private record Counts(long arrived, long granted, long refused, long ended) {}

    private Map<LocalDate, Counts> counts(Programme programme, LocalDate from, LocalDate to) {
        Map<LocalDate, Counts> counts = new TreeMap<>();
        jdbc.sql("""
                select date_trunc('week', day::timestamp)::date as week, sum(arrived) as arrived, sum(granted) as granted,
                       sum(refused) as refused, sum(ended) as ended
                from (select arrived_on as day, 1 as arrived, 0 as granted, 0 as refused, 0 as ended from figure_case
                      where programme = :programme and arrived_on between :from and :to
                      union all
                      select ended_on, 0, (outcome = 'GRANTED')::int, (outcome = 'REFUSED')::int, (outcome not in ('GRANTED', 'REFUSED'))::int
                      from figure_case where programme = :programme and ended_on between :from and :to) d
                group by 1""")
                .param("programme", programme.code()).param("from", from).param("to", to)
                .query(row -> {
                    counts.put(row.getObject("week", LocalDate.class), new Counts(row.getLong("arrived"), row.getLong("granted"),
                            row.getLong("refused"), row.getLong("ended")));
                });
        return counts;
    }

    private long openAtStartOf(Programme programme, LocalDate day) {
        return jdbc.sql("select count(*) from figure_case where programme = ? and arrived_on < ? and (ended_on is null or ended_on >= ?)")
                .params(programme.code(), day, day).query(Long.class).single();
    }

    private LocalDate firstArrival(Programme programme) {
        return jdbc.sql("select min(arrived_on) as day from figure_case where programme = ?").param(programme.code())
                .query((row, n) -> Optional.ofNullable(row.getObject("day", LocalDate.class))).single().orElse(null);
    }

    private List<Place> steps(Programme programme) {
        LocalDate today = clock.today();
        GovernmentCode government = new GovernmentCode(programme.government());
        return jdbc.sql("""
                select c.procedure, s.model, s.step, s.name, s.role, count(*) as count,
                       count(*) filter (where s.due_on < :today) as overdue, min(s.since) as since
                from figure_step s join figure_case c using (case_number)
                where s.programme = :programme group by c.procedure, s.model, s.step, s.name, s.role""")
                .param("programme", programme.code()).param("today", today)
                .query((row, n) -> {
                    String procedure = row.getString("procedure");
                    return new Place(procedure, models.of(procedure).elementOf(procedure, row.getString("model"), row.getString("step")),
                            row.getString("step"), row.getString("name"), row.getString("role"), row.getLong("count"),
                            row.getLong("overdue"),
                            calendars.businessDaysBetween(government, row.getObject("since", LocalDate.class), today));
                }).list();
    }

    private List<Place> withoutStep(Programme programme) {
        return jdbc.sql("""
                select procedure, count(*) as count from figure_case c
                where programme = ? and closed_on is null and not exists (select from figure_step s where s.case_number = c.case_number)
                group by procedure""").param(programme.code())
                .query((row, n) -> new Place(row.getString("procedure"), null, null, null, null, row.getLong("count"), 0, null)).list();
    }

    private static int position(List<String> elements, String element) {
        return element == null ? elements.size() : elements.indexOf(element);
    }

    private List<OpenCase> openCases(Programme programme, String condition, Map<String, ?> params) {
        LocalDate today = clock.today();
        return jdbc.sql("""
                select c.*, f.title, s.steps, s.applicant, s.office
                from figure_case c
                left join case_file f on f.number = c.case_number
                cross join lateral (
                  select string_agg(name, '、' order by since, task_id) as steps, bool_or(role = 'APPLICANT') as applicant,
                         bool_or(role <> 'APPLICANT') as office
                  from figure_step where case_number = c.case_number) s
                where c.programme = :programme and c.outcome is null and\s""" + condition)
                .param("programme", programme.code()).params(params)
                .query((row, n) -> openCase(programme, row, today)).list();
    }

    private OpenCase openCase(Programme programme, ResultSet row, LocalDate today) throws SQLException {
        Integer standard = row.getObject("standard_days", Integer.class);
        LocalDate countingFrom = row.getObject("counting_from", LocalDate.class);
        boolean businessDays = row.getBoolean("business_days");
        Integer used = standard == null ? null : row.getInt("counted") + (countingFrom == null ? 0
                : rows.days(new GovernmentCode(programme.government()), businessDays, countingFrom, today));
        String call = row.getString("call");
        return new OpenCase(row.getString("case_number"), row.getString("title"), call, programme.call(call).map(Call::name).orElse(call),
                row.getObject("arrived_on", LocalDate.class), used, standard, businessDays, row.getObject("due_on", LocalDate.class),
                standard != null && countingFrom == null, row.getString("steps"),
                waiting(row.getBoolean("applicant"), row.getBoolean("office")));
    }

    private static Waiting waiting(boolean applicant, boolean office) {
        return applicant ? office ? Waiting.BOTH : Waiting.APPLICANT : office ? Waiting.OFFICE : Waiting.NOBODY;
    }
}
