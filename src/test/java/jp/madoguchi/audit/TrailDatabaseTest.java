package jp.madoguchi.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import jp.madoguchi.audit.Finding.Kind;
import jp.madoguchi.audit.Verification.Intact;
import jp.madoguchi.audit.Verification.Tampered;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The room on PostgreSQL, with the application's role, and with an intruder who is the database's superuser. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TrailDatabaseTest {

    private static final CaseNumber CASE = new CaseNumber("GMASK-000001");
    private static final CaseNumber OTHER_CASE = new CaseNumber("GMASK-000002");
    private static final String GUNMA = "100005";
    private static final String AOMORI = "020001";
    private static final Actor REVIEWER = new Actor("gunma-reviewer", "審査 花子", Actor.Kind.STAFF, GUNMA);
    private static final Actor DEPUTY = new Actor("gunma-deputy", "代理　次郎", Actor.Kind.STAFF, GUNMA);
    private static final Instant START = Instant.parse("2026-04-01T00:00:00Z");

    @TempDir
    static Path dir;

    private static EmbeddedPostgres server;
    private static AnnotationConfigApplicationContext room;
    private static JdbcTemplate intruder;
    private static TransactionTemplate transaction;
    private static Trail trail;
    private static Sealer sealer;
    private static final AdjustableClock CLOCK = new AdjustableClock();

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(dir.resolve("data"), "fsync=off");
        DataSource owner = new SimpleDriverDataSource(new org.postgresql.Driver(), server.jdbcUrl(), server.username(),
                server.password());
        intruder = new JdbcTemplate(owner);
        Flyway.configure().dataSource(owner).locations("classpath:db/migration/database", "classpath:db/migration/audit")
                .load().migrate();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.username());
        pool.setPassword(server.password());
        pool.setConnectionInitSql("set role madoguchi_app");
        room = new AnnotationConfigApplicationContext();
        room.getEnvironment().getPropertySources().addFirst(
                new MapPropertySource("test", Map.of("madoguchi.data-dir", dir.resolve("keys").toString())));
        room.registerBean(DataSource.class, () -> pool);
        room.registerBean(Clock.class, () -> CLOCK);
        room.registerBean(PlatformTransactionManager.class, () -> new ScopedTransactions(pool));
        room.registerBean(PropertySourcesPlaceholderConfigurer.class);
        room.register(Transactions.class, TrailLog.class, TrailWriter.class, SigningKey.class, Sealer.class, Trail.class);
        room.refresh();
        transaction = new TransactionTemplate(room.getBean(PlatformTransactionManager.class));
        trail = room.getBean(Trail.class);
        sealer = room.getBean(Sealer.class);
    }

    @AfterAll
    static void stop() {
        room.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        intruder.execute("truncate trail, trail_leaf, trail_node, tree_head restart identity");
        CLOCK.now = START;
    }

    @Test
    void theRecordCommitsAndRollsBackWithTheDeed() {
        inScope("applicant-1", () -> transaction.executeWithoutResult(status -> {
            room.publishEvent(noted(CASE, "kept"));
        }));
        inScope("applicant-1", () -> transaction.executeWithoutResult(status -> {
            room.publishEvent(noted(CASE, "undone"));
            status.setRollbackOnly();
        }));
        assertThat(inScope(GUNMA, () -> trail.ofCase(CASE))).singleElement().satisfies(event -> {
            assertThat(event.facts()).containsEntry("note", "kept");
            assertThat(event.actor()).isEqualTo(REVIEWER);
            assertThat(event.at()).isEqualTo(START);
            assertThat(event.isSealed()).isFalse();
            assertThat(event.leafHash()).hasSize(64);
        });
    }

    @Test
    void everythingOfAnEventComesBackAndEveryTextIsKeptAsTyped() {
        CaseEvent decided = new CaseEvent("case.decided", CASE, GUNMA, "gunma-mask-r5", "applicant-1", DEPUTY, REVIEWER,
                Map.of("氏名", "𠮷田 神\uFA19 髙 <b>'\"\\ \u0001"), List.of(new CaseEvent.Change("status", null, "決定")));
        write(decided);
        sealer.seal();
        assertThat(inScope(GUNMA, () -> trail.ofCase(CASE))).singleElement().satisfies(event -> {
            assertThat(event.facts()).isEqualTo(decided.facts());
            assertThat(event.changes()).isEqualTo(decided.changes());
            assertThat(event.onBehalfOf()).isEqualTo(REVIEWER);
            assertThat(event.programme()).isEqualTo("gunma-mask-r5");
            assertThat(event.index()).isZero();
        });
        assertIntact(verifyAll());
    }

    @Test
    void governmentsReadTheirOwnTrailAndApplicantsNone() {
        write(noted(CASE, "of Gunma"));
        write(CaseEvent.ofInstallation("account.signed-in", AOMORI, REVIEWER, Map.of()));
        write(CaseEvent.ofInstallation("clock.moved", null, Actor.SYSTEM, Map.of()));
        assertThat(search(GUNMA, TrailQuery.ALL)).extracting(TrailEvent::kind).containsExactly("case.noted");
        assertThat(search(AOMORI, TrailQuery.ALL)).extracting(TrailEvent::kind).containsExactly("account.signed-in");
        assertThat(search("*", TrailQuery.ALL)).hasSize(3);
        assertThat(search("applicant-1", TrailQuery.ALL)).isEmpty();
        assertThat(search(AOMORI, new TrailQuery(null, null, null, null, null, null, GUNMA))).isEmpty();
        assertThat(inScope("applicant-1", () -> trail.ofCase(CASE))).isEmpty();
        assertThatThrownBy(() -> inScope(AOMORI, () -> trail.verification(CASE))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> inScope(AOMORI, () -> trail.exportCase(CASE))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void theApplicationsRoleCanOnlyAppend() {
        fill(4);
        for (String table : List.of("trail", "trail_leaf", "trail_node", "tree_head")) {
            for (String statement : List.of("delete from " + table, "truncate " + table,
                    "update " + table + " set " + (table.equals("trail") ? "kind = 'x'" : table.equals("tree_head")
                            ? "key_id = 'x'" : "idx = 99"))) {
                assertThatThrownBy(() -> inScope("*", () -> asApplication(statement)))
                        .as(statement).hasRootCauseInstanceOf(SQLException.class)
                        .rootCause().extracting(e -> ((SQLException) e).getSQLState()).isEqualTo("42501");
            }
        }
        assertThatThrownBy(() -> inScope(GUNMA, () -> asApplication(
                "insert into tree_head values (99, decode(repeat('00', 32), 'hex'), '2026-04-01Z', 'x', 'x')")))
                .rootCause().hasMessageContaining("row-level security");
    }

    @Test
    void pagesFollowEachOtherNewestFirst() {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            CLOCK.now = START.plusSeconds(i / 3);
            write(noted(i % 2 == 0 ? CASE : OTHER_CASE, "note " + i));
            notes.add(0, "note " + i);
        }
        List<String> read = new ArrayList<>();
        String cursor = null;
        do {
            String after = cursor;
            TrailPage page = inScope(GUNMA, () -> trail.search(TrailQuery.ALL, after, 7));
            page.events().forEach(event -> read.add(event.facts().get("note")));
            cursor = page.next();
        } while (cursor != null);
        assertThat(read).isEqualTo(notes);
        assertThatThrownBy(() -> inScope(GUNMA, () -> trail.search(TrailQuery.ALL, "edited", 7)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void theAuditorSearchesByCasePersonKindProgrammeAndPeriod() {
        write(noted(CASE, "first"));
        CLOCK.now = START.plusSeconds(60);
        write(new CaseEvent("case.decided", OTHER_CASE, GUNMA, "gunma-mask-r6", null, DEPUTY, REVIEWER, Map.of(), List.of()));
        assertThat(kindsFound(new TrailQuery(CASE, null, null, null, null, null, null))).containsExactly("case.noted");
        assertThat(kindsFound(new TrailQuery(null, "gunma-deputy", null, null, null, null, null))).containsExactly("case.decided");
        assertThat(kindsFound(new TrailQuery(null, "代理次郎", null, null, null, null, null))).containsExactly("case.decided");
        assertThat(kindsFound(new TrailQuery(null, "花子", null, null, null, null, null)))
                .containsExactly("case.decided", "case.noted");
        assertThat(kindsFound(new TrailQuery(null, "%", null, null, null, null, null))).isEmpty();
        assertThat(kindsFound(new TrailQuery(null, null, "case", null, null, null, null))).hasSize(2);
        assertThat(kindsFound(new TrailQuery(null, null, "case.noted", null, null, null, null))).containsExactly("case.noted");
        assertThat(kindsFound(new TrailQuery(null, null, "cas", null, null, null, null))).isEmpty();
        assertThat(kindsFound(new TrailQuery(null, null, null, "gunma-mask-r6", null, null, null))).containsExactly("case.decided");
        assertThat(kindsFound(new TrailQuery(null, null, null, "gunma-mask", null, null, null))).isEmpty();
        assertThat(kindsFound(new TrailQuery(null, null, null, null, START.plusSeconds(60), null, null)))
                .containsExactly("case.decided");
        assertThat(kindsFound(new TrailQuery(null, null, null, null, null, START.plusSeconds(60), GUNMA)))
                .containsExactly("case.noted");
    }

    @Test
    void sealedEventsAreProvedUnderTheHeadAndHeadsUnderLaterHeads() {
        assertThat(inScope(GUNMA, trail::head)).isEmpty();
        List<SignedHead> heads = new ArrayList<>();
        for (int round = 1; round <= 8; round++) {
            for (int i = 0; i < round; i++) {
                write(noted(CASE, round + "/" + i));
            }
            assertThat(sealer.seal()).isEqualTo(round);
            heads.add(inScope(GUNMA, trail::head).orElseThrow());
        }
        assertThat(sealer.seal()).isZero();
        SignedHead last = heads.get(7);
        assertThat(last.size()).isEqualTo(36);
        assertThat(last.isSignedBy(trail.key())).isTrue();
        for (TrailEvent event : inScope(GUNMA, () -> trail.ofCase(CASE))) {
            InclusionProof proof = inScope(GUNMA, () -> trail.inclusionProof(event.seq()));
            assertThat(MerkleTree.isIncluded(bytes(event.leafHash()), event.index(), last.size(),
                    proof.path().stream().map(TrailDatabaseTest::bytes).toList(), bytes(last.root()))).isTrue();
        }
        for (SignedHead head : heads) {
            ConsistencyProof proof = inScope(GUNMA, () -> trail.consistencyProof(head.size(), last.size()));
            assertThat(MerkleTree.isConsistent(head.size(), bytes(head.root()), last.size(), bytes(last.root()),
                    proof.path().stream().map(TrailDatabaseTest::bytes).toList())).isTrue();
        }
        assertThatThrownBy(() -> inScope(GUNMA, () -> trail.consistencyProof(1, 37))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> inScope(AOMORI, () -> trail.inclusionProof(1))).isInstanceOf(NotFoundException.class);
        assertThat(verifyAll()).isEqualTo(new Intact(36, 0, last));
    }

    @Test
    void anExportVerifiesWithoutTheDatabase() throws Exception {
        fill(10);
        SignedHead kept = inScope(GUNMA, trail::head).orElseThrow();
        Path earlier = Files.writeString(dir.resolve("earlier.json"), inScope(GUNMA, () -> trail.exportCase(CASE)));
        fill(7);
        Path export = Files.writeString(dir.resolve("export.json"),
                inScope(GUNMA, () -> trail.exportCase(CASE, kept.size())));
        assertThat(verifyTrail(export, "--head", earlier.toString(), "--key", trail.key().id())).isZero();
        assertThat(verifyTrail(earlier, "--head", export.toString())).isEqualTo(1);

        intruder.update("delete from trail where seq = 3");
        Files.writeString(export, inScope(GUNMA, () -> trail.exportCase(CASE)));
        assertThat(verifyTrail(export)).isEqualTo(1);
    }

    // --- two writers and a sealer

    @Test
    void writersNeverWaitAndTheTreeIsInTheOrderOfTheirTransactions() throws Exception {
        int writers = 4;
        int deeds = 60;
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(writers + 2);
        try {
            List<Future<Long>> written = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                Random random = new Random(w);
                written.add(threads.submit(() -> write(deeds, random)));
            }
            List<Future<Long>> sealed = new ArrayList<>();
            for (int s = 0; s < 2; s++) {
                sealed.add(threads.submit(() -> sealWhile(writing)));
            }
            long committed = 0;
            for (Future<Long> writer : written) {
                committed += writer.get(60, TimeUnit.SECONDS);
            }
            writing.set(false);
            long places = 0;
            for (Future<Long> node : sealed) {
                places += node.get(60, TimeUnit.SECONDS);
            }
            places += sealer.seal();
            assertThat(committed).isGreaterThan(writers * deeds / 2);
            assertThat(places).isEqualTo(committed);
        } finally {
            threads.shutdownNow();
        }
        assertThat(intruder.queryForObject("""
                select count(*) from trail_leaf a join trail_leaf b on b.idx = a.idx + 1 where (a.xid, a.seq) > (b.xid, b.seq)
                """, Long.class)).isZero();
        assertThat(intruder.queryForObject("select count(*) from tree_head", Long.class)).isGreaterThan(1);
        assertThat(intruder.queryForObject("select max(idx) + 1 = count(*) from trail_leaf", Boolean.class)).isTrue();
        assertIntact(verifyAll());
    }

    @Test
    void anOpenTransactionHoldsTheWatermarkAndTheLagShowsIt() throws Exception {
        try (Connection open = room.getBean(DataSource.class).getConnection()) {
            open.setAutoCommit(false);
            try (Statement statement = open.createStatement()) {
                statement.execute("select pg_current_xact_id()");
            }
            write(noted(CASE, "behind it"));
            CLOCK.now = START.plusSeconds(90);
            assertThat(sealer.seal()).isZero();
            assertThat(trail.sealLag()).isEqualTo(new SealLag(1, Duration.ofSeconds(90)));
            assertThat(verifyAll()).isEqualTo(new Intact(1, 1, null));
            open.rollback();
        }
        assertThat(sealer.seal()).isEqualTo(1);
        assertThat(trail.sealLag()).isEqualTo(new SealLag(0, Duration.ZERO));
    }

    /** A dump and restore keeps the rows' transaction ids, but the new server counts from the beginning. */
    @Test
    void sealingGoesOnAfterALogicalRestore() {
        fill(5);
        write(noted(CASE, "not sealed before the dump"));
        for (String table : List.of("trail", "trail_leaf")) {
            intruder.update("update " + table + " set xid = (xid::text::bigint + 1000000000)::text::xid8");
        }
        write(noted(CASE, "on the new server"));
        assertThat(verifyAll()).isInstanceOf(Intact.class);
        assertThat(sealer.seal()).isEqualTo(2);
        write(noted(CASE, "later"));
        assertThat(sealer.seal()).isEqualTo(1);
        assertThat(verifyAll()).isEqualTo(new Intact(8, 0, inScope("*", trail::head).orElseThrow()));
    }

    @Test
    void batchesFollowEachOther() {
        intruder.update("""
                insert into trail (at, kind, actor_id, actor_name, actor_kind, facts, changes, body, leaf)
                select timestamptz '2026-04-01Z', 'k', 'a', 'a', 'SYSTEM', '{}', '[]', '{}', sha256('\\x00'::bytea || '{}')
                from generate_series(1, ?)
                """, Sealer.BATCH + 1);
        assertThat(sealer.seal()).isEqualTo(Sealer.BATCH + 1);
        assertThat(intruder.queryForList("select size from tree_head order by size", Long.class))
                .containsExactly((long) Sealer.BATCH, Sealer.BATCH + 1L);
        assertThat(inScope("*", () -> room.getBean(TrailLog.class).damages())).isEmpty();
    }

    // --- the intruder

    @Test
    void editingIsFound() {
        fill(12);
        intruder.update("update trail set body = replace(body, 'note 4', 'note X') where seq = 5");
        assertThat(found()).contains(Kind.EDITED, Kind.COLUMN_EDITED);
        assertThat(foundInCase()).contains(Kind.EDITED, Kind.NOT_IN_TREE);
    }

    @Test
    void editingASearchColumnIsFound() {
        fill(12);
        intruder.update("update trail set actor_id = 'somebody', facts = '{\"note\": 4}' where seq = 5");
        assertThat(found()).containsExactly(Kind.COLUMN_EDITED);
        assertThat(foundInCase()).containsExactly(Kind.COLUMN_EDITED);
    }

    @Test
    void hidingAnEventFromItsCaseIsFound() {
        fill(12);
        intruder.update("update trail set case_number = null where seq = 5");
        assertThat(foundInCase()).containsExactly(Kind.COLUMN_EDITED);
    }

    @Test
    void anUnreadableBodyIsShownAsSuch() {
        fill(4);
        intruder.update("update trail set body = 'gone' where seq = 3");
        assertThat(search(GUNMA, TrailQuery.ALL)).extracting(TrailEvent::kind).contains(TrailEvent.UNREADABLE);
        assertThat(found()).contains(Kind.EDITED);
    }

    @Test
    void editingWithEveryHashRecomputedIsFound() {
        fill(12);
        intruder.update("update trail set body = replace(body, 'note 4', 'note X'), facts = '{\"note\":\"note X\"}'"
                + " where seq = 5");
        intruder.update("update trail set leaf = sha256('\\x00'::bytea || convert_to(body, 'UTF8')) where seq = 5");
        intruder.update("update trail_node n set hash = t.leaf from trail t join trail_leaf l on l.seq = t.seq"
                + " where n.level = 0 and n.idx = l.idx and t.seq = 5");
        for (int level = 1; level <= 3; level++) {
            intruder.update("""
                    update trail_node p set hash = sha256('\\x01'::bytea || l.hash || r.hash)
                    from trail_node l, trail_node r where p.level = ? and l.level = p.level - 1 and l.idx = 2 * p.idx
                    and r.level = p.level - 1 and r.idx = 2 * p.idx + 1
                    """, level);
        }
        assertThat(found()).containsExactly(Kind.ROOT_DIFFERS);
        assertThat(foundInCase()).contains(Kind.NOT_IN_TREE);
        write(noted(CASE, "next"));
        assertThatThrownBy(() -> sealer.seal()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not give the root of its last signed head");
    }

    @Test
    void deletingIsFound() {
        fill(12);
        intruder.update("delete from trail where seq = 5");
        assertThat(found()).containsExactly(Kind.DELETED);
        assertThat(foundInCase()).containsExactly(Kind.DELETED);
    }

    @Test
    void deletingWithItsPlaceIsFound() {
        fill(12);
        intruder.update("delete from trail_leaf where seq = 5");
        intruder.update("delete from trail where seq = 5");
        assertThat(found()).contains(Kind.DELETED);
    }

    @Test
    void insertingIsFound() {
        fill(12);
        Entry entry = Entry.of(noted(CASE, "never happened"), START, "00");
        intruder.update("""
                insert into trail (xid, at, kind, case_number, government, programme, party, actor_id, actor_name, actor_kind,
                                   facts, changes, body, leaf)
                select xid, at, kind, case_number, government, programme, party, actor_id, actor_name, actor_kind,
                       '{"note":"never happened"}', changes, ?, ? from trail where seq = 1
                """, entry.body(), Entry.leaf(entry.body()));
        assertThat(found()).containsExactly(Kind.INSERTED);
        assertThat(sealer.seal()).isZero();
        intruder.update("insert into trail_leaf select 12, seq, xid, government, case_number from trail where seq > 12");
        assertThat(found()).isNotEmpty();
        assertThat(foundInCase()).contains(Kind.NOT_IN_TREE);
    }

    @Test
    void reorderingIsFound() {
        fill(12);
        intruder.update("update trail_leaf set idx = -1 where seq = 5");
        intruder.update("update trail_leaf set idx = 4 where seq = 7");
        intruder.update("update trail_leaf set idx = 6 where seq = 5");
        assertThat(found()).containsExactly(Kind.MOVED, Kind.MOVED);
        assertThat(foundInCase()).contains(Kind.MOVED, Kind.NOT_IN_TREE);
    }

    @Test
    void truncatingIsFoundByTheHeadAndWithoutItByAKeptHead() {
        fill(12);
        SignedHead kept = inScope("*", trail::head).orElseThrow();
        fill(3);
        intruder.update("delete from trail where seq > 12");
        intruder.update("delete from trail_leaf where idx >= 12");
        intruder.update("delete from trail_node where (idx + 1) << level > 12");
        assertThat(found()).contains(Kind.TRUNCATED);
        intruder.update("delete from tree_head where size > 12");
        assertIntact(verifyAll());
        assertIntact(inScope(GUNMA, () -> trail.verifyAll(kept)));

        intruder.update("delete from trail where seq > 8");
        intruder.update("delete from trail_leaf where idx >= 8");
        intruder.update("delete from trail_node where (idx + 1) << level > 8");
        intruder.update("delete from tree_head");
        assertThat(kinds(inScope(GUNMA, () -> trail.verifyAll(kept)))).contains(Kind.TRUNCATED);
    }

    @Test
    void forgingAHeadIsFound() {
        fill(12);
        intruder.update("update tree_head set at = at - interval '1 day'");
        assertThat(found()).containsExactly(Kind.FORGED_HEAD);
        assertThat(foundInCase()).containsExactly(Kind.FORGED_HEAD);
    }

    @Test
    void damagingTheTreeIsFound() {
        fill(12);
        intruder.update("update trail_node set hash = decode(repeat('00', 32), 'hex') where level = 2 and idx = 1");
        assertThat(found()).containsOnly(Kind.DAMAGED_TREE);
        intruder.update("delete from trail_node where level = 3");
        assertThat(found()).containsOnly(Kind.DAMAGED_TREE);
        assertThat(foundInCase()).contains(Kind.NOT_IN_TREE);
    }

    // --- helpers

    private static CaseEvent noted(CaseNumber caseNumber, String note) {
        return new CaseEvent("case.noted", caseNumber, GUNMA, "gunma-mask-r5", "applicant-1", REVIEWER, null,
                Map.of("note", note), List.of());
    }

    private static void write(CaseEvent event) {
        inScope("applicant-1", () -> room.publishEvent(event));
    }

    /** Seals events of two cases in turn; the first is of {@link #CASE}. */
    private static void fill(int events) {
        for (int i = 0; i < events; i++) {
            write(noted(i % 2 == 0 ? CASE : OTHER_CASE, "note " + i));
        }
        assertThat(sealer.seal()).isEqualTo(events);
    }

    /** Deeds of one to three events; some wait, some roll back. @return how many events committed */
    private static long write(int deeds, Random random) {
        return LongStream.range(0, deeds).map(deed -> {
            int events = 1 + random.nextInt(3);
            boolean undone = random.nextInt(5) == 0;
            inScope(GUNMA, () -> transaction.executeWithoutResult(status -> {
                for (int i = 0; i < events; i++) {
                    room.publishEvent(noted(CASE, "deed " + deed));
                    pause(random.nextInt(4));
                }
                if (undone) {
                    status.setRollbackOnly();
                }
            }));
            return undone ? 0 : events;
        }).sum();
    }

    private static long sealWhile(AtomicBoolean writing) {
        long places = 0;
        while (writing.get()) {
            places += sealer.seal();
            pause(1);
        }
        return places;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void asApplication(String statement) {
        transaction.executeWithoutResult(status ->
                JdbcClient.create(room.getBean(DataSource.class)).sql(statement).update());
    }

    private static List<TrailEvent> search(String scope, TrailQuery criteria) {
        return inScope(scope, () -> trail.search(criteria, null, Trail.MAX_PAGE)).events();
    }

    private static List<String> kindsFound(TrailQuery criteria) {
        return search(GUNMA, criteria).stream().map(TrailEvent::kind).toList();
    }

    private static Verification verifyAll() {
        return inScope(GUNMA, () -> trail.verifyAll());
    }

    private static List<Kind> found() {
        return kinds(verifyAll());
    }

    private static List<Kind> foundInCase() {
        return kinds(inScope(GUNMA, () -> trail.verification(CASE)));
    }

    private static List<Kind> kinds(Verification verification) {
        assertThat(verification).isInstanceOf(Tampered.class);
        return ((Tampered) verification).findings().stream().map(Finding::kind).toList();
    }

    private static void assertIntact(Verification verification) {
        assertThat(verification).isInstanceOf(Intact.class);
    }

    private static int verifyTrail(Path export, String... options) {
        List<String> arguments = new ArrayList<>(List.of(export.toString()));
        arguments.addAll(List.of(options));
        return VerifyTrail.run(arguments.toArray(String[]::new), new PrintStream(new ByteArrayOutputStream()));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static <T> T inScope(String scope, Supplier<T> work) {
        return DataScope.within(scope, work);
    }

    private static void inScope(String scope, Runnable work) {
        DataScope.within(scope, work);
    }

    @Configuration
    @EnableTransactionManagement
    static class Transactions {}

    /** What the application's transaction manager does, without JPA. */
    private static final class ScopedTransactions extends DataSourceTransactionManager {

        ScopedTransactions(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
                throws SQLException {
            try (var statement = connection.prepareStatement("select set_config('madoguchi.scope', ?, true)")) {
                statement.setString(1, DataScope.current());
                statement.execute();
            }
        }
    }

    private static final class AdjustableClock extends Clock {

        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Asia/Tokyo");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
