package jp.madoguchi.stockpile;

import static jp.madoguchi.stockpile.StockRoom.CENTRE;
import static jp.madoguchi.stockpile.StockRoom.KEEPER;
import static jp.madoguchi.stockpile.StockRoom.OTHER;
import static jp.madoguchi.stockpile.StockRoom.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Ten thousand random movements, good and bad: the ledger takes what the rules allow, and always adds up. */
@MadoguchiTest
class StockPropertyTest {

    private static final int RUNS = 10_000;
    private static final int A_TRANSACTION = 20;
    private static final int LOTS = 24;
    private static final int DAYS = 150;
    private static final long REQUIRED = 3_000;

    @Autowired
    Programmes programmes;
    @Autowired
    StockLedgers ledgers;
    @Autowired
    BusinessClock clock;
    @Autowired
    StockFigures figures;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private record Place(long lot, String warehouse) {}

    private final Random random = new Random(20261121);
    /** What the test itself keeps: by day and place. */
    private final TreeMap<LocalDate, Map<Place, Long>> moved = new TreeMap<>();
    private final List<Movement> lines = new ArrayList<>();
    private final Set<Long> reversed = new HashSet<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    /** Without the transactions of its own, which a refusal would spoil for all of those it shares one with. */
    private Stock stock;
    private StockRoom room;
    private Programme programme;
    private LocalDate today;
    private LocalDate closed;
    private int taken;

    @Test
    @DisplayName("無作為な1万回の入出庫で、規則は一度も破れず、過去のどの日の残高も記録から計算し直せる")
    void ten_thousand_random_movements() {
        stock = new Stock(jdbc, clock, event -> {});
        room = new StockRoom(programmes, ledgers, clock);
        programme = room.opens(REQUIRED);
        today = room.today();
        for (int run = 0; run < RUNS; run += A_TRANSACTION) {
            int last = run + A_TRANSACTION;
            within(() -> transactions.execute(status -> {
                for (int one = last - A_TRANSACTION; one < last; one++) {
                    moves();
                }
                return null;
            }));
            invariantsHold();
            if (last % (RUNS / 4) == 0) {
                closes(YearMonth.from(today).minusMonths(5 - last / (RUNS / 4)));
                everyPastDayAddsUp();
            }
        }
        assertThat(taken).as("movements that were allowed").isGreaterThan(RUNS / 4);
        assertThat(refusals.keySet()).as("refusals that were met: " + refusals)
                .contains("stock.short", "stock.required", "stock.closed", "stock.past", "stock.reversal", "stock.reversed");
    }

    private void moves() {
        LocalDate day = today.minusDays(random.nextInt(4) > 0 ? 0 : random.nextInt(DAYS));
        int lot = random.nextInt(LOTS);
        String here = random.nextBoolean() ? CENTRE : OTHER;
        Quantity quantity = new Quantity(1 + random.nextInt(random.nextInt(8) == 0 ? 2_000 : 150));
        Occasion occasion = room.on(day);
        long known = ids.getOrDefault(lot, -1L);
        int what = random.nextInt(100);
        if (what < 26 || known < 0) {
            attempt(() -> List.of(stock.receive(programme, spec(lot), here, quantity, null, occasion)));
        } else if (what < 34) {
            attempt(() -> List.of(stock.replenish(programme, spec(lot), here, quantity, null, occasion)));
        } else if (what < 64) {
            attempt(() -> stock.issue(programme, new Order("surgical-mask", null, null, quantity), here, occasion));
        } else if (what < 69) {
            attempt(() -> List.of(stock.issueLot(programme, known, here, quantity, occasion)));
        } else if (what < 79) {
            attempt(() -> stock.transfer(programme, known, here, here.equals(CENTRE) ? OTHER : CENTRE, quantity, occasion));
        } else if (what < 84) {
            attempt(() -> List.of(stock.dispose(programme, known, here, quantity, occasion)));
        } else if (what < 88) {
            attempt(() -> stock.count(programme, known, here, random.nextInt(400), occasion).stream().toList());
        } else if (!lines.isEmpty()) {
            attempt(() -> stock.reverse(programme, lines.get(random.nextInt(lines.size())).id(), occasion));
        }
    }

    private final Map<Integer, Long> ids = new HashMap<>();

    private LotSpec spec(int lot) {
        return room.masks("R" + lot, today.minusMonths(7).plusDays(lot));
    }

    /** A refusal inside a transaction leaves what was before it: each attempt has a save point. */
    private void attempt(Supplier<List<Movement>> work) {
        long before = total();
        try {
            List<Movement> written = nested(work);
            taken++;
            for (Movement line : written) {
                assertThat(closed == null || line.day().isAfter(closed)).as("nothing is dated in a closed month").isTrue();
                assertThat(line.reverses() == null || reversed.add(line.reverses())).as("reversed once").isTrue();
                moved.computeIfAbsent(line.day(), day -> new HashMap<>()).merge(new Place(line.lot(), line.warehouse()), line.quantity(), Long::sum);
                lines.add(line);
                if (line.kind() == Movement.Kind.RECEIPT && line.reverses() == null) {
                    ids.putIfAbsent(Integer.parseInt(stock.find(programme, line.lot()).spec().lotNumber().substring(1)), line.lot());
                }
            }
            if (!written.isEmpty() && written.get(0).kind() == Movement.Kind.ISSUE && written.get(0).quantity() < 0) {
                assertThat(before < REQUIRED && !reached || total() >= REQUIRED).as("an issue leaves what is required").isTrue();
            }
            if (!written.isEmpty() && written.get(0).kind() == Movement.Kind.TRANSFER) {
                assertThat(total()).isEqualTo(before);
            }
            reached = reached();
        } catch (RefusedException refused) {
            refusals.merge(refused.refusal().reasonCode(), 1, Integer::sum);
            assertThat(total()).as("a refusal changes nothing").isEqualTo(before);
        }
    }

    private boolean reached;

    /** As the ledger says; a wrong receipt that was taken back may have been the one that reached it. */
    private boolean reached() {
        return jdbc.sql("select completed_on is not null from stock_plan where programme = ? and item = 'surgical-mask'").param(programme.code())
                .query(Boolean.class).single();
    }

    private List<Movement> nested(Supplier<List<Movement>> work) {
        jdbc.sql("savepoint attempt").update();
        try {
            return work.get();
        } catch (RefusedException refused) {
            jdbc.sql("rollback to savepoint attempt").update();
            throw refused;
        } finally {
            jdbc.sql("release savepoint attempt").update();
        }
    }

    private long total() {
        return jdbc.sql("select quantity from stock_item where programme = ? and item = 'surgical-mask'").param(programme.code()).query(Long.class).single();
    }

    private void invariantsHold() {
        Map<Place, Long> expected = upTo(today);
        Map<Place, Long> now = within(() -> figures.now(programme, "surgical-mask")).stream()
                .collect(Collectors.toMap(one -> new Place(one.lot().id(), one.warehouse()), StockFigures.Balance::quantity));
        assertThat(now).isEqualTo(expected);
        long total = expected.values().stream().mapToLong(Long::longValue).sum();
        assertThat(within(() -> transactions.execute(status -> total())).longValue()).isEqualTo(total);
    }

    private void everyPastDayAddsUp() {
        for (int back = 0; back <= DAYS; back += 1) {
            LocalDate day = today.minusDays(back);
            Map<Place, Long> expected = upTo(day);
            assertThat(expected.values()).as("never less than nothing, on " + day).allMatch(quantity -> quantity > 0);
            assertThat(within(() -> figures.at(programme, day)).stream()
                    .collect(Collectors.toMap(one -> new Place(one.lot().id(), one.warehouse()), StockFigures.Balance::quantity))).as("on " + day).isEqualTo(expected);
        }
    }

    private Map<Place, Long> upTo(LocalDate day) {
        Map<Place, Long> sums = new HashMap<>();
        moved.headMap(day, true).values().forEach(places -> places.forEach((place, quantity) -> sums.merge(place, quantity, Long::sum)));
        sums.values().removeIf(quantity -> quantity == 0);
        return sums;
    }

    private void closes(YearMonth month) {
        within(() -> transactions.execute(status -> {
            stock.closeMonth(programme, month, KEEPER);
            return null;
        }));
        closed = month.atEndOfMonth();
    }
}
