package jp.madoguchi.stockpile;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Post;
import jp.madoguchi.org.Role;
import jp.madoguchi.org.Section;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carries a supply instruction into the ledger (S2-35). Its decision releases what was instructed from the required total and
 * the designated warehouse's half, on its days; its issue takes that from all warehouses, the earliest recommended use first.
 *
 * <p>What institutions got is to be replenished like any issue: S2-09 asks for the same kind and quantity whatever the order
 * was, and S2-15 only lets the two differ in time. The instruction's own procedure does not wait for that; what is open stands
 * on the stock's page and in the year's comparison (S2-16). Bringing goods into the designated warehouse is a transfer: nothing
 * is released and nothing is owed.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Supplies {

    private final Stock stock;
    private final StockFigures figures;
    private final Obligations obligations;
    private final Cases cases;
    private final Programmes programmes;
    private final Contractors contractors;
    private final Organisation organisation;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final JdbcClient jdbc;

    Supplies(Stock stock, StockFigures figures, Obligations obligations, Cases cases, Programmes programmes, Contractors contractors, Organisation organisation,
             BusinessCalendars calendars, BusinessClock clock, JdbcClient jdbc) {
        this.stock = stock;
        this.figures = figures;
        this.obligations = obligations;
        this.cases = cases;
        this.programmes = programmes;
        this.contractors = contractors;
        this.organisation = organisation;
        this.calendars = calendars;
        this.clock = clock;
        this.jdbc = jdbc;
    }

    /** As it was last forwarded to the decision, or drafted. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    Instruction instruction(CaseNumber number) {
        return Instruction.of(Drafted.of(cases, number, SupplyInstructions.REVIEW));
    }

    /** Writes what was decided: releases its quantities on its days and sets the hours to answer. */
    void instruct(CaseNumber number) {
        CaseFile file = cases.get(number);
        Programme programme = programmes.get(file.programme());
        Instruction instruction = instruction(number);
        TaskRecord decision = cases.lastRecord(number, SupplyInstructions.DECIDE).orElseThrow();
        Actor decider = new Actor(decision.actor(), decision.actorName(), Actor.Kind.STAFF, file.government());
        if (!instruction.toWarehouse()) {
            instruction.quantities().forEach((item, pieces) ->
                    stock.release(programme, item, new Quantity(pieces), instruction.from(), instruction.to(), number, decider));
            cases.tell(number, "stock.released", decider, Map.of("quantities", quantities(programme, instruction),
                    "from", JapaneseDates.full(instruction.from()), "to", JapaneseDates.full(instruction.to())));
        }
        ask(file, programme);
    }

    /** Tells whoever decides what the stock will be after it. */
    void weigh(CaseNumber number) {
        Programme programme = programmes.get(cases.get(number).programme());
        Instruction instruction = instruction(number);
        if (instruction.toWarehouse()) {
            return;
        }
        Map<String, Margins> margins = figures.margins(programme).stream().collect(Collectors.toMap(one -> one.item().code(), one -> one));
        cases.tell(number, "stock.weighed", Actor.SYSTEM, Map.of("items", instruction.quantities().entrySet().stream().map(one -> {
            Margins item = margins.get(one.getKey());
            return "%s（総数%s、供給後%s、管理数量%s）".formatted(item.item().name(), Quantity.pieces(item.total()),
                    Quantity.pieces(item.total() - one.getValue()), Quantity.pieces(item.managed()));
        }).collect(Collectors.joining("、"))));
    }

    /** Asks for an answer anew. */
    void askAgain(CaseNumber number) {
        CaseFile file = cases.get(number);
        ask(file, programmes.get(file.programme()));
    }

    private void ask(CaseFile file, Programme programme) {
        SupplyTerms terms = SupplyTerms.of(programme);
        GovernmentCode government = new GovernmentCode(file.government());
        Instant answerBy = terms.answerBy(clock.instant(), government, calendars);
        jdbc.sql("""
                insert into stock_supply (case_number, government, programme, answer_by, manager_told_at) values (?, ?, ?, ?, ?)
                on conflict (case_number) do update set answer_by = excluded.answer_by, manager_told_at = excluded.manager_told_at""")
                .params(file.number().value(), file.government(), file.programme(), Timestamp.from(answerBy),
                        Timestamp.from(terms.managerTold(answerBy, government, calendars))).update();
        cases.tell(file.number(), "stock.answer-asked", Actor.SYSTEM, Map.of("by", JapaneseDates.dateTime(LocalDateTime.ofInstant(answerBy, BusinessClock.JST))));
    }

    /** Until when the contractor answers; empty before it was decided. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    Optional<Instant> answerBy(CaseNumber number) {
        return moment(number, "answer_by");
    }

    /** When the contractor is reminded. */
    public Instant remindAt(CaseNumber number) {
        return answerBy(number).orElseThrow();
    }

    /** When the prefecture's manager hears of the silence. */
    public Instant tellManagerAt(CaseNumber number) {
        return moment(number, "manager_told_at").orElseThrow();
    }

    private Optional<Instant> moment(CaseNumber number, String column) {
        return jdbc.sql("select " + column + " from stock_supply where case_number = ?").param(number.value()).query(Timestamp.class).optional()
                .map(Timestamp::toInstant);
    }

    /** Everybody at the contractor's office, because somebody is always reachable (S2-46). */
    public void remindContractor(CaseNumber number) {
        tell(number, "task.reminded", contractors.people(cases.get(number)).stream().map(Account::id).toList());
    }

    public void tellManager(CaseNumber number) {
        CaseFile file = cases.get(number);
        String section = organisation.inLine(file.government(), file.section(), Section.Rank.KA).code();
        tell(number, "task.escalated", organisation.holdersOf(new Desk(file.government(), section, Role.MANAGER), clock.today()).stream()
                .map(Post::account).distinct().toList());
    }

    private void tell(CaseNumber number, String kind, List<String> recipients) {
        String due = LocalDate.ofInstant(remindAt(number), BusinessClock.JST).toString();
        recipients.forEach(recipient -> cases.tell(number, kind, Actor.SYSTEM, Map.of("task", "指示の受領", "due", due, "recipient", recipient)));
    }

    /** Takes all that was instructed. @throws RefusedException what the ledger refuses, and when there is less of it */
    void issue(CaseNumber number) {
        CaseFile file = cases.get(number);
        Programme programme = programmes.get(file.programme());
        StockTerms terms = StockTerms.of(programme);
        Instruction instruction = instruction(number);
        TaskRecord record = cases.lastRecord(number, SupplyInstructions.ISSUE).orElseThrow();
        Actor contractor = new Actor(record.actor(), record.actorName(), Actor.Kind.CONTRACTOR, file.government());
        LocalDate day = Answers.fromJson(record.answers()).date("issuedOn").orElseThrow();
        lock(programme, instruction);
        for (int i = 0; i < instruction.lines().size(); i++) {
            Instruction.Line line = instruction.lines().get(i);
            Order order = line.order();
            String destination = instruction.toWarehouse() ? terms.designated().name() : line.institution();
            List<Source> sources = sources(programme, terms, order, day, instruction.toWarehouse());
            Occasion occasion = new Occasion(day, contractor, number, "供給の指示：" + destination);
            sources.forEach(source -> take(programme, terms, source, instruction.toWarehouse(), occasion));
            if (!instruction.toWarehouse()) {
                obligations.open(programme, number, i + 1, line.institution(), line.institutionType(),
                        new Order(order.item(), kind(order, sources), order.size(), order.quantity()), day);
            }
            cases.tell(number, instruction.toWarehouse() ? "stock.brought" : "stock.supplied", contractor, Map.of("destination", destination,
                    "item", terms.item(order.item()).name(), "quantity", order.quantity().toString(), "lots", named(sources)));
        }
    }

    /** What was really taken, where that is of one kind. */
    private static String kind(Order order, List<Source> sources) {
        List<String> kinds = sources.stream().map(source -> Objects.toString(source.lot().spec().kind(), "")).distinct().toList();
        return kinds.size() == 1 && !kinds.get(0).isEmpty() ? kinds.get(0) : order.kind();
    }

    private static String named(List<Source> sources) {
        return sources.stream().map(source -> source.lot().spec().product() + " " + source.lot().spec().lotNumber() + " " + Quantity.pieces(source.pieces()))
                .collect(Collectors.joining("、"));
    }

    /** So much of a lot in a warehouse that is to be taken. */
    private record Source(Lot lot, String warehouse, long pieces) {}

    /** Whoever moves one of the items now is waited for; in the same order by all, so that none waits for the other. */
    private void lock(Programme programme, Instruction instruction) {
        jdbc.sql("select item from stock_item where programme = :programme and item in (:items) order by item for update")
                .param("programme", programme.code()).param("items", instruction.quantities().keySet()).query().listOfRows();
    }

    /** As {@code stock_pick}, but from every warehouse: the earliest recommended use counts, not the place (S2-11). */
    private List<Source> sources(Programme programme, StockTerms terms, Order order, LocalDate day, boolean elsewhere) {
        List<Source> sources = jdbc.sql("""
                select t.warehouse, least(t.quantity, :wanted - t.before) as pieces, l.* from (
                  select b.lot, b.warehouse, b.quantity, b.use_by, b.received_on,
                         sum(b.quantity) over (order by b.use_by, b.received_on, b.lot, b.warehouse)::bigint - b.quantity as before
                  from stock_balance b where b.programme = :programme and b.item = :item and b.quantity > 0 and b.use_by >= :keeps and b.received_on <= :day
                  and (:kind::text is null or b.kind = :kind) and (:size::text is null or b.size = :size) and (:elsewhere = false or b.warehouse <> :designated)) t
                join stock_lot l on l.id = t.lot where t.before < :wanted order by t.use_by, t.received_on, t.lot, t.warehouse""")
                .param("wanted", order.quantity().pieces()).param("programme", programme.code()).param("item", order.item())
                .param("keeps", day.plusYears(terms.alwaysYears())).param("day", day).param("kind", order.kind()).param("size", order.size())
                .param("elsewhere", elsewhere).param("designated", terms.designated().code())
                .query((row, n) -> new Source(Stock.lot(row), row.getString("warehouse"), row.getLong("pieces"))).list();
        long there = sources.stream().mapToLong(Source::pieces).sum();
        if (there < order.quantity().pieces()) {
            throw StockRefusals.of(terms, "stock.short", there, order.quantity().pieces(), 0);
        }
        return sources;
    }

    private void take(Programme programme, StockTerms terms, Source source, boolean toWarehouse, Occasion occasion) {
        if (toWarehouse) {
            stock.transfer(programme, source.lot().id(), source.warehouse(), terms.designated().code(), new Quantity(source.pieces()), occasion);
        } else {
            stock.issueLot(programme, source.lot().id(), source.warehouse(), new Quantity(source.pieces()), occasion);
        }
    }

    /** Whether goods have left their warehouse on it. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    boolean isIssued(CaseNumber number) {
        return cases.lastRecord(number, SupplyInstructions.ISSUE).filter(record -> record.outcome().equals("issued")).isPresent();
    }

    /**
     * Ends what an instruction released, before anything was taken; the case keeps what that was. One that moves no goods
     * released nothing.
     *
     * @return whether the contractor had been instructed
     */
    public boolean end(CaseNumber number) {
        if (jdbc.sql("delete from stock_release where case_number = ?").param(number.value()).update() > 0) {
            cases.tell(number, "stock.release-ended", Actor.SYSTEM, Map.of());
        }
        return cases.timeline(number).stream().anyMatch(entry -> entry.kind().equals("letter.issued"));
    }

    /** サージカルマスク 2,000枚、N95マスク 100枚. */
    static String quantities(Programme programme, Instruction instruction) {
        StockTerms terms = StockTerms.of(programme);
        List<String> quantities = new ArrayList<>();
        instruction.quantities().forEach((item, pieces) -> quantities.add(terms.item(item).name() + " " + Quantity.pieces(pieces)));
        return String.join("、", quantities);
    }
}
