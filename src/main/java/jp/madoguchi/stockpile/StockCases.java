package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Procedures;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Carries what the procedures {@code ppe-receipt} and {@code ppe-issue} decided into the ledger. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class StockCases {

    /** The message an order waits for. */
    private static final String REPLENISHED = "stock.replenished";

    private final Stock stock;
    private final Obligations obligations;
    private final LotWatch watch;
    private final Products products;
    private final Cases cases;
    private final Programmes programmes;
    private final Procedures procedures;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    StockCases(Stock stock, Obligations obligations, LotWatch watch, Products products, Cases cases, Programmes programmes, Procedures procedures,
               JdbcClient jdbc, BusinessClock clock) {
        this.stock = stock;
        this.obligations = obligations;
        this.watch = watch;
        this.products = products;
        this.cases = cases;
        this.programmes = programmes;
        this.procedures = procedures;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @throws RefusedException what the ledger refuses, such as less than four years remaining (S2-69) */
    void takeIntoStock(CaseNumber number) {
        CaseFile file = cases.get(number);
        Programme programme = programmes.get(file.programme());
        Answers delivery = cases.submission(number).answers();
        LotSpec lot = Goods.lot(delivery, clock.today());
        StockTerms.Warehouse warehouse = Goods.warehouse(programme, delivery).orElseThrow();
        Quantity quantity = Goods.quantity(delivery);
        TaskRecord inspection = cases.lastRecord(number, Deliveries.INSPECT).orElseThrow();
        Occasion occasion = new Occasion(delivery.date("deliveredOn").orElseThrow(), by(inspection, file), number, "");
        String note = delivery.text("noteNumber").strip();
        products.mustBeApproved(programme, lot, occasion.day());
        if (delivery.text("replenishes").isBlank()) {
            stock.receive(programme, lot, warehouse.code(), quantity, note, occasion);
        } else {
            stock.replenish(programme, lot, warehouse.code(), quantity, note, occasion);
            replenish(new CaseNumber(delivery.text("replenishes").strip()), number, lot, quantity);
        }
        cases.tell(number, "stock.received", Actor.SYSTEM, Map.of("lot", lot.product() + "（" + lot.lotNumber() + "）", "quantity", quantity.toString()));
    }

    private void replenish(CaseNumber order, CaseNumber delivery, LotSpec lot, Quantity quantity) {
        settle(order, lot, quantity, "stock.replenished", Map.of("number", delivery.value()));
    }

    /** What was issued on a case was taken back: so much less is to come again. */
    void comesBack(CaseNumber order, LotSpec lot, Quantity quantity) {
        settle(order, lot, quantity, "stock.came-back", Map.of());
    }

    /** What had come for a case was taken back: it is owed again. */
    void goesBack(CaseNumber order, LotSpec lot, Quantity quantity) {
        obligations.owedAgain(order, lot, quantity.pieces());
        long open = obligations.of(order).stream().mapToLong(Obligations.Obligation::open).sum();
        cases.tell(order, "stock.went-back", Actor.SYSTEM, Map.of("quantity", quantity.toString(), "open", Quantity.pieces(open)));
    }

    private void settle(CaseNumber order, LotSpec lot, Quantity quantity, String event, Map<String, String> facts) {
        long open = obligations.replenish(order, lot, quantity.pieces());
        Map<String, String> told = new LinkedHashMap<>(facts);
        told.put("quantity", quantity.toString());
        told.put("open", Quantity.pieces(open));
        cases.tell(order, event, Actor.SYSTEM, told);
        if (open == 0 && procedures.isWaiting(REPLENISHED, order)) {
            procedures.tell(REPLENISHED, order);
        } else if (open == 0) {
            watch.replaced(order);
        }
    }

    /** Tells with an order which lots it would take; where there is not enough, that is told instead. */
    void propose(CaseFile file, Answers order) {
        Programme programme = programmes.get(file.programme());
        String lots;
        // A refusal of the database would end the filing as a whole.
        jdbc.sql("savepoint proposing").update();
        try {
            lots = named(stock.propose(programme, Goods.order(order), StockTerms.of(programme).designated().code(), clock.today()).stream()
                    .map(picked -> Map.entry(picked.lot().spec(), picked.quantity())).toList());
        } catch (RefusedException tooLittle) {
            jdbc.sql("rollback to savepoint proposing").update();
            lots = tooLittle.refusal().wording();
        }
        cases.tell(file.number(), "stock.proposed", Actor.SYSTEM, Map.of("lots", lots));
    }

    /** Issues an order from the designated warehouse and opens what is to be replenished. @throws RefusedException what the ledger refuses */
    void issue(CaseNumber number) {
        CaseFile file = cases.get(number);
        Programme programme = programmes.get(file.programme());
        Answers answers = cases.submission(number).answers();
        TaskRecord record = cases.lastRecord(number, Orders.ISSUE).orElseThrow();
        LocalDate day = Answers.fromJson(record.answers()).date("issuedOn").orElseThrow();
        Order order = Goods.order(answers);
        List<Movement> taken = stock.issue(programme, order, StockTerms.of(programme).designated().code(),
                new Occasion(day, by(record, file), number, answers.text("institution")));
        List<Map.Entry<LotSpec, Long>> lots = new ArrayList<>();
        taken.forEach(movement -> lots.add(Map.entry(stock.find(programme, movement.lot()).spec(), -movement.quantity())));
        List<String> kinds = lots.stream().map(lot -> Objects.toString(lot.getKey().kind(), "")).distinct().toList();
        String kind = kinds.size() == 1 && !kinds.get(0).isEmpty() ? kinds.get(0) : order.kind();
        obligations.open(programme, number, answers.text("institution"), answers.text("institutionType"),
                new Order(order.item(), kind, order.size(), order.quantity()), day);
        cases.tell(number, "stock.issued", Actor.SYSTEM, Map.of("quantity", order.quantity().toString(), "lots", named(lots)));
    }

    /**
     * Whether all that was issued has come again. Whoever replenishes at the same moment is waited for, or waits until the
     * order does: neither passes the other unseen.
     */
    public boolean replenished(CaseNumber number) {
        return obligations.isReplenished(number);
    }

    static Actor by(TaskRecord record, CaseFile file) {
        return new Actor(record.actor(), record.actorName(), Actor.Kind.CONTRACTOR, file.government());
    }

    private static String named(List<Map.Entry<LotSpec, Long>> lots) {
        Map<String, Long> sums = new LinkedHashMap<>();
        lots.forEach(lot -> sums.merge(lot.getKey().product() + " " + lot.getKey().lotNumber(), lot.getValue(), Long::sum));
        return sums.entrySet().stream().map(lot -> lot.getKey() + " " + Quantity.pieces(lot.getValue())).collect(Collectors.joining("、"));
    }
}
