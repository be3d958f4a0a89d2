package jp.madoguchi.stockpile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 補充: what was issued and is to come again, of the same kind and in the same quantity (S2-09), and what was disposed of under
 * a year, which the contractor replaces at its own cost (S2-52, S2-53).
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Obligations {

    private final JdbcClient jdbc;

    Obligations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One order's, one disposal's, or one line's of a supply instruction (S2-35).
     *
     * @param number         the case on which it was issued, or that of the lot that was disposed of
     * @param institution    null for a disposal, as its type
     * @param quantity       what was issued or disposed of, 枚
     * @param replenished    what came for it so far, 枚
     * @param contractorPays whether it is no part of the fee (S2-53)
     */
    public record Obligation(CaseNumber number, String institution, String institutionType, Order order, long quantity, long replenished, LocalDate openedOn,
                             boolean contractorPays) {

        /** 枚 that are still to come. */
        public long open() {
            return quantity - replenished;
        }

        /** Whether goods are of the kind and grade that went. */
        boolean takes(LotSpec lot) {
            return order.item().equals(lot.item()) && (order.kind() == null || order.kind().equals(lot.kind()))
                    && Objects.equals(order.size(), lot.size());
        }
    }

    /** @param order with the kind that was really issued */
    void open(Programme programme, CaseNumber number, String institution, String institutionType, Order order, LocalDate day) {
        open(programme, number, 1, institution, institutionType, order, day);
    }

    /** @param line of a case that issues to many */
    void open(Programme programme, CaseNumber number, int line, String institution, String institutionType, Order order, LocalDate day) {
        jdbc.sql("""
                insert into stock_obligation (case_number, line, government, programme, institution, institution_type, item, kind, size, quantity, opened_on)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(number.value(), line, programme.government(), programme.code(), institution, institutionType, order.item(), order.kind(), order.size(),
                        order.quantity().pieces(), day).update();
    }

    /** What a lot's case disposed of, all in all, is to be replaced by the same (S2-52), at the contractor's cost (S2-53). @param pieces 枚 */
    void replace(Programme programme, CaseNumber number, LotSpec lot, long pieces, LocalDate day) {
        if (jdbc.sql("update stock_obligation set quantity = greatest(?, replenished) where case_number = ?").params(pieces, number.value()).update() == 0) {
            jdbc.sql("""
                    insert into stock_obligation (case_number, government, programme, item, kind, size, quantity, opened_on, cost_bearer)
                    values (?, ?, ?, ?, ?, ?, ?, ?, 'CONTRACTOR')""")
                    .params(number.value(), programme.government(), programme.code(), lot.item(), lot.kind(), lot.size(), pieces, day).update();
        }
    }

    /**
     * Lets what is to be replaced follow a disposal that was taken back; holds the row until the transaction ends.
     *
     * @return what is still to come, 枚
     */
    long follow(CaseNumber number, long disposed) {
        if (disposed == 0) {
            jdbc.sql("delete from stock_obligation where case_number = ? and replenished = 0").param(number.value()).update();
        }
        return jdbc.sql("update stock_obligation set quantity = greatest(?, replenished) where case_number = ? returning quantity - replenished")
                .params(disposed, number.value()).query(Long.class).optional().orElse(0L);
    }

    /**
     * Sets what came against the lines of a case that take it, the first line first.
     *
     * @return what is still to come on the case, 枚
     * @throws RefusedException when less of it is open
     */
    long replenish(CaseNumber number, LotSpec lot, long pieces) {
        jdbc.sql("select line from stock_obligation where case_number = ? order by line for update").param(number.value()).query().listOfRows();
        long left = pieces;
        long open = 0;
        for (Line line : lines(number.value())) {
            long here = line.owed().takes(lot) ? Math.min(left, line.owed().open()) : 0;
            if (here > 0) {
                jdbc.sql("update stock_obligation set replenished = replenished + ? where case_number = ? and line = ?")
                        .params(here, number.value(), line.line()).update();
            }
            left -= here;
            open += line.owed().open() - here;
        }
        if (left > 0) {
            throw new RefusedException("stock.replenished", "この払出しは、すでにほかの納品で補充されています。補充の受付番号を空欄にして、改めて納品を登録してください。");
        }
        return open;
    }

    /**
     * Takes back what was set against the lines of a case, the last line first.
     *
     * @throws IllegalStateException when not so much of it came
     */
    void owedAgain(CaseNumber number, LotSpec lot, long pieces) {
        jdbc.sql("select line from stock_obligation where case_number = ? order by line for update").param(number.value()).query().listOfRows();
        long left = pieces;
        List<Line> lines = lines(number.value());
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            long here = line.owed().takes(lot) ? Math.min(left, line.owed().replenished()) : 0;
            jdbc.sql("update stock_obligation set replenished = replenished - ? where case_number = ? and line = ?")
                    .params(here, number.value(), line.line()).update();
            left -= here;
        }
        if (left > 0) {
            throw new IllegalStateException(left + " more than what came for " + number);
        }
    }

    private record Line(int line, Obligation owed) {}

    private List<Line> lines(String number) {
        return jdbc.sql("select * from stock_obligation where case_number = ? order by line").param(number)
                .query((row, n) -> new Line(row.getInt("line"), obligation(row, n))).list();
    }

    /** All that was issued on a case, in the order of its lines. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    public List<Obligation> of(CaseNumber number) {
        return lines(number.value()).stream().map(Line::owed).toList();
    }

    /** Whether nothing is to come any more; holds the rows until the transaction ends. */
    boolean isReplenished(CaseNumber number) {
        return jdbc.sql("select replenished = quantity from stock_obligation where case_number = ? order by line for update").param(number.value())
                .query(Boolean.class).list().stream().allMatch(Boolean::booleanValue);
    }

    /** An order's, which has one line. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    public Optional<Obligation> find(String number) {
        return lines(number).stream().map(Line::owed).findFirst();
    }

    /** What a programme's orders and disposals still wait for, the oldest first. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    public List<Obligation> open(Programme programme) {
        return jdbc.sql("select * from stock_obligation where programme = ? and replenished < quantity order by opened_on, case_number, line")
                .param(programme.code()).query(Obligations::obligation).list();
    }

    private static Obligation obligation(ResultSet row, int n) throws SQLException {
        long quantity = row.getLong("quantity");
        return new Obligation(new CaseNumber(row.getString("case_number")), row.getString("institution"), row.getString("institution_type"),
                new Order(row.getString("item"), row.getString("kind"), row.getString("size"), new Quantity(quantity)), quantity,
                row.getLong("replenished"), row.getObject("opened_on", LocalDate.class), row.getString("cost_bearer") != null);
    }
}
