package jp.madoguchi.stockpile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the ledger says: now, on any past day, over a month or a year. All quantities in 枚. */
@Service
@Transactional(readOnly = true)
public class StockFigures {

    /** Quantities by lot and warehouse at the end of {@code :day}: the last closed month before, and what moved since. */
    static final String AT = """
            select x.lot, x.warehouse, sum(x.quantity)::bigint as quantity from (
              select c.lot, c.warehouse, c.quantity from stock_closing c
              where c.programme = :programme and c.through = (select max(through) from stock_closing where programme = :programme and through <= :day)
              union all
              select m.lot, m.warehouse, m.quantity from stock_movement m where m.programme = :programme and m.day <= :day
              and m.day > coalesce((select max(through) from stock_closing where programme = :programme and through <= :day), '-infinity')) x
            group by x.lot, x.warehouse having sum(x.quantity) <> 0""";

    private final JdbcClient jdbc;
    private final BusinessClock clock;

    StockFigures(JdbcClient jdbc, BusinessClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** So much of a lot in a warehouse. */
    public record Balance(Lot lot, String warehouse, long quantity) {}

    /**
     * What moved of an item over some days.
     *
     * @param opening  at the end of the day before the first
     * @param received first stocking, less what was taken back
     * @param closing  at the end of the last day
     */
    public record Flow(StockTerms.Item item, long opening, long received, long replenished, long issued, long disposed, long counted, long closing) {}

    /**
     * S2-16: what went in a fiscal year and what came for it differ by.
     *
     * @param received first stocking, which answers for nothing that went
     * @param disposed what is replaced like an issue (S2-52)
     * @param open     what is still to be replenished until 31 March; negative when more came than went
     */
    public record YearGap(StockTerms.Item item, long received, long issued, long disposed, long replenished, long open) {}

    /**
     * 引継ぎ of all that was there (S2-62).
     *
     * @param to who took it
     */
    public record HandedOver(LocalDate on, String to, CaseNumber number) {}

    /** The last handover, while nothing has come since: there is no stock to be measured any more. */
    public Optional<HandedOver> handedOver(Programme programme) {
        Stock.covered(programme);
        return jdbc.sql("""
                select m.day, m.reason, m.case_number from stock_movement m where m.programme = :programme and m.kind = 'HANDOVER' and m.reverses is null
                and not exists (select from stock_balance b where b.programme = :programme and b.quantity > 0)
                and not exists (select from stock_movement r where r.reverses = m.id) order by m.id desc limit 1""")
                .param("programme", programme.code()).query((row, n) -> new HandedOver(row.getObject("day", LocalDate.class), row.getString("reason"),
                        new CaseNumber(row.getString("case_number")))).optional();
    }

    /** What is there now, in the order in which it is taken; an item's or, with null, all items'. */
    public List<Balance> now(Programme programme, String item) {
        Stock.covered(programme);
        return jdbc.sql("""
                select b.warehouse, b.quantity as there, l.* from stock_balance b join stock_lot l on l.id = b.lot
                where b.programme = :programme and b.quantity > 0 and (:item::text is null or b.item = :item)
                order by b.item, b.use_by, b.received_on, b.lot, b.warehouse""")
                .param("programme", programme.code()).param("item", item).query(StockFigures::balance).list();
    }

    /** What is there now of a lot, by warehouse. */
    public List<Balance> now(Programme programme, long lot) {
        Stock.covered(programme);
        return jdbc.sql("""
                select b.warehouse, b.quantity as there, l.* from stock_balance b join stock_lot l on l.id = b.lot
                where b.programme = ? and b.lot = ? and b.quantity > 0 order by b.warehouse""").params(programme.code(), lot).query(StockFigures::balance).list();
    }

    /** What was there at the end of a day, by lot and warehouse. */
    public List<Balance> at(Programme programme, LocalDate day) {
        Stock.covered(programme);
        return jdbc.sql("select t.warehouse, t.quantity as there, l.* from (" + AT + ") t join stock_lot l on l.id = t.lot"
                + " order by l.item, coalesce(l.use_by, 'infinity'), l.id, t.warehouse")
                .param("programme", programme.code()).param("day", day).query(StockFigures::balance).list();
    }

    /** An item's total at the end of a day. */
    public long total(Programme programme, String item, LocalDate day) {
        return totals(programme, day).getOrDefault(item, 0L);
    }

    /** All items' totals at the end of a day, by item; without those of which there was nothing. */
    public Map<String, Long> totals(Programme programme, LocalDate day) {
        Stock.covered(programme);
        Map<String, Long> totals = new LinkedHashMap<>();
        jdbc.sql("select l.item, sum(t.quantity)::bigint as there from (" + AT + ") t join stock_lot l on l.id = t.lot group by l.item order by l.item")
                .param("programme", programme.code()).param("day", day)
                .query((row, n) -> totals.put(row.getString("item"), row.getLong("there"))).list();
        return totals;
    }

    /** The ledger's lines dated within some days, in the order of days and entry. */
    public List<Movement> movements(Programme programme, LocalDate from, LocalDate to) {
        Stock.covered(programme);
        return jdbc.sql("select * from stock_movement where programme = ? and day between ? and ? order by day, id")
                .params(programme.code(), from, to).query((row, n) -> Stock.movement(row)).list();
    }

    /** One line; empty when the programme has no such. */
    Optional<Movement> movement(Programme programme, long id) {
        Stock.covered(programme);
        return jdbc.sql("select * from stock_movement where programme = ? and id = ?").params(programme.code(), id)
                .query((row, n) -> Stock.movement(row)).optional();
    }

    /** A lot's lines, oldest first. */
    public List<Movement> movements(Programme programme, long lot) {
        Stock.covered(programme);
        return jdbc.sql("select * from stock_movement where programme = ? and lot = ? order by day, id")
                .params(programme.code(), lot).query((row, n) -> Stock.movement(row)).list();
    }

    /** What a month's report says of each item (S2-29). */
    public List<Flow> flows(Programme programme, LocalDate from, LocalDate to) {
        StockTerms terms = Stock.covered(programme);
        Map<String, Long> opening = totals(programme, from.minusDays(1));
        Map<String, Map<Movement.Kind, Long>> sums = sums(programme, from, to);
        return terms.items().values().stream().map(item -> {
            Map<Movement.Kind, Long> of = sums.getOrDefault(item.code(), Map.of());
            long before = opening.getOrDefault(item.code(), 0L);
            return new Flow(item, before, of.getOrDefault(Movement.Kind.RECEIPT, 0L), of.getOrDefault(Movement.Kind.REPLENISHMENT, 0L),
                    -of.getOrDefault(Movement.Kind.ISSUE, 0L), -of.getOrDefault(Movement.Kind.DISPOSAL, 0L),
                    of.getOrDefault(Movement.Kind.COUNT_DIFFERENCE, 0L), before + of.values().stream().mapToLong(Long::longValue).sum());
        }).toList();
    }

    /** S2-16: by item, how what went in the year and its replenishments stand; nothing is open on 31 March when all is well. */
    public List<YearGap> yearGaps(Programme programme, FiscalYear year) {
        StockTerms terms = Stock.covered(programme);
        Map<String, Map<Movement.Kind, Long>> sums = sums(programme, year.firstDay(), year.lastDay());
        return terms.items().values().stream().map(item -> {
            Map<Movement.Kind, Long> of = sums.getOrDefault(item.code(), Map.of());
            long issued = -of.getOrDefault(Movement.Kind.ISSUE, 0L);
            long replenished = of.getOrDefault(Movement.Kind.REPLENISHMENT, 0L);
            long disposed = -of.getOrDefault(Movement.Kind.DISPOSAL, 0L);
            return new YearGap(item, of.getOrDefault(Movement.Kind.RECEIPT, 0L), issued, disposed, replenished, issued + disposed - replenished);
        }).toList();
    }

    /** Whether nothing is dated in a month any more. */
    public boolean isClosed(Programme programme, YearMonth month) {
        Stock.covered(programme);
        return jdbc.sql("select exists (select from stock_ledger where programme = ? and closed_through >= ?)").params(programme.code(), month.atEndOfMonth())
                .query(Boolean.class).single();
    }

    /** What keeps less than so many months from a day on, the most urgent first: for watching, and under a year a breach (S2-07). */
    public List<Balance> keepingLess(Programme programme, LocalDate day, int months) {
        Stock.covered(programme);
        return jdbc.sql("""
                select b.warehouse, b.quantity as there, l.* from stock_balance b join stock_lot l on l.id = b.lot
                where b.programme = ? and b.quantity > 0 and b.use_by < ? order by b.use_by, b.item, b.lot, b.warehouse""")
                .params(programme.code(), day.plusMonths(months)).query(StockFigures::balance).list();
    }

    /** How far each item is from its limits today. */
    public List<Margins> margins(Programme programme) {
        StockTerms terms = Stock.covered(programme);
        LocalDate today = clock.today();
        Map<String, Map<String, Long>> places = new LinkedHashMap<>();
        Map<String, Map<String, Long>> sizes = new LinkedHashMap<>();
        Map<String, Long> old = new LinkedHashMap<>();
        jdbc.sql("""
                select b.item, b.warehouse, b.size, sum(b.quantity)::bigint as there, coalesce(sum(b.quantity) filter (where b.use_by < ?), 0)::bigint as old
                from stock_balance b where b.programme = ? and b.quantity > 0 group by b.item, b.warehouse, b.size""")
                .params(today.plusYears(terms.alwaysYears()), programme.code()).query((row, n) -> {
                    places.computeIfAbsent(row.getString("item"), i -> new LinkedHashMap<>()).merge(row.getString("warehouse"), row.getLong("there"), Long::sum);
                    if (row.getString("size") != null) {
                        sizes.computeIfAbsent(row.getString("item"), i -> new LinkedHashMap<>()).merge(row.getString("size"), row.getLong("there"), Long::sum);
                    }
                    return old.merge(row.getString("item"), row.getLong("old"), Long::sum);
                }).list();
        return terms.items().values().stream().map(item -> {
            Map<String, Long> where = places.getOrDefault(item.code(), Map.of());
            long total = where.values().stream().mapToLong(Long::longValue).sum();
            long managed = terms.managed(item.code(), FiscalYear.of(today));
            long binding = binding(programme, item.code(), today, total);
            Released released = released(programme, item.code(), today);
            long designated = where.getOrDefault(terms.designated().code(), 0L);
            List<Margins.Size> mix = item.code().equals(StockTerms.SIZED) ? mix(terms, sizes.getOrDefault(item.code(), Map.of())) : List.of();
            return new Margins(item, total, managed, binding, released.quantity(), released.until(), Math.max(0, total - binding), designated,
                    (long) Math.ceil(terms.designatedShare() * managed), designatedAt(terms, designated + released.quantity(), binding), old.getOrDefault(item.code(), 0L), mix,
                    sizesAt(terms, mix));
        }).toList();
    }

    private record Released(long quantity, LocalDate until) {}

    private Released released(Programme programme, String item, LocalDate today) {
        return jdbc.sql("select coalesce(sum(quantity), 0), max(to_on) from stock_release where programme = ? and item = ? and ? between from_on and to_on")
                .params(programme.code(), item, today).query((row, n) -> new Released(row.getLong(1), row.getObject(2, LocalDate.class))).single();
    }

    /** What an issue today must leave: the most of the plan that was once reached, or is. */
    private long binding(Programme programme, String item, LocalDate today, long total) {
        return jdbc.sql("""
                select coalesce(max(managed), 0) from stock_plan where programme = ? and item = ? and fiscal_year <= ?
                and (completed_by is not null or managed <= ?)""")
                .params(programme.code(), item, FiscalYear.of(today).value(), total).query(Long.class).single();
    }

    /** G4, with what was released (S2-35): under about half is a warning, under the floor an alert; before the first stocking is complete nothing is asked. */
    private static Margins.Level designatedAt(StockTerms terms, long designated, long binding) {
        return designated < terms.designatedFloor() * binding ? Margins.Level.ALERT
                : designated < terms.designatedShare() * binding ? Margins.Level.WARN : Margins.Level.FINE;
    }

    private static List<Margins.Size> mix(StockTerms terms, Map<String, Long> quantities) {
        long total = quantities.values().stream().mapToLong(Long::longValue).sum();
        int shares = terms.sizes().values().stream().mapToInt(Integer::intValue).sum();
        List<Margins.Size> mix = new ArrayList<>();
        terms.sizes().forEach((size, share) -> {
            long there = quantities.getOrDefault(size, 0L);
            mix.add(new Margins.Size(size, there, total == 0 ? 0 : 100.0 * there / total, 100.0 * share / shares));
        });
        return mix;
    }

    /** S2-28: "about" is within the tolerance; twice as far off is an alert. */
    private static Margins.Level sizesAt(StockTerms terms, List<Margins.Size> mix) {
        double off = mix.stream().allMatch(size -> size.quantity() == 0) ? 0
                : mix.stream().mapToDouble(size -> Math.abs(size.share() - size.wanted())).max().orElse(0);
        return off > 2 * terms.sizeTolerance() ? Margins.Level.ALERT : off > terms.sizeTolerance() ? Margins.Level.WARN : Margins.Level.FINE;
    }

    private Map<String, Map<Movement.Kind, Long>> sums(Programme programme, LocalDate from, LocalDate to) {
        Map<String, Map<Movement.Kind, Long>> sums = new LinkedHashMap<>();
        jdbc.sql("""
                select l.item, m.kind, sum(m.quantity)::bigint as moved from stock_movement m join stock_lot l on l.id = m.lot
                where m.programme = ? and m.day between ? and ? group by l.item, m.kind""")
                .params(programme.code(), from, to).query((row, n) -> sums.computeIfAbsent(row.getString("item"), item -> new LinkedHashMap<>())
                        .put(Movement.Kind.valueOf(row.getString("kind")), row.getLong("moved"))).list();
        return sums;
    }

    private static Balance balance(ResultSet row, int n) throws SQLException {
        return new Balance(Stock.lot(row), row.getString("warehouse"), row.getLong("there"));
    }
}
