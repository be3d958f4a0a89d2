package jp.madoguchi.stockpile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Post;
import jp.madoguchi.org.Role;
import jp.madoguchi.org.Section;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Procedures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 期限の見守り: brings about, at the months of the programme's file, what keeps lots from falling under a year (S2-07, S2-14), and
 * what follows when one has (S2-52, S2-53). Each lot that comes near has a case of the procedure {@code ppe-expiry}. A sweep asks
 * for the lots of each stage by their dates, so that it may run on any node, late or after weeks: a lot goes straight to the
 * stage that it is found in.
 */
@Service
public class LotWatch {

    static final String PROCEDURE = "ppe-expiry";
    static final String PLAN = "UserTask_PlanRotation";
    static final String REVIEW = "UserTask_ReviewRotation";
    static final String APPROVE = "UserTask_ApproveRotation";
    static final String FOLLOW_UP = "UserTask_FollowUpLot";
    static final String DISPOSE = "UserTask_DisposeLot";
    /** Who pays for disposal and replacement (S2-53). */
    static final String COST_BEARER = "受託者（乙）";
    /** The message a case waits for; what changed, it looks up itself. */
    private static final String CHANGED = "stock.lot-changed";
    private static final String ESCALATED = "stock.lot-escalated";
    private static final Logger LOG = LoggerFactory.getLogger(LotWatch.class);

    private final Stock stock;
    private final Obligations obligations;
    private final Programmes programmes;
    private final Filing filing;
    private final Cases cases;
    private final Procedures procedures;
    private final Organisation organisation;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BusinessClock clock;

    LotWatch(Stock stock, Obligations obligations, Programmes programmes, Filing filing, Cases cases, Procedures procedures, Organisation organisation,
             JdbcClient jdbc, PlatformTransactionManager transactions, BusinessClock clock) {
        this.stock = stock;
        this.obligations = obligations;
        this.programmes = programmes;
        this.filing = filing;
        this.cases = cases;
        this.procedures = procedures;
        this.organisation = organisation;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** What a stage asks for. */
    public enum Step { PLAN, REMIND, ESCALATE, DISPOSE }

    /**
     * A lot that is being watched.
     *
     * @param months    the fewest of the programme's months that it was found under
     * @param reachedOn when that was
     * @param owing     disposed of, and to be replaced
     */
    public record Watched(long lot, String programme, int months, Step step, LocalDate reachedOn, CaseNumber number, boolean owing) {}

    /** Looks at the lots of all programmes. */
    @Scheduled(initialDelayString = "${madoguchi.stock.sweep-every:PT1M}", fixedDelayString = "${madoguchi.stock.sweep-every:PT1M}")
    public void sweep() {
        for (Programme programme : programmes.all()) {
            if (StockTerms.setBy(programme) && call(programme).isPresent()) {
                try {
                    sweep(programme);
                } catch (RuntimeException failure) {
                    LOG.error("The lots of {} could not be looked at: {}", programme.code(), failure.toString());
                }
            }
        }
    }

    /** One question for each stage; a lot that fails is asked for again by the next sweep. */
    void sweep(Programme programme) {
        List<Integer> limits = StockTerms.of(programme).limits();
        LocalDate today = clock.today();
        changed(programme, limits, today).forEach(number -> orLog(number, () -> tellChanged(programme, limits, number)));
        LocalDate from = LocalDate.EPOCH;
        for (int i = limits.size() - 1; i >= 0; i--) {
            int months = limits.get(i);
            nearing(programme, months, from, today.plusMonths(months)).forEach(lot -> orLog("lot " + lot, () -> reached(programme, lot, months)));
            from = today.plusMonths(months);
        }
    }

    /**
     * Lots in stock that keep until within these days and have not been found under so many months. The places where there is
     * anything are leapt along by the index that picking uses, so that lots which keep longer cost nothing, nor a new index.
     */
    private List<Long> nearing(Programme programme, int months, LocalDate from, LocalDate until) {
        return everywhere(() -> jdbc.sql("""
                with recursive place as (
                  (select b.item, b.warehouse from stock_balance b where b.programme = :programme and b.quantity > 0 order by b.item, b.warehouse limit 1)
                  union all
                  select n.item, n.warehouse from place p, lateral (
                    select b.item, b.warehouse from stock_balance b where b.programme = :programme and b.quantity > 0
                    and (b.item, b.warehouse) > (p.item, p.warehouse) order by b.item, b.warehouse limit 1) n)
                select b.lot from place p, lateral (
                  select b.lot, b.use_by from stock_balance b where b.programme = :programme and b.item = p.item and b.warehouse = p.warehouse
                  and b.quantity > 0 and b.use_by >= :from and b.use_by < :until) b
                left join stock_watch w on w.lot = b.lot
                where w.lot is null or not w.open or w.months > :months group by b.use_by, b.lot order by b.use_by, b.lot""")
                .param("programme", programme.code()).param("from", from).param("until", until).param("months", months).query(Long.class).list());
    }

    /** Exactly once on any number of nodes: who writes or locks the lot's row goes on, the others find it done. */
    private void reached(Programme programme, long lot, int months) {
        everywhere(() -> {
            jdbc.sql("""
                    insert into stock_watch (lot, government, programme, months, reached_on, open, openings) values (?, ?, ?, ?, ?, false, 0)
                    on conflict do nothing""").params(lot, programme.government(), programme.code(), months, clock.today()).update();
            Optional<Boolean> open = jdbc.sql("select open from stock_watch where lot = ? and (not open or months > ?) for update skip locked")
                    .params(lot, months).query(Boolean.class).optional();
            if (open.isPresent()) {
                jdbc.sql("update stock_watch set months = ?, reached_on = ? where lot = ?").params(months, clock.today(), lot).update();
                if (!open.get()) {
                    open(programme, lot);
                }
                act(programme, watched("w.lot = ?", lot).get(0), open.get());
            }
            return null;
        });
    }

    private void open(Programme programme, long lot) {
        int opening = jdbc.sql("update stock_watch set open = true, owing = false, openings = openings + 1 where lot = ? returning openings").param(lot)
                .query(Integer.class).single();
        StockTerms terms = StockTerms.of(programme);
        LotSpec spec = stock.find(programme, lot).spec();
        Map<String, Object> told = Map.of("lot", lot, "item", terms.goods(spec), "maker", spec.maker(), "product", spec.product(),
                "lotNumber", spec.lotNumber(), "useBy", spec.useBy().toString(), "lastDay", spec.keepsUntil(terms.alwaysYears()).toString(),
                "quantity", rest(lot));
        filing.file(new FilingRequest(programme.code(), call(programme).orElseThrow().code(), Answers.of(told), "lot %d watch %d".formatted(lot, opening),
                Actor.SYSTEM, null, Channel.OFFICE));
    }

    /** Notes a lot's case, in its filing transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    void opened(CaseFile file, Answers answers) {
        jdbc.sql("update stock_watch set case_number = ? where lot = ?").params(file.number().value(), answers.number("lot").orElseThrow().longValueExact())
                .update();
    }

    /** @param before whether its case was open before; a new one finds out by itself what to begin with */
    private void act(Programme programme, Watched lot, boolean before) {
        LotSpec spec = stock.find(programme, lot.lot()).spec();
        LocalDate lastDay = spec.keepsUntil(StockTerms.of(programme).alwaysYears());
        Map<String, String> facts = Map.of("lot", spec.product() + "（" + spec.lotNumber() + "）", "months", "" + lot.months(),
                "quantity", Quantity.pieces(rest(lot.lot())), "day", JapaneseDates.full(lastDay), "bearer", COST_BEARER);
        switch (lot.step()) {
            case PLAN -> cases.tell(lot.number(), "stock.lot-near", Actor.SYSTEM, facts);
            case REMIND -> {
                cases.tell(lot.number(), "stock.lot-near", Actor.SYSTEM, facts);
                remind(lot.number(), contractor(programme), lastDay);
            }
            case ESCALATE -> {
                cases.tell(lot.number(), "stock.lot-escalated", Actor.SYSTEM, facts);
                procedures.tell(ESCALATED, lot.number());
                remind(lot.number(), managers(programme), lastDay);
                remind(lot.number(), contractor(programme), lastDay);
            }
            case DISPOSE -> {
                cases.tell(lot.number(), "stock.lot-fallen", Actor.SYSTEM, facts);
                if (before && procedures.isWaiting(CHANGED, lot.number())) {
                    procedures.tell(CHANGED, lot.number());
                }
            }
        }
    }

    /** The mail says which case, and nothing of what is stored (S2-32). */
    private void remind(CaseNumber number, List<String> people, LocalDate due) {
        people.forEach(person -> cases.tell(number, "task.reminded", Actor.SYSTEM,
                Map.of("task", "期限の近い案件の確認", "due", due.toString(), "recipient", person)));
    }

    private List<String> contractor(Programme programme) {
        return organisation.contractorsAt(new Desk(programme.government(), programme.section(), Role.CONTRACTOR), programme.code(), clock.today());
    }

    private List<String> managers(Programme programme) {
        return organisation.holdersOf(new Desk(programme.government(),
                organisation.inLine(programme.government(), programme.section(), Section.Rank.KA).code(), Role.MANAGER), clock.today()).stream()
                .map(Post::account).distinct().toList();
    }

    /** Cases whose lot is used up or not what it was, and those whose lot has come back after its disposal. */
    private static final String HAS_CHANGED = """
             w.open and case when w.owing then exists (select from stock_balance b where b.lot = w.lot and b.quantity > 0 and b.use_by < :line)
            else not exists (select from stock_balance b where b.lot = w.lot and b.quantity > 0 and b.use_by < :first) end""";

    private List<String> changed(Programme programme, List<Integer> limits, LocalDate today) {
        return everywhere(() -> jdbc.sql("select w.case_number from stock_watch w where w.programme = :programme and" + HAS_CHANGED + " order by w.lot")
                .param("programme", programme.code()).param("line", line(limits, today)).param("first", today.plusMonths(limits.get(0)))
                .query(String.class).list());
    }

    private void tellChanged(Programme programme, List<Integer> limits, String number) {
        everywhere(() -> {
            LocalDate today = clock.today();
            boolean still = jdbc.sql("select w.lot from stock_watch w where w.case_number = :number and" + HAS_CHANGED + " for update skip locked")
                    .param("number", number).param("line", line(limits, today)).param("first", today.plusMonths(limits.get(0)))
                    .query(Long.class).optional().isPresent();
            if (still && procedures.isWaiting(CHANGED, new CaseNumber(number))) {
                procedures.tell(CHANGED, new CaseNumber(number));
            }
            return null;
        });
    }

    private static LocalDate line(List<Integer> limits, LocalDate today) {
        return today.plusMonths(limits.get(limits.size() - 1));
    }

    /** Whether a lot is {@code watched}, has {@code fallen} under the line, or nothing of it is left: then its case is over. */
    @Transactional(propagation = Propagation.MANDATORY)
    public String lotState(CaseNumber number) {
        Watched lot = get(number);
        Programme programme = programmes.get(lot.programme());
        StockTerms terms = StockTerms.of(programme);
        LotSpec spec = stock.find(programme, lot.lot()).spec();
        if (rest(lot.lot()) == 0 || spec.useBy() == null || !spec.useBy().isBefore(clock.today().plusMonths(terms.limits().get(0)))) {
            over(number);
            return "settled";
        }
        return spec.keeps(terms.alwaysYears(), clock.today()) ? "watched" : "fallen";
    }

    /** How it is to be rotated: {@code institutions}, or {@code other}, which the prefecture approves first (S2-04). */
    @Transactional(readOnly = true)
    public String method(CaseNumber number) {
        return plan(number).text("method");
    }

    /** As the contractor wrote it last. */
    @Transactional(readOnly = true)
    Answers plan(CaseNumber number) {
        return Answers.fromJson(cases.lastRecord(number, PLAN).orElseThrow().answers());
    }

    /**
     * What remains to be done of a lot that fell under the line: {@code fallen} while some is there, {@code owed} while it is to
     * be replaced, else its case is over. Whoever replaces it at the same moment is waited for.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public String restState(CaseNumber number) {
        Watched lot = get(number);
        Programme programme = programmes.get(lot.programme());
        boolean fallen = rest(lot.lot()) > 0 && !stock.find(programme, lot.lot()).spec().keeps(StockTerms.of(programme).alwaysYears(), clock.today());
        boolean owed = obligations.follow(number, disposed(number)) > 0;
        if (fallen || owed) {
            jdbc.sql("update stock_watch set owing = ? where case_number = ?").params(!fallen, number.value()).update();
            return fallen ? "fallen" : "owed";
        }
        over(number);
        return "settled";
    }

    /** The lot is not this case's matter any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void over(CaseNumber number) {
        jdbc.sql("update stock_watch set open = false, owing = false where case_number = ?").param(number.value()).update();
    }

    /** Whether nothing of the lot is left, nor owed for it. */
    @Transactional(readOnly = true)
    boolean mayEnd(CaseNumber number) {
        return rest(get(number).lot()) == 0 && obligations.find(number.value()).filter(owed -> owed.open() > 0).isEmpty();
    }

    /** Ends the case of a lot whose last replacement came. */
    @Transactional(propagation = Propagation.MANDATORY)
    void replaced(CaseNumber number) {
        boolean waits = jdbc.sql("select exists (select from stock_watch where case_number = ? and open and owing)").param(number.value())
                .query(Boolean.class).single();
        if (waits && procedures.isWaiting(CHANGED, number)) {
            procedures.tell(CHANGED, number);
        }
    }

    /** S2-52: writes a disposal and what is to replace it. @throws RefusedException what the ledger refuses, or when there is not so much */
    @Transactional(propagation = Propagation.MANDATORY)
    void dispose(CaseFile file, Answers answers) {
        CaseNumber number = file.number();
        Watched lot = get(number);
        Programme programme = programmes.get(file.programme());
        TaskRecord record = cases.lastRecord(number, DISPOSE).orElseThrow();
        LocalDate day = answers.date("disposedOn").orElseThrow();
        long pieces = answers.number("disposed").orElseThrow().longValueExact();
        Occasion occasion = new Occasion(day, StockCases.by(record, file), number, "使用推奨期限まで1年未満のため廃棄（費用は" + COST_BEARER + "の負担）");
        long open = pieces;
        for (Map.Entry<String, Long> place : places(lot.lot()).entrySet()) {
            long here = Math.min(open, place.getValue());
            if (here > 0) {
                stock.dispose(programme, lot.lot(), place.getKey(), new Quantity(here), occasion);
                open -= here;
            }
        }
        if (open > 0) {
            throw new RefusedException("stock.disposal", "台帳に残るのは%sです。廃棄した数量を確かめてください。".formatted(Quantity.pieces(pieces - open)));
        }
        obligations.replace(programme, number, stock.find(programme, lot.lot()).spec(), disposed(number), day);
        cases.tell(number, "stock.lot-disposed", Actor.SYSTEM, Map.of("quantity", Quantity.pieces(pieces), "rest", Quantity.pieces(rest(lot.lot())),
                "bearer", COST_BEARER));
    }

    /** What a case disposed of and nobody took back, 枚. */
    private long disposed(CaseNumber number) {
        return jdbc.sql("""
                select coalesce(-sum(m.quantity), 0)::bigint from stock_movement m where m.case_number = ? and m.kind = 'DISPOSAL' and m.reverses is null
                and not exists (select from stock_movement r where r.reverses = m.id)""").param(number.value()).query(Long.class).single();
    }

    /** What is left of a lot in all warehouses, 枚. */
    long rest(long lot) {
        return places(lot).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<String, Long> places(long lot) {
        Map<String, Long> places = new LinkedHashMap<>();
        jdbc.sql("select warehouse, quantity from stock_balance where lot = ? and quantity > 0 order by warehouse").param(lot)
                .query((row, n) -> places.put(row.getString("warehouse"), row.getLong("quantity"))).list();
        return places;
    }

    /** The lots of a programme that are being watched now, by lot. */
    @Transactional(readOnly = true)
    public Map<Long, Watched> of(Programme programme) {
        Map<Long, Watched> watched = new HashMap<>();
        watched("w.open and w.programme = ?", programme.code()).forEach(one -> watched.put(one.lot(), one));
        return watched;
    }

    /** The lot that a case is or was about. */
    @Transactional(readOnly = true)
    Watched get(CaseNumber number) {
        return watched("w.case_number = ?", number.value()).get(0);
    }

    private List<Watched> watched(String condition, Object value) {
        return jdbc.sql("select w.* from stock_watch w where w.case_number is not null and " + condition).param(value).query(this::watched).list();
    }

    private Watched watched(ResultSet row, int n) throws SQLException {
        int months = row.getInt("months");
        return new Watched(row.getLong("lot"), row.getString("programme"), months, step(StockTerms.of(programmes.get(row.getString("programme"))).limits(), months),
                row.getObject("reached_on", LocalDate.class), new CaseNumber(row.getString("case_number")), row.getBoolean("owing"));
    }

    /** The first months are for planning, the last before the line for the manager, those between for the contractor. */
    static Step step(List<Integer> limits, int months) {
        int last = limits.size() - 1;
        return months <= limits.get(last) ? Step.DISPOSE : months >= limits.get(0) ? Step.PLAN : months <= limits.get(last - 1) ? Step.ESCALATE : Step.REMIND;
    }

    private static Optional<Call> call(Programme programme) {
        return programme.calls().stream().filter(call -> PROCEDURE.equals(call.procedure())).findFirst();
    }

    private static void orLog(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.warn("{} could not be followed; the sweep tries again: {}", what, failure.toString());
        }
    }

    /** Expiry is everybody's: each step is a transaction of its own under the system's scope. */
    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
