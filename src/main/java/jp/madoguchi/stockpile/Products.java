package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 承認された製品: which products a programme's deliveries may be of (S2-26). Until an item's first stocking is complete its
 * products are still being chosen by annex 2 (S2-23, S2-24) and any that meets it may come; what came by then is what was agreed,
 * and another product needs the prefecture's approval before it comes.
 */
@Service
@Transactional
public class Products {

    private final JdbcClient jdbc;

    Products(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A product that was approved, or whose place another took.
     *
     * @param number of the case that decided last about it
     * @param from   null when it was one of the first stocking's
     * @param until  the last day on which it may come; null while there is none
     */
    public record Approved(CaseNumber number, String item, String kind, String maker, String product, LocalDate from, LocalDate until) {}

    /** Whether goods of it may come on a day. */
    @Transactional(readOnly = true)
    public boolean isApproved(Programme programme, LotSpec lot, LocalDate day) {
        Stock.covered(programme);
        return jdbc.sql("select stock_product_is_approved(?, ?, ?, ?, ?, ?)")
                .params(programme.code(), lot.item(), lot.kind(), lot.maker(), lot.product(), day).query(Boolean.class).single();
    }

    /** @throws RefusedException naming the procedure to take, when goods of it may not come on a day */
    void mustBeApproved(Programme programme, LotSpec lot, LocalDate day) {
        if (!isApproved(programme, lot, day)) {
            throw new RefusedException("stock.product", unapproved(lot));
        }
    }

    static String unapproved(LotSpec lot) {
        return unapproved(lot.maker(), lot.product());
    }

    static String unapproved(String maker, String product) {
        return "「%s」（%s）は、承認された製品ではありません。「備蓄品目の変更の承認」を申請し、承認を受けてから納品してください。受け入れられません。"
                .formatted(product.strip(), maker.strip());
    }

    /** Whether an item's products are bound to approval, or still being chosen. */
    @Transactional(readOnly = true)
    public boolean isBound(Programme programme, String item) {
        return jdbc.sql("select exists (select from stock_plan where programme = ? and item = ? and completed_by is not null)")
                .params(programme.code(), item).query(Boolean.class).single();
    }

    /** From a day on the new product comes in the old one's place. */
    void replace(Programme programme, ItemChange change, LocalDate from, CaseNumber number) {
        int ended = jdbc.sql("""
                update stock_product set until_on = ?, case_number = ? where programme = ? and item = ? and kind is not distinct from ?
                and identity = lower(regexp_replace(normalize(? || '|' || ?, NFKC), '\\s', '', 'g')) and until_on is null""")
                .params(from.minusDays(1), number.value(), programme.code(), change.item(), change.oldKind(), change.oldMaker(), change.oldProduct()).update();
        if (ended == 0) {
            write(programme, change.item(), change.oldKind(), change.oldMaker(), change.oldProduct(), null, from.minusDays(1), number);
        }
        write(programme, change.item(), change.kind(), change.maker(), change.product(), from, null, number);
    }

    private void write(Programme programme, String item, String kind, String maker, String product, LocalDate from, LocalDate until, CaseNumber number) {
        jdbc.sql("""
                insert into stock_product (government, programme, item, kind, maker, product, from_on, until_on, case_number)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(programme.government(), programme.code(), item, kind, maker.strip(), product.strip(), from, until, number.value()).update();
    }

    /** Whether it is in use on a day: delivered before, or approved. */
    @Transactional(readOnly = true)
    public boolean isInUse(Programme programme, String item, String kind, String maker, String product, LocalDate day) {
        boolean delivered = jdbc.sql("""
                select exists (select from stock_lot l where l.programme = ? and l.item = ? and l.kind is not distinct from ?
                and lower(regexp_replace(normalize(l.maker || '|' || l.product, NFKC), '\\s', '', 'g'))
                = lower(regexp_replace(normalize(? || '|' || ?, NFKC), '\\s', '', 'g')))""")
                .params(programme.code(), item, kind, maker, product).query(Boolean.class).single();
        return delivered || jdbc.sql("""
                select exists (select from stock_product p where p.programme = ? and p.item = ? and p.kind is not distinct from ?
                and p.identity = lower(regexp_replace(normalize(? || '|' || ?, NFKC), '\\s', '', 'g')) and coalesce(p.until_on, 'infinity') >= ?)""")
                .params(programme.code(), item, kind, maker, product, day).query(Boolean.class).single();
    }

    /** What was decided about a programme's products, by item and day. */
    @Transactional(readOnly = true)
    public List<Approved> all(Programme programme) {
        Stock.covered(programme);
        return jdbc.sql("select * from stock_product where programme = ? order by item, coalesce(from_on, '-infinity'), id").param(programme.code())
                .query((row, n) -> new Approved(new CaseNumber(row.getString("case_number")), row.getString("item"), row.getString("kind"), row.getString("maker"),
                        row.getString("product"), row.getObject("from_on", LocalDate.class), row.getObject("until_on", LocalDate.class))).list();
    }

    /** From which day the change of a case holds; empty before it was decided. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    Optional<LocalDate> effectiveFrom(CaseNumber number) {
        return jdbc.sql("select max(from_on) from stock_product where case_number = ?").param(number.value())
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class))).single();
    }
}
