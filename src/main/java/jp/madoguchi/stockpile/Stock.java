package jp.madoguchi.stockpile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ledger's door: lots and movements are written here and nowhere else, and never changed. Each method is a transaction
 * or part of the caller's; a refusal is a {@link RefusedException} that rolls it back. The rules are the database's
 * ({@code V0890__ledger.sql}), so that they hold for whatever races.
 */
@Service
@Transactional
public class Stock {

    private static final int LONGEST = 200;
    private static final int LONGEST_REASON = 2000;

    private final JdbcClient jdbc;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    Stock(JdbcClient jdbc, BusinessClock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** A lot and how much of it. @param quantity 枚 */
    public record Picked(Lot lot, long quantity) {}

    /**
     * Registers a lot, or finds it when it is known with the same dates.
     *
     * @throws RefusedException when its number is known with other dates, or it can be no lot of this programme (S2-68, S2-90, G6)
     */
    public Lot register(Programme programme, LotSpec spec) {
        StockTerms terms = covered(programme);
        check(terms, spec);
        return StockRefusals.told(terms, () -> {
            jdbc.sql("""
                    insert into stock_lot (government, programme, item, kind, size, maker, product, lot_number, made, use_by, owner)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                    .params(programme.government(), programme.code(), spec.item(), spec.kind(), spec.size(), spec.maker().strip(), spec.product().strip(),
                            spec.lotNumber().strip(), spec.made(), spec.useBy(), spec.owner().name()).update();
            Lot known = jdbc.sql(LOT + """
                     where l.programme = ? and coalesce(l.size, '') = ?
                    and l.identity = lower(regexp_replace(normalize(? || '|' || ? || '|' || ?, NFKC), '\\s', '', 'g'))""")
                    .params(programme.code(), Objects.toString(spec.size(), ""), spec.maker(), spec.product(), spec.lotNumber())
                    .query((row, n) -> lot(row)).single();
            return same(known.spec(), spec) ? known : corrected(terms, known, spec);
        });
    }

    /** A lot none of whose movements count was registered by mistake: it becomes what it should have been. */
    private Lot corrected(StockTerms terms, Lot known, LotSpec spec) {
        boolean unused = jdbc.sql("""
                select not exists (select from stock_movement m where m.lot = ? and m.reverses is null
                                   and not exists (select from stock_movement r where r.reverses = m.id))""")
                .param(known.id()).query(Boolean.class).single();
        if (!unused) {
            if (!sameDates(known.spec(), spec)) {
                throw StockRefusals.of(terms, "stock.other-dates", known.spec().lotNumber(), known.spec().made(), Objects.toString(known.spec().useBy(), ""));
            }
            throw new RefusedException("stock.other-lot", "ロット「%s」は、別の品目または種別で登録されています。品目、種別、ロット番号を確かめてください。"
                    .formatted(spec.lotNumber()));
        }
        jdbc.sql("update stock_lot set item = ?, kind = ?, made = ?, use_by = ?, owner = ? where id = ?")
                .params(spec.item(), spec.kind(), spec.made(), spec.useBy(), spec.owner().name(), known.id()).update();
        return new Lot(known.id(), spec);
    }

    /** First stocking (S2-24). @throws RefusedException when fewer years remain than the specification asks (S2-69), or that delivery is known */
    public Movement receive(Programme programme, LotSpec lot, String warehouse, Quantity quantity, String deliveryNote, Occasion occasion) {
        return comes(programme, Movement.Kind.RECEIPT, lot, warehouse, quantity, deliveryNote, occasion);
    }

    /** What comes for what was issued (S2-09); refused as a receipt is. Whether kind and grade fit is the obligation's matter. */
    public Movement replenish(Programme programme, LotSpec lot, String warehouse, Quantity quantity, String deliveryNote, Occasion occasion) {
        return comes(programme, Movement.Kind.REPLENISHMENT, lot, warehouse, quantity, deliveryNote, occasion);
    }

    private Movement comes(Programme programme, Movement.Kind kind, LotSpec spec, String warehouse, Quantity quantity, String note, Occasion occasion) {
        StockTerms terms = covered(programme);
        terms.warehouse(warehouse);
        check(occasion, false);
        Lot lot = register(programme, spec);
        return StockRefusals.told(terms, () -> write(programme, lot.id(), warehouse, kind, quantity.pieces(), note, null, occasion));
    }

    /** Which lots an order would be taken from now; nothing is held. @throws RefusedException when there is not enough */
    @Transactional(readOnly = true, noRollbackFor = RefusedException.class)
    public List<Picked> propose(Programme programme, Order order, String warehouse, LocalDate day) {
        StockTerms terms = covered(programme);
        check(terms, order, warehouse);
        return StockRefusals.told(terms, () -> jdbc.sql("select p.pieces, l.* from stock_pick(?, ?, ?, ?, ?, ?, ?, false) p join stock_lot l on l.id = p.lot_id")
                .params(programme.code(), order.item(), order.kind(), order.size(), warehouse, order.quantity().pieces(), day)
                .query((row, n) -> new Picked(lot(row), row.getLong("pieces"))).list());
    }

    /**
     * Takes an order from stock, the earliest recommended use first, then the earliest receipt (S2-11, G5).
     *
     * @return one movement a lot
     * @throws RefusedException when there is less of it with a year remaining, or the total would fall under what is required (S2-15)
     *                          without a supply instruction that covers it
     */
    public List<Movement> issue(Programme programme, Order order, String warehouse, Occasion occasion) {
        StockTerms terms = covered(programme);
        check(terms, order, warehouse);
        check(occasion, false);
        return StockRefusals.told(terms, () -> jdbc.sql("""
                insert into stock_movement (government, programme, lot, warehouse, kind, quantity, day, recorded_at, actor, actor_name, case_number, reason)
                select ?, ?, p.lot_id, ?, 'ISSUE', -p.pieces, ?, ?, ?, ?, ?, ? from stock_pick(?, ?, ?, ?, ?, ?, ?, true) p
                returning *""")
                .params(programme.government(), programme.code(), warehouse, occasion.day(), now(), occasion.actor().id(), occasion.actor().name(),
                        number(occasion), occasion.reason(), programme.code(), order.item(), order.kind(), order.size(), warehouse,
                        order.quantity().pieces(), occasion.day())
                .query((row, n) -> movement(row)).list());
    }

    /** Takes a named lot out of turn; whoever approved it stands in the reason (S2-11). Refused as {@link #issue} is. */
    public Movement issueLot(Programme programme, long lot, String warehouse, Quantity quantity, Occasion occasion) {
        return goes(programme, Movement.Kind.ISSUE, lot, warehouse, quantity, occasion);
    }

    /** S2-52: what fell under a year, or is damaged. It may take the total under the required quantity: that shows, and is to be replenished. */
    public Movement dispose(Programme programme, long lot, String warehouse, Quantity quantity, Occasion occasion) {
        return goes(programme, Movement.Kind.DISPOSAL, lot, warehouse, quantity, occasion);
    }

    private Movement goes(Programme programme, Movement.Kind kind, long lot, String warehouse, Quantity quantity, Occasion occasion) {
        StockTerms terms = covered(programme);
        terms.warehouse(warehouse);
        check(occasion, true);
        find(programme, lot);
        return StockRefusals.told(terms, () -> write(programme, lot, warehouse, kind, -quantity.pieces(), null, null, occasion));
    }

    /** S2-62: all that is there, from every warehouse. @return one movement a lot and warehouse; none when nothing is there */
    public List<Movement> handOver(Programme programme, Occasion occasion) {
        StockTerms terms = covered(programme);
        check(occasion, true);
        return StockRefusals.told(terms, () -> jdbc.sql("""
                insert into stock_movement (government, programme, lot, warehouse, kind, quantity, day, recorded_at, actor, actor_name, case_number, reason)
                select b.government, b.programme, b.lot, b.warehouse, 'HANDOVER', -b.quantity, ?, ?, ?, ?, ?, ?
                from stock_balance b where b.programme = ? and b.quantity > 0 order by b.item, b.lot, b.warehouse returning *""")
                .params(occasion.day(), now(), occasion.actor().id(), occasion.actor().name(), number(occasion), occasion.reason(), programme.code())
                .query((row, n) -> movement(row)).list());
    }

    /** To another warehouse. @return what went, and what came */
    public List<Movement> transfer(Programme programme, long lot, String from, String to, Quantity quantity, Occasion occasion) {
        StockTerms terms = covered(programme);
        terms.warehouse(from);
        terms.warehouse(to);
        check(occasion, false);
        find(programme, lot);
        UUID transfer = UUID.randomUUID();
        return StockRefusals.told(terms, () -> jdbc.sql("""
                insert into stock_movement (government, programme, lot, warehouse, kind, quantity, day, recorded_at, actor, actor_name, case_number,
                                            reason, transfer)
                select ?, ?, ?, side.warehouse, 'TRANSFER', side.quantity, ?, ?, ?, ?, ?, ?, ?
                from (values (1, ?, -?::bigint), (2, ?, ?::bigint)) as side (n, warehouse, quantity) order by side.n returning *""")
                .params(programme.government(), programme.code(), lot, occasion.day(), now(), occasion.actor().id(), occasion.actor().name(),
                        number(occasion), occasion.reason(), transfer, from, quantity.pieces(), to, quantity.pieces())
                .query((row, n) -> movement(row)).list());
    }

    /** A stock-taking found so many 枚 of a lot. @return the difference; empty when there is none */
    public Optional<Movement> count(Programme programme, long lot, String warehouse, long counted, Occasion occasion) {
        StockTerms terms = covered(programme);
        terms.warehouse(warehouse);
        find(programme, lot);
        if (counted < 0) {
            throw new RefusedException("stock.quantity", "数えた数量は0枚以上の整数で入力してください。");
        }
        // Whoever moves the item now is waited for, or the difference would be to what was there before.
        jdbc.sql("select i.item from stock_item i join stock_lot l using (programme, item) where l.id = ? for update of i").param(lot).query().listOfRows();
        long known = jdbc.sql("""
                select coalesce(sum(quantity), 0) from stock_movement where lot = ? and warehouse = ? and day <= ?""")
                .params(lot, warehouse, occasion.day()).query(Long.class).single();
        if (known == counted) {
            return Optional.empty();
        }
        check(occasion, true);
        return Optional.of(StockRefusals.told(terms,
                () -> write(programme, lot, warehouse, Movement.Kind.COUNT_DIFFERENCE, counted - known, null, null, occasion)));
    }

    /**
     * Takes a wrong movement back by its counter-movement, both sides of a transfer together.
     *
     * @throws RefusedException when it was taken back before, is a counter-movement itself, or what came is no longer there
     * @throws NotFoundException when the programme has no such movement
     */
    public List<Movement> reverse(Programme programme, long movement, Occasion occasion) {
        StockTerms terms = covered(programme);
        check(occasion, true);
        Movement wrong = jdbc.sql("select * from stock_movement where id = ? and programme = ?").params(movement, programme.code())
                .query((row, n) -> movement(row)).optional().orElseThrow(() -> new NotFoundException("movement " + movement));
        if (wrong.reverses() != null) {
            throw StockRefusals.of(terms, "stock.reversal");
        }
        List<Movement> counter = StockRefusals.told(terms, () -> jdbc.sql("""
                insert into stock_movement (government, programme, lot, warehouse, kind, quantity, day, recorded_at, actor, actor_name, case_number,
                                            reason, delivery_note, transfer, reverses)
                select m.government, m.programme, m.lot, m.warehouse, m.kind, -m.quantity, ?, ?, ?, ?, ?, ?, m.delivery_note, ?::uuid, m.id
                from stock_movement m where m.programme = ? and (m.id = ? or m.transfer = ?::uuid and m.reverses is null) order by m.id returning *""")
                .params(occasion.day(), now(), occasion.actor().id(), occasion.actor().name(), number(occasion), occasion.reason(),
                        wrong.transfer() == null ? null : UUID.randomUUID(), programme.code(), movement, wrong.transfer())
                .query((row, n) -> movement(row)).list());
        events.publishEvent(CaseEvent.ofInstallation("stock.reversed", programme.government(), occasion.actor(), Map.of("programme", programme.code(),
                "movement", wrong.kind().label() + " " + movement, "quantity", Quantity.pieces(Math.abs(wrong.quantity())), "reason", occasion.reason())));
        return counter;
    }

    /**
     * S2-35: lets what is issued on a case take an item's total under its quantity by so much, on those days only.
     *
     * @param number the instruction's; other cases' issues are measured as if it were not there
     * @return its id
     */
    public long release(Programme programme, String item, Quantity quantity, LocalDate from, LocalDate to, CaseNumber number, Actor actor) {
        StockTerms terms = covered(programme);
        terms.item(item);
        if (to.isBefore(from)) {
            throw new RefusedException("stock.release", "供給の指示の終わりの日は、始まりの日より後にしてください。");
        }
        return jdbc.sql("""
                insert into stock_release (programme, item, government, quantity, from_on, to_on, case_number, recorded_at, actor, actor_name)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""")
                .params(programme.code(), item, programme.government(), quantity.pieces(), from, to, number == null ? null : number.value(), now(),
                        actor.id(), actor.name()).query(Long.class).single();
    }

    /** Closes a month that is over and all before it: nothing is dated in them any more, and their last day's figures are kept. */
    public void closeMonth(Programme programme, YearMonth month, Actor actor) {
        covered(programme);
        if (!month.atEndOfMonth().isBefore(clock.today())) {
            throw new RefusedException("stock.month", "%sはまだ終わっていません。翌月になってから締め切ってください。".formatted(JapaneseDates.month(month)));
        }
        LocalDate through = month.atEndOfMonth();
        int closed = jdbc.sql("update stock_ledger set closed_through = ? where programme = ? and (closed_through is null or closed_through < ?)")
                .params(through, programme.code(), through).update();
        if (closed == 0) {
            throw new RefusedException("stock.month", "%sは、すでに締め切られています。".formatted(JapaneseDates.month(month)));
        }
        jdbc.sql("insert into stock_closing (programme, through, lot, warehouse, government, quantity) select :programme, :day, lot, warehouse, :government, quantity"
                + " from (" + StockFigures.AT + ") t").param("programme", programme.code()).param("government", programme.government())
                .param("day", through).update();
        events.publishEvent(CaseEvent.ofInstallation("stock.month-closed", programme.government(), actor,
                Map.of("programme", programme.code(), "month", JapaneseDates.month(month))));
    }

    /** @throws NotFoundException when the programme has no such lot */
    @Transactional(readOnly = true)
    public Lot find(Programme programme, long lot) {
        covered(programme);
        return jdbc.sql(LOT + " where l.programme = ? and l.id = ?").params(programme.code(), lot).query((row, n) -> lot(row)).optional()
                .orElseThrow(() -> new NotFoundException("lot " + lot));
    }

    /** Lots by their number as printed, of any maker; what a scanned label leads to. */
    @Transactional(readOnly = true)
    public List<Lot> findByNumber(Programme programme, String lotNumber) {
        covered(programme);
        return jdbc.sql(LOT + """
                 where l.programme = ? and lower(regexp_replace(normalize(l.lot_number, NFKC), '\\s', '', 'g'))
                = lower(regexp_replace(normalize(?, NFKC), '\\s', '', 'g')) order by l.id""")
                .params(programme.code(), lotNumber).query((row, n) -> lot(row)).list();
    }

    private Movement write(Programme programme, long lot, String warehouse, Movement.Kind kind, long quantity, String note, Long reverses, Occasion occasion) {
        return jdbc.sql("""
                insert into stock_movement (government, programme, lot, warehouse, kind, quantity, day, recorded_at, actor, actor_name, case_number,
                                            reason, delivery_note, reverses)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *""")
                .params(programme.government(), programme.code(), lot, warehouse, kind.name(), quantity, occasion.day(), now(), occasion.actor().id(),
                        occasion.actor().name(), number(occasion), occasion.reason(), note == null || note.isBlank() ? null : note.strip(), reverses)
                .query((row, n) -> movement(row)).single();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static String number(Occasion occasion) {
        return occasion.number() == null ? null : occasion.number().value();
    }

    /** @throws NotFoundException when this person does not work on the programme */
    static StockTerms covered(Programme programme) {
        if (!DataScope.coversProgramme(programme.government(), programme.code()) || !StockTerms.setBy(programme)) {
            throw new NotFoundException("stock of " + programme.code());
        }
        return StockTerms.of(programme);
    }

    /** @throws RefusedException naming the first thing that is wrong with it */
    static void check(StockTerms terms, LotSpec spec) {
        StockTerms.Item item = terms.item(spec.item());
        for (String text : new String[] {spec.maker(), spec.product(), spec.lotNumber()}) {
            if (text == null || text.isBlank() || text.codePointCount(0, text.length()) > LONGEST) {
                throw new RefusedException("stock.text", "製造者、製品名、ロット番号は%d文字以内で入力してください。".formatted(LONGEST));
            }
        }
        if (item.kinds().isEmpty() ? spec.kind() != null : spec.kind() == null || !item.kinds().contains(spec.kind())) {
            throw new RefusedException("stock.kind", item.kinds().isEmpty() ? "「%s」に種別はありません。空欄にしてください。".formatted(item.name())
                    : "「%s」の種別は%sのいずれかにしてください。".formatted(item.name(), terms.kinds(item)));
        }
        boolean sized = item.code().equals(StockTerms.SIZED) && !terms.sizes().isEmpty();
        if (sized ? spec.size() == null || !terms.sizes().containsKey(spec.size()) : spec.size() != null) {
            throw new RefusedException("stock.size", sized ? "「%s」のサイズは%sのいずれかにしてください。".formatted(item.name(), String.join("、", terms.sizes().keySet()))
                    : "「%s」にサイズの区分はありません。空欄にしてください。".formatted(item.name()));
        }
        if (spec.made() == null) {
            throw new RefusedException("stock.made", "製造日を入力してください。");
        }
        if (spec.useBy() != null && !spec.useBy().isAfter(spec.made())) {
            throw StockRefusals.datesCross();
        }
    }

    private static void check(StockTerms terms, Order order, String warehouse) {
        StockTerms.Item item = terms.item(order.item());
        terms.warehouse(warehouse);
        if (order.kind() != null && !item.kinds().contains(order.kind())) {
            throw new RefusedException("stock.kind", item.kinds().isEmpty() ? "「%s」に種別はありません。".formatted(item.name())
                    : "「%s」の種別は%sのいずれかにしてください。".formatted(item.name(), terms.kinds(item)));
        }
        if (order.size() != null && !(item.code().equals(StockTerms.SIZED) && terms.sizes().containsKey(order.size()))) {
            throw new RefusedException("stock.size", "「%s」にサイズ「%s」はありません。".formatted(item.name(), order.size()));
        }
    }

    private static void check(Occasion occasion, boolean reasoned) {
        if (reasoned && occasion.reason().isEmpty()) {
            throw new RefusedException("stock.reason", "理由を入力してください。");
        }
        if (occasion.reason().length() > LONGEST_REASON) {
            throw new RefusedException("stock.reason", "理由は%d文字以内で入力してください。".formatted(LONGEST_REASON));
        }
        Cases.refuseMyNumber(occasion.reason());
    }

    private static boolean same(LotSpec known, LotSpec spec) {
        return sameDates(known, spec) && known.item().equals(spec.item()) && Objects.equals(known.kind(), spec.kind()) && known.owner() == spec.owner();
    }

    static boolean sameDates(LotSpec known, LotSpec spec) {
        return known.made().equals(spec.made()) && Objects.equals(known.useBy(), spec.useBy());
    }

    static final String LOT = "select l.* from stock_lot l";

    static Lot lot(ResultSet row) throws SQLException {
        return new Lot(row.getLong("id"), new LotSpec(row.getString("item"), row.getString("kind"), row.getString("size"), row.getString("maker"),
                row.getString("product"), row.getString("lot_number"), row.getObject("made", LocalDate.class), row.getObject("use_by", LocalDate.class),
                LotSpec.Owner.valueOf(row.getString("owner"))));
    }

    static Movement movement(ResultSet row) throws SQLException {
        String number = row.getString("case_number");
        return new Movement(row.getLong("id"), row.getLong("lot"), row.getString("warehouse"), Movement.Kind.valueOf(row.getString("kind")),
                row.getLong("quantity"), row.getObject("day", LocalDate.class), row.getTimestamp("recorded_at").toInstant(), row.getString("actor"),
                row.getString("actor_name"), number == null ? null : new CaseNumber(number), row.getString("reason"), row.getString("delivery_note"),
                row.getObject("transfer", UUID.class), row.getObject("reverses", Long.class));
    }
}
