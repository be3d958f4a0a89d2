package jp.madoguchi.stockpile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the contractor enters in the ledger outside a procedure: transfers, stock-takings, files of lots, and what takes a wrong line back. */
@Service
@Transactional
public class Bookkeeping {

    private final Stock stock;
    private final StockFigures figures;
    private final LotFile lots;
    private final StockCases orders;
    private final Obligations obligations;
    private final Cases cases;
    private final Organisation organisation;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    Bookkeeping(Stock stock, StockFigures figures, LotFile lots, StockCases orders, Obligations obligations, Cases cases, Organisation organisation, BusinessClock clock,
                ApplicationEventPublisher events) {
        this.stock = stock;
        this.figures = figures;
        this.lots = lots;
        this.orders = orders;
        this.obligations = obligations;
        this.cases = cases;
        this.organisation = organisation;
        this.clock = clock;
        this.events = events;
    }

    /** Whether somebody keeps the ledger: the contractor does, the prefecture only reads it (S2-10). */
    @Transactional(readOnly = true)
    public boolean isKeptBy(Actor actor) {
        return organisation.desksOf(actor.id(), clock.today()).stream().anyMatch(membership -> membership.desk().role() == Role.CONTRACTOR);
    }

    /** @throws RefusedException what the ledger refuses, or without a reason */
    public void transfer(Programme programme, long lot, String from, String to, Quantity quantity, Occasion occasion) {
        kept(occasion);
        stock.transfer(programme, lot, from, to, quantity, occasion);
        StockTerms terms = StockTerms.of(programme);
        tell("stock.transferred", programme, occasion, Map.of("programme", programme.code(), "lot", lotNumber(programme, lot), "quantity", quantity.toString(),
                "from", terms.warehouse(from).name(), "to", terms.warehouse(to).name(), "reason", occasion.reason()));
    }

    /**
     * @return the difference that was entered, 枚; 0 when the count agrees
     * @throws RefusedException what the ledger refuses, or without a reason
     */
    public long count(Programme programme, long lot, String warehouse, long counted, Occasion occasion) {
        kept(occasion);
        long difference = stock.count(programme, lot, warehouse, counted, occasion).map(Movement::quantity).orElse(0L);
        tell("stock.counted", programme, occasion, Map.of("programme", programme.code(), "lot", lotNumber(programme, lot), "warehouse",
                StockTerms.of(programme).warehouse(warehouse).name(), "counted", Quantity.pieces(counted), "difference", Quantity.pieces(difference),
                "reason", occasion.reason()));
        return difference;
    }

    /**
     * Takes a line back. What an order owes follows: issued goods that come back need not be replenished, a replenishment that
     * goes back is owed again.
     *
     * @throws RefusedException what the ledger refuses, without a reason, or when the line belongs to a procedure that went on from it
     */
    public void reverse(Programme programme, long movement, Occasion occasion) {
        kept(occasion);
        Movement wrong = stock.reverse(programme, movement, occasion).get(0);
        figures.movement(programme, wrong.reverses()).filter(line -> line.number() != null).ifPresent(line -> follow(programme, line));
    }

    private void follow(Programme programme, Movement wrong) {
        LotSpec lot = stock.find(programme, wrong.lot()).spec();
        long pieces = Math.abs(wrong.quantity());
        switch (wrong.kind()) {
            case ISSUE -> {
                if (obligations.of(wrong.number()).stream().filter(owed -> owed.takes(lot)).mapToLong(Obligations.Obligation::open).sum() < pieces) {
                    throw new RefusedException("stock.follow", "この払出しはすでに補充されているため取り消せません。戻った物品は、棚卸として記録してください。");
                }
                orders.comesBack(wrong.number(), lot, new Quantity(pieces));
            }
            case REPLENISHMENT -> {
                CaseNumber order = new CaseNumber(cases.submission(wrong.number()).answers().text("replenishes").strip());
                if (obligations.of(order).stream().allMatch(owed -> owed.open() == 0)) {
                    throw new RefusedException("stock.follow",
                            "この補充で払出しの手続が終わっているため取り消せません。数量が違うときは棚卸、物品に問題があるときは廃棄として記録してください。");
                }
                orders.goesBack(order, lot, new Quantity(pieces));
            }
            case HANDOVER -> throw new RefusedException("stock.follow", "引継ぎは取り消せません。数量が違うときは棚卸として記録してください。");
            // A disposal's case finds by its sweep that the lot is back.
            default -> { }
        }
    }

    /** As {@link LotFile#take}. */
    public LotFile.Imported take(Programme programme, Csv.Source file, boolean goodOnesAlone, Actor actor) {
        mustKeep(actor);
        return lots.take(programme, file, goodOnesAlone, actor);
    }

    private void mustKeep(Actor actor) {
        if (!isKeptBy(actor)) {
            throw new NotFoundException("the ledger is kept by the contractor");
        }
    }

    private void kept(Occasion occasion) {
        mustKeep(occasion.actor());
        if (occasion.reason().isEmpty()) {
            throw new RefusedException("stock.reason", "理由を入力してください。後から確かめる人のために残ります。");
        }
    }

    private String lotNumber(Programme programme, long lot) {
        return stock.find(programme, lot).spec().lotNumber();
    }

    private void tell(String kind, Programme programme, Occasion occasion, Map<String, String> facts) {
        events.publishEvent(CaseEvent.ofInstallation(kind, programme.government(), occasion.actor(), facts));
    }
}
