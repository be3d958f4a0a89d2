package jp.madoguchi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import jp.madoguchi.MadoguchiApplication;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.stockpile.Occasion;
import jp.madoguchi.stockpile.LotWatch;
import jp.madoguchi.stockpile.Order;
import jp.madoguchi.stockpile.Quantity;
import jp.madoguchi.stockpile.Stock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Picking (S2-11): an order of 2,000 taken from an item spread over 100,000 lots, the earliest recommended use first,
 * booked with all rules and balances, against one update of an indexed row. Both are a transaction of their own through the
 * same pool to the same server with {@code fsync} on. Then as many exhausted lots, which would all come first, are added.
 */
class StockBench {

    private static final int LOTS = 100_000;
    private static final int IN_A_LOT = 700;
    private static final int ORDERED = 2_000;
    private static final int ROUNDS = 7;
    private static final int CALLS = 200;
    private static final double PROMISE = 3.0;
    private static final double GROWTH = 1.3;
    private static final String PROGRAMME = "aomori-ppe-r7";

    private EmbeddedPostgres server;
    private JdbcClient owner;
    private final AtomicInteger rows = new AtomicInteger();

    @Test
    @DisplayName("10万ロットからの2,000枚の払出は、索引のある1行の更新の3倍以内で、使い切ったロットの数によらない")
    void against_one_row_update() {
        server = EmbeddedPostgres.start(Path.of("target", "bench", "stock"));
        try {
            JdbcClient.create(source("postgres")).sql("drop database if exists stock with (force)").update();
            JdbcClient.create(source("postgres")).sql("create database stock").update();
            try (ConfigurableApplicationContext application = new SpringApplicationBuilder(MadoguchiApplication.class).profiles("test")
                    .run("--spring.datasource.url=" + server.jdbcUrl("stock"), "--spring.datasource.username=" + server.username(),
                            "--spring.datasource.password=" + server.password(), "--server.port=0", "--madoguchi.demo=false",
                            "--spring.jmx.enabled=false")) {
                owner = JdbcClient.create(source("stock"));
                owner.sql("create table bench_row (id integer primary key, quantity bigint not null)").update();
                owner.sql("insert into bench_row select n, 1000000 from generate_series(0, ?) n").param(LOTS - 1).update();
                owner.sql("grant select, update on bench_row to madoguchi_app").update();
                fill("N", 300, false);
                Measured few = measure(application);
                fill("X", 364, true);
                Measured many = measure(application);
                report(few, many);
                sweep(application.getBean(LotWatch.class));
            }
        } finally {
            server.close();
        }
    }

    /** Medians in ms, and those of the rounds. */
    private record Measured(List<Double> picks, List<Double> updates) {

        double ratio() {
            return median(picks) / median(updates);
        }
    }

    /** @param oldest how many days ago the oldest was made @param exhausted whether all of it was issued again */
    private void fill(String prefix, int oldest, boolean exhausted) {
        owner.sql("""
                insert into stock_lot (government, programme, item, maker, product, lot_number, made, use_by, owner)
                select '020001', :programme, 'surgical-mask', '津軽衛材', 'マスクA', :prefix || n, d.made, d.made + interval '5 years', 'PREFECTURE'
                from generate_series(1, :lots) n, lateral (select current_date - :oldest::integer + n % :spread::integer as made) d""")
                .param("programme", PROGRAMME).param("prefix", prefix).param("lots", LOTS).param("oldest", oldest).param("spread", exhausted ? 60 : 290).update();
        for (String kind : exhausted ? List.of("RECEIPT", "ISSUE") : List.of("RECEIPT")) {
            owner.sql("""
                    insert into stock_movement (government, programme, lot, warehouse, kind, quantity, day, recorded_at, actor, actor_name, reason)
                    select '020001', :programme, id, 'aomori', :kind, case :kind when 'ISSUE' then -:pieces else :pieces end, current_date - 1, now(), 'bench', 'bench', ''
                    from stock_lot where programme = :programme and lot_number like :prefix || '%' order by id""")
                    .param("programme", PROGRAMME).param("kind", kind).param("pieces", IN_A_LOT).param("prefix", prefix).update();
        }
        owner.sql("vacuum analyze").update();
    }

    private Measured measure(ConfigurableApplicationContext application) {
        Stock stock = application.getBean(Stock.class);
        TransactionOperations transactions = application.getBean(TransactionOperations.class);
        JdbcClient jdbc = application.getBean(JdbcClient.class);
        Programme programme = application.getBean(Programmes.class).get(PROGRAMME);
        Occasion occasion = new Occasion(application.getBean(BusinessClock.class).today(), new Actor("bench", "計測", Actor.Kind.STAFF, "020001"), null, "");
        Order order = new Order("surgical-mask", null, null, new Quantity(ORDERED));
        Runnable pick = () -> assertThat(stock.issue(programme, order, "aomori", occasion)).hasSizeBetween(3, 4);
        Runnable update = () -> transactions.executeWithoutResult(status -> jdbc.sql("update bench_row set quantity = quantity - ? where id = ?")
                .params(ORDERED, rows.addAndGet(7919) % LOTS).update());
        return DataScope.within("020001", () -> {
            Measured measured = new Measured(new ArrayList<>(), new ArrayList<>());
            for (int round = -2; round < ROUNDS; round++) {
                boolean first = round % 2 == 0;
                double one = time(first ? pick : update);
                double two = time(first ? update : pick);
                if (round >= 0) {
                    measured.picks.add(first ? one : two);
                    measured.updates.add(first ? two : one);
                }
            }
            return measured;
        });
    }

    /** @return the median of its calls, ms */
    private static double time(Runnable call) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            call.run();
            times.add((System.nanoTime() - start) / 1e6);
        }
        return median(times);
    }

    private static void report(Measured few, Measured many) {
        System.out.printf("%n### Picking 2,000 of an item in 100,000 lots of %d%n%n", IN_A_LOT);
        System.out.printf("| what | ms, median | rounds |%n|---|--:|---|%n");
        row("one indexed row updated", few.updates());
        row("Madoguchi: order picked and booked", few.picks());
        row("one indexed row updated, later", many.updates());
        row("order picked and booked beside 100,000 exhausted lots", many.picks());
        System.out.printf("%nRatio: **%.2f×**, with exhausted lots **%.2f×**. %d rounds of %d after two to warm up, order alternating.%n%n", few.ratio(),
                many.ratio(), ROUNDS, CALLS);
        assertThat(few.ratio()).as("times one row update").isLessThanOrEqualTo(PROMISE);
        assertThat(many.ratio()).as("times one row update, with exhausted lots").isLessThanOrEqualTo(PROMISE);
        assertThat(many.ratio() / few.ratio()).as("growth with exhausted lots").isLessThanOrEqualTo(GROWTH);
    }

    /** S2-07: what looking at all lots costs each minute, of which none is near. */
    private static void sweep(LotWatch watch) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < ROUNDS + 2; i++) {
            long start = System.nanoTime();
            watch.sweep();
            times.add((System.nanoTime() - start) / 1e6);
        }
        row("a look at 100,000 lots for those that come near", times.subList(2, times.size()));
        assertThat(median(times)).as("ms").isLessThan(100);
    }

    private static void row(String what, List<Double> rounds) {
        System.out.printf("| %s | %.2f | %s |%n", what, median(rounds), rounds.stream().map("%.2f"::formatted).collect(Collectors.joining(", ")));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private DriverManagerDataSource source(String database) {
        return new DriverManagerDataSource(server.jdbcUrl(database), server.username(), server.password());
    }
}
