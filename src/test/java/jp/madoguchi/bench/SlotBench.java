package jp.madoguchi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import jp.madoguchi.MadoguchiApplication;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.subsidy.Ranker;
import jp.madoguchi.subsidy.Slots;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * First come, first served (S3-59): how many arrivals a second get their place, against the usual way, one counter row
 * that every arrival updates. Both write one row an arrival, each in a transaction of its own, over the same connections
 * to the same server with {@code fsync} on. Ours counts until the last arrival has its rank; the ranker is the product's.
 * The same arrivals without anybody ranking them are the most that the machine can take: where five times the counter lies
 * above that, ours must reach four fifths of it.
 */
class SlotBench {

    private static final int CONNECTIONS = 64;
    private static final int ARRIVALS = 12_800;
    private static final int ROUNDS = 5;
    private static final String PROGRAMME = "annaka-currency-r6";
    /** Receipts that wait look again after 4 to 128 ms. */
    private static final Duration BETWEEN_RANKINGS = Duration.ofMillis(32);
    private static final double PROMISE = 5.0;
    private static final double OF_WHAT_THE_MACHINE_TAKES = 0.8;

    private EmbeddedPostgres server;
    private JdbcClient jdbc;
    /** The same for both sides and all rounds. */
    private final List<Connection> connections = new ArrayList<>();

    @Test
    @DisplayName("先着順の受付は、一つのカウンター行の5倍以上の速さで順位を決める")
    void against_a_counter_row() throws Exception {
        server = EmbeddedPostgres.start(Path.of("target", "bench", "slots"), "max_connections=100");
        try {
            JdbcClient.create(source("postgres")).sql("drop database if exists slots with (force)").update();
            JdbcClient.create(source("postgres")).sql("create database slots").update();
            try (ConfigurableApplicationContext application = new SpringApplicationBuilder(MadoguchiApplication.class).profiles("test")
                    .run("--spring.datasource.url=" + server.jdbcUrl("slots"), "--spring.datasource.username=" + server.username(),
                            "--spring.datasource.password=" + server.password(), "--server.port=0", "--madoguchi.demo=false",
                            "--spring.jmx.enabled=false")) {
                jdbc = JdbcClient.create(source("slots"));
                Ranker ranker = new Ranker(application.getBean(Slots.class));
                prepare();
                List<Double> ours = new ArrayList<>();
                List<Double> unranked = new ArrayList<>();
                List<Double> counter = new ArrayList<>();
                for (int round = -1; round < ROUNDS; round++) {
                    boolean first = round % 2 == 0;
                    double one = first ? arrives(ranker) : counts();
                    double two = arrivesUnranked();
                    double three = first ? counts() : arrives(ranker);
                    if (round >= 0) {
                        ours.add(first ? one : three);
                        unranked.add(two);
                        counter.add(first ? three : one);
                    }
                }
                report(ours, unranked, counter);
            }
        } finally {
            server.close();
        }
    }

    private static void report(List<Double> ours, List<Double> unranked, List<Double> counter) {
        double ratio = median(ours) / median(counter);
        System.out.printf("%n### First come, first served: arrivals a second that got their place, %d connections%n%n", CONNECTIONS);
        System.out.printf("| what | a second, median | rounds |%n|---|--:|---|%n");
        System.out.printf("| Madoguchi: arrival, ranked after commit | %,.0f | %s |%n", median(ours), rounds(ours));
        System.out.printf("| the same arrivals, never ranked | %,.0f | %s |%n", median(unranked), rounds(unranked));
        System.out.printf("| one counter row | %,.0f | %s |%n", median(counter), rounds(counter));
        double share = median(ours) / median(unranked);
        System.out.printf("%nRatio: **%.1f×**, at %.0f %% of what the machine takes unranked. %d arrivals a round, %d rounds after one to warm up, order alternating.%n%n",
                ratio, share * 100, ARRIVALS, ROUNDS);
        assertThat(ratio).as("times the throughput of a counter row")
                .isGreaterThanOrEqualTo(Math.min(PROMISE, OF_WHAT_THE_MACHINE_TAKES * median(unranked) / median(counter)));
    }

    private void prepare() throws SQLException {
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(DriverManager.getConnection(server.jdbcUrl("slots"), server.username(), server.password()));
        }
        jdbc.sql("create table counter (programme text primary key, taken bigint not null)").update();
        jdbc.sql("insert into counter values (?, 0)").param(PROGRAMME).update();
        jdbc.sql("create table counted (case_number text primary key references case_file, rank bigint not null)").update();
        jdbc.sql("""
                insert into case_file (number, government, section, programme, programme_hash, call, procedure, channel, title, status, phase, late,
                                       arrived_at, form, form_hash, round, search, version)
                select 'ACUR-' || lpad(n::text, 6, '0'), '102113', 'seidigi', ?, '', 'device-subsidy', 'device-subsidy', 'WEB', '店', 'OPEN', 'RECEIVED',
                       false, now(), '', '', 1, '', 0 from generate_series(1, ?) n""").params(PROGRAMME, ARRIVALS).update();
    }

    /** @return arrivals a second, until the last has its rank */
    private double arrives(Ranker ranker) throws Exception {
        clear();
        AtomicBoolean filing = new AtomicBoolean(true);
        Thread ranking = new Thread(() -> {
            while (filing.get() || unranked() > 0) {
                ranker.rank(PROGRAMME);
                LockSupport.parkNanos(BETWEEN_RANKINGS.toNanos());
            }
        });
        long start = System.nanoTime();
        ranking.start();
        file();
        filing.set(false);
        ranking.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(jdbc.sql("select count(distinct rank) from subsidy_intake").query(Long.class).single()).isEqualTo(ARRIVALS);
        assertThat(jdbc.sql("select max(rank) from subsidy_intake").query(Long.class).single()).isEqualTo(ARRIVALS);
        return ARRIVALS / seconds;
    }

    private double arrivesUnranked() throws Exception {
        clear();
        long start = System.nanoTime();
        file();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(unranked()).isEqualTo(ARRIVALS);
        return ARRIVALS / seconds;
    }

    private void clear() {
        jdbc.sql("update subsidy_slot set case_number = null").update();
        jdbc.sql("delete from subsidy_intake").update();
        jdbc.sql("vacuum analyze subsidy_intake").update();
    }

    private void file() throws Exception {
        overConnections("insert into subsidy_intake (government, party, programme, case_number, merchant, ordinal) values ('102113', null, ?, ?, ?, 1)",
                (statement, number) -> {
                    statement.setString(1, PROGRAMME);
                    statement.setString(2, number);
                    statement.setString(3, number);
                    statement.executeUpdate();
                });
    }

    private long unranked() {
        return jdbc.sql("select count(*) from subsidy_intake where rank is null").query(Long.class).single();
    }

    private double counts() throws Exception {
        jdbc.sql("truncate counted").update();
        jdbc.sql("update counter set taken = 0").update();
        jdbc.sql("vacuum counter").update();
        long start = System.nanoTime();
        overConnections("""
                with place as (update counter set taken = taken + 1 where programme = ? returning taken)
                insert into counted select ?, taken from place""", (statement, number) -> {
                    statement.setString(1, PROGRAMME);
                    statement.setString(2, number);
                    statement.executeUpdate();
                });
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(jdbc.sql("select count(distinct rank) from counted").query(Long.class).single()).isEqualTo(ARRIVALS);
        return ARRIVALS / seconds;
    }

    /** One arrival, in a transaction of its own. */
    private interface Arrival {

        void take(PreparedStatement statement, String number) throws SQLException;
    }

    private void overConnections(String statement, Arrival arrival) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int lane = i;
                work.add(() -> {
                    try (PreparedStatement prepared = connections.get(lane).prepareStatement(statement)) {
                        for (int n = 1; n <= ARRIVALS / CONNECTIONS; n++) {
                            arrival.take(prepared, "ACUR-%06d".formatted(lane * ARRIVALS / CONNECTIONS + n));
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private DriverManagerDataSource source(String database) {
        return new DriverManagerDataSource(server.jdbcUrl(database), server.username(), server.password());
    }

    private static String rounds(List<Double> values) {
        return String.join(" ", values.stream().map("%,.0f"::formatted).toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
