package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks ahead at which lots will cross the line of one year (S2-14). */
@Service
@Transactional(readOnly = true)
public class Forecasts {

    /** "Present" issues are those of so many days; a younger stock's, those since its first movement. */
    private static final int DAYS = 365;
    private static final int FEWEST_DAYS = 30;
    private static final double DAYS_A_MONTH = 365 / 12.0;

    private final StockFigures figures;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    Forecasts(StockFigures figures, JdbcClient jdbc, BusinessClock clock) {
        this.figures = figures;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** All items at the rate at which each is issued now. */
    public List<Forecast> of(Programme programme) {
        StockTerms terms = Stock.covered(programme);
        return terms.items().values().stream().map(item -> of(programme, item.code(), perMonth(programme, item.code()))).toList();
    }

    /** An item at a rate that is thought of. @param perMonth 枚 */
    public Forecast of(Programme programme, String item, double perMonth) {
        StockTerms terms = Stock.covered(programme);
        Map<Long, StockFigures.Balance> lots = new LinkedHashMap<>();
        figures.now(programme, item).forEach(one -> lots.merge(one.lot().id(), one,
                (first, second) -> new StockFigures.Balance(first.lot(), null, first.quantity() + second.quantity())));
        LocalDate today = clock.today();
        double perDay = perMonth / DAYS_A_MONTH;
        double busyUntil = 0;
        double needed = 0;
        long before = 0;
        List<Forecast.Line> lines = new ArrayList<>();
        for (StockFigures.Balance one : lots.values()) {
            LocalDate last = one.lot().spec().keepsUntil(terms.alwaysYears());
            // The last day counts: something can still be sent on it.
            double days = last == null ? Double.POSITIVE_INFINITY : ChronoUnit.DAYS.between(today, last) + 1;
            long sent = perDay == 0 || days <= busyUntil ? 0 : (long) Math.min(one.quantity(), Math.floor((days - busyUntil) * perDay + 1e-6));
            lines.add(new Forecast.Line(one.lot(), one.quantity(), last, last == null ? 0 : one.quantity() - sent));
            busyUntil += sent == 0 ? 0 : sent / perDay;
            if (days > 0 && last != null) {
                before += one.quantity();
                needed = Math.max(needed, before / days);
            }
        }
        return new Forecast(terms.item(item), perMonth, (long) Math.ceil(needed * DAYS_A_MONTH - 1e-6), List.copyOf(lines));
    }

    /** 枚 a month, over the last year or since the item's first movement. */
    private double perMonth(Programme programme, String item) {
        LocalDate today = clock.today();
        return jdbc.sql("""
                select coalesce(-sum(m.quantity) filter (where m.kind = 'ISSUE' and m.day > :from), 0) as issued, min(m.day) as since
                from stock_movement m join stock_lot l on l.id = m.lot where m.programme = :programme and l.item = :item and m.day <= :today""")
                .param("programme", programme.code()).param("item", item).param("from", today.minusDays(DAYS)).param("today", today)
                .query((row, n) -> {
                    LocalDate since = row.getObject("since", LocalDate.class);
                    long days = since == null ? DAYS : Math.min(DAYS, Math.max(FEWEST_DAYS, ChronoUnit.DAYS.between(since, today) + 1));
                    return row.getLong("issued") / (double) days * DAYS_A_MONTH;
                }).single();
    }
}
