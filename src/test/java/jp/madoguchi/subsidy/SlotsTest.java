package jp.madoguchi.subsidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.subsidy.Slots.Standing;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Arrival order and slots (S3-59), with two nodes' services and real threads on one PostgreSQL. */
@MadoguchiTest
@Timeout(120)
class SlotsTest {

    private static final String PROGRAMME = Shops.PROGRAMME;
    private static final int SLOTS = Shops.SLOTS;

    @Autowired
    Slots slots;
    @Autowired
    Programmes programmes;
    @Autowired
    Cases cases;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Shops shops;
    private Slots otherNode;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @BeforeEach
    void emptySlots() {
        shops = beans.createBean(Shops.class);
        shops.freeAllSlots();
        otherNode = shops.otherNode();
    }

    @AfterEach
    void free() {
        shops.freeAllSlots();
    }

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("T8：101番目は待ち、57番目が取り下げると101番目が繰り上がる。受付票の記載は変わらない")
    void the_hundred_and_first_waits() {
        List<CaseNumber> all = IntStream.rangeClosed(1, SLOTS + 2).mapToObj(n -> arrives()).toList();
        slots.rank(PROGRAMME);
        for (int i = 0; i < SLOTS; i++) {
            assertThat(standing(all.get(i)).slot()).isEqualTo(i + 1);
            assertThat(standing(all.get(i)).receiptSlot()).isEqualTo(i + 1);
        }
        assertThat(standing(all.get(SLOTS)).place()).isEqualTo(1);
        assertThat(standing(all.get(SLOTS + 1)).place()).isEqualTo(2);
        assertThat(slots.count(programmes.get(PROGRAMME))).isEqualTo(new Slots.Count(SLOTS, SLOTS, 2));

        shops.leaves(all.get(56));
        slots.rank(PROGRAMME);

        Standing promoted = standing(all.get(SLOTS));
        assertThat(promoted.state()).isEqualTo(Slots.State.HOLDING);
        assertThat(promoted.slot()).isEqualTo(57);
        assertThat(promoted.receiptSlot()).isNull();
        assertThat(promoted.receiptPlace()).isEqualTo(1);
        assertThat(standing(all.get(SLOTS + 1)).place()).isEqualTo(1);
        assertThat(standing(all.get(SLOTS + 1)).receiptPlace()).isEqualTo(2);
        assertThat(standing(all.get(56)).slot()).isNull();
    }

    private record Log(CaseNumber number, long sent, long acknowledged, Standing receipt) {}

    @Test
    @DisplayName("400件が同時に届いても枠はちょうど100、順位に欠番も逆転もない")
    void never_one_more_and_in_order() throws Exception {
        List<Future<List<Log>>> running = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(t);
            Slots node = t % 2 == 0 ? slots : otherNode;
            running.add(threads.submit(() -> {
                List<Log> log = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    long sent = System.nanoTime();
                    // The transaction's id is taken before the arrival's own, and it commits a while after it: both as in a real filing.
                    CaseNumber number = arrives(node, "shop-" + Thread.currentThread().getId() + "-" + i, random.nextInt(4), random.nextInt(6));
                    long acknowledged = System.nanoTime();
                    log.add(new Log(number, sent, acknowledged, node.settle(number).orElseThrow()));
                }
                return log;
            }));
        }
        List<Log> all = new ArrayList<>();
        for (Future<List<Log>> one : running) {
            all.addAll(one.get());
        }
        List<Standing> end = all.stream().map(log -> standing(log.number())).toList();
        long first = end.stream().mapToLong(Standing::rank).min().orElseThrow();
        assertThat(end).extracting(Standing::rank).containsExactlyInAnyOrderElementsOf(LongStream.range(first, first + 400).boxed().toList());
        assertThat(end).filteredOn(s -> s.state() == Slots.State.HOLDING).hasSize(SLOTS)
                .allSatisfy(s -> assertThat(s.rank()).isLessThan(first + SLOTS))
                .extracting(Standing::slot).doesNotHaveDuplicates();
        assertThat(end).filteredOn(s -> s.state() == Slots.State.WAITING).hasSize(300)
                .allSatisfy(s -> assertThat(s.receiptPlace().longValue()).isEqualTo(s.rank() - first + 1 - SLOTS));
        for (int i = 0; i < 400; i++) {
            assertThat(all.get(i).receipt().receiptSlot()).isEqualTo(end.get(i).receiptSlot());
            assertThat(all.get(i).receipt().receiptPlace()).isEqualTo(end.get(i).receiptPlace());
            for (int j = 0; j < 400; j++) {
                if (all.get(i).acknowledged() < all.get(j).sent()) {
                    assertThat(end.get(i).rank()).isLessThan(end.get(j).rank());
                }
            }
        }
    }

    @Test
    @DisplayName("先に始まった届出が終わるまで後の届出の順位は決まらず、終われば先の届出が先になる")
    void an_earlier_filing_is_waited_for() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Future<CaseNumber> slow = threads.submit(() -> shops.everywhere(() -> {
            CaseNumber number = shops.bareCase(null, "device-subsidy");
            begun.countDown();
            await(mayEnd);
            note(slots, number, "slow");
            return number;
        }));
        begun.await();
        CaseNumber quick = arrives();
        long before = System.nanoTime();
        assertThat(slots.settle(quick).orElseThrow().rank()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
        mayEnd.countDown();
        CaseNumber slowNumber = slow.get();
        slots.rank(PROGRAMME);
        assertThat(standing(slowNumber).rank()).isEqualTo(standing(quick).rank() - 1);
    }

    @Test
    @DisplayName("順位付けの途中でデータベース接続が切れても、次の順位付けが同じ結果を出す")
    void a_killed_ranker_leaves_nothing_behind() {
        List<CaseNumber> all = IntStream.range(0, 3).mapToObj(n -> arrives()).toList();
        assertThatThrownBy(() -> shops.everywhere(() -> {
            slots.rank(PROGRAMME);
            return jdbc.sql("select pg_terminate_backend(pg_backend_pid())").query(Boolean.class).single();
        })).isInstanceOfAny(DataAccessException.class, TransactionException.class);
        assertThat(standing(all.get(0)).rank()).isNull();
        assertThat(otherNode.rank(PROGRAMME)).isTrue();
        assertThat(all).extracting(number -> standing(number).receiptSlot()).containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName("取下げの途中の人を飛ばさない：取下げが成立すれば次の人、成立しなければその人が繰り上がる")
    void whoever_is_just_leaving_is_not_passed_over() throws Exception {
        List<CaseNumber> all = IntStream.rangeClosed(1, SLOTS + 3).mapToObj(n -> arrives()).toList();
        slots.rank(PROGRAMME);
        for (boolean stays : new boolean[] {false, true}) {
            CaseNumber first = all.get(stays ? SLOTS + 2 : SLOTS);
            shops.leaves(all.get(stays ? 1 : 0));
            CountDownLatch leaving = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            Future<?> withdrawal = threads.submit(() -> {
                DataScope.within(DataScope.EVERYTHING, () -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
                    slots.leave(first);
                    leaving.countDown();
                    await(mayEnd);
                    if (stays) {
                        status.setRollbackOnly();
                    }
                }));
            });
            leaving.await();
            Future<Boolean> promotion = threads.submit(() -> otherNode.rank(PROGRAMME));
            Thread.sleep(100);
            assertThat(promotion.isDone()).isFalse();
            mayEnd.countDown();
            withdrawal.get();
            assertThat(promotion.get()).isTrue();
        }
        assertThat(standing(all.get(SLOTS)).state()).isEqualTo(Slots.State.LEFT);
        assertThat(standing(all.get(SLOTS + 1)).slot()).isEqualTo(1);
        assertThat(standing(all.get(SLOTS + 2)).slot()).isEqualTo(2);
    }

    @Test
    @DisplayName("取下げと繰上げが競っても、枠は重複も空きも出さず、順位の若い人から埋まる")
    void leaving_races_promotion() throws Exception {
        List<CaseNumber> all = IntStream.rangeClosed(1, SLOTS + 60).mapToObj(n -> arrives()).toList();
        slots.rank(PROGRAMME);
        List<Callable<Void>> work = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int mine = t;
            work.add(() -> {
                for (int i = mine; i < all.size(); i += 6) {
                    if (i % 4 == 1) {
                        shops.leaves(all.get(i));
                    }
                    (mine % 2 == 0 ? slots : otherNode).rank(PROGRAMME);
                }
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        slots.rank(PROGRAMME);
        List<CaseNumber> stayed = IntStream.range(0, all.size()).filter(i -> i % 4 != 1).mapToObj(all::get).toList();
        assertThat(stayed.subList(0, SLOTS)).allSatisfy(number -> assertThat(standing(number).slot()).isNotNull());
        assertThat(stayed.subList(0, SLOTS)).extracting(number -> standing(number).slot()).doesNotHaveDuplicates();
        assertThat(stayed.subList(SLOTS, stayed.size())).hasSize(20)
                .allSatisfy(number -> assertThat(standing(number).state()).isEqualTo(Slots.State.WAITING));
    }

    @Test
    @DisplayName("同じ店が同じ秒に二度届け出ると、一方だけを受け付け、他方には理由を伝える")
    void the_same_shop_twice_in_the_same_second() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<CaseNumber>> both = IntStream.range(0, 2).mapToObj(n -> threads.submit(() -> {
            start.await();
            return arrives(n == 0 ? slots : otherNode, "same-shop", 0, 20);
        })).toList();
        start.countDown();
        int refused = 0;
        for (Future<CaseNumber> one : both) {
            try {
                one.get();
            } catch (java.util.concurrent.ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(RefusedException.class).hasMessageContaining("すでに受け付けています");
                refused++;
            }
        }
        assertThat(refused).isEqualTo(1);
    }

    @Test
    @DisplayName("別のデータベースに復元した後も、順位が未定の届出は後の届出より先になる")
    void arrivals_restored_into_a_new_cluster_come_first() {
        CaseNumber later = arrives();
        CaseNumber restored = arrives();
        shops.everywhere(() -> jdbc.sql("update subsidy_intake set xid = '9000000000000'::xid8 where case_number = ?").param(restored.value()).update());
        slots.rank(PROGRAMME);
        assertThat(standing(restored).rank()).isEqualTo(standing(later).rank() - 1);
    }

    private CaseNumber arrives() {
        return arrives(slots, "shop-" + UUID.randomUUID(), 0, 0);
    }

    private CaseNumber arrives(Slots node, String merchant, int millisBefore, int millisAfter) {
        return shops.everywhere(() -> {
            CaseNumber number = shops.bareCase(null, "device-subsidy");
            pause(millisBefore);
            note(node, number, merchant);
            pause(millisAfter);
            return number;
        });
    }

    private void note(Slots node, CaseNumber number, String merchant) {
        node.arrive(cases.get(number), merchant, 1);
    }

    private Standing standing(CaseNumber number) {
        return slots.standing(number).orElseThrow();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
