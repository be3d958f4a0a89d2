package jp.madoguchi.subsidy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Procedures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 先着順: who came first, and who holds one of a programme's slots (S3-59).
 *
 * <p>Filings write their arrival and wait for nobody. Once no earlier transaction can still commit, one ranker at a time,
 * on any node, puts arrivals in order and hands free slots to those who wait; so the order has neither gaps nor
 * inversions, and there are as many slots as rows. Leaving marks one's own row only; the ranker takes the slot back. Whoever
 * got a slot is told to the procedure in a transaction of its own, exactly once. All of it may be interrupted anywhere and
 * is taken up by the next call or the sweep.
 */
@Service
public class Slots {

    /** What the procedure waits for. {@code promoted} says whether the case had to wait for a slot somebody gave back. */
    static final String MESSAGE = "subsidy.slot-taken";
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    /** Between two looks, doubled up to the longest, so that those who wait do not hold up those who file. */
    private static final Duration PAUSE = Duration.ofMillis(4);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(128);
    /** Distinguishes this room's advisory locks from others'. */
    private static final int LOCK = 83;

    private final Programmes programmes;
    private final Procedures procedures;
    private final Cases cases;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Duration patience;

    /** @param patience how long a receipt waits for its place: earlier filings are through within milliseconds, in a rush within seconds */
    Slots(Programmes programmes, Procedures procedures, Cases cases, JdbcClient jdbc, PlatformTransactionManager transactions,
          @Value("${madoguchi.subsidy.receipt-waits:PT15S}") Duration patience) {
        this.patience = patience;
        this.programmes = programmes;
        this.procedures = procedures;
        this.cases = cases;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** WAITING for a slot or for being put in order, HOLDING one, or LEFT: withdrawn, refused or lapsed. */
    public enum State { WAITING, HOLDING, LEFT }

    /**
     * How one case stands.
     *
     * @param rank         in the order of arrival, from 1; null until put in order
     * @param receiptSlot  slot it got on arrival, or null
     * @param receiptPlace place in the queue on arrival, from 1, or null
     * @param slot         slot it holds now, or null
     * @param place        place in the queue now, from 1, or null
     */
    public record Standing(State state, Long rank, Integer receiptSlot, Integer receiptPlace, Integer slot, Integer place) {}

    /** How a programme's slots stand now; {@code waiting} counts those put in order who hold none. */
    public record Count(int slots, int taken, int waiting) {

        public int left() {
            return slots - taken;
        }
    }

    /** Whether a programme offers the subsidy now. */
    public static boolean areOf(Programme programme) {
        return Terms.offeredBy(programme);
    }

    /** The call at which intentions are filed. */
    public static Call callOf(Programme programme) {
        return programme.calls().stream().filter(call -> Terms.PROCEDURE.equals(call.procedure())).findFirst().orElseThrow();
    }

    /**
     * Notes a case's arrival, in its filing transaction.
     *
     * @param ordinal 1 for a shop's device, 2 for the exception
     * @throws RefusedException when the shop already has a running case of that ordinal, filed this very second included
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void arrive(CaseFile file, String merchant, int ordinal) {
        int written = jdbc.sql("""
                insert into subsidy_intake (government, party, programme, case_number, merchant, ordinal)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(file.government(), file.party(), file.programme(), file.number().value(), merchant, ordinal).update();
        if (written == 0) {
            throw new RefusedException("subsidy.shop", ordinal == 1
                    ? "この加盟店の1台目の申出は、すでに受け付けています。2台目を希望するときは「2台目の申出」を選んでください。"
                    : "この加盟店の2台目の申出は、すでに受け付けています。3台目以降は補助の対象になりません。");
        }
    }

    /** The case no longer competes, nor holds a slot. Idempotent; part of the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void leave(CaseNumber number) {
        jdbc.sql("update subsidy_intake set state = 'LEFT' where case_number = ?").param(number.value()).update();
    }

    /**
     * Puts a filed case in order, waiting a moment for those who came before, and tells its procedure at once when it got
     * a slot. Outside any transaction.
     *
     * @return as it stands now; its rank is null when an earlier filing is still under way when the patience ends, and the
     *         sweep will give it
     */
    public Optional<Standing> settle(CaseNumber number) {
        long deadline = System.nanoTime() + patience.toNanos();
        Duration pause = PAUSE;
        Optional<Standing> standing = standing(number);
        while (standing.isPresent() && standing.get().rank() == null && System.nanoTime() < deadline) {
            rank(programmeOf(number));
            standing = standing(number);
            if (standing.get().rank() == null) {
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
        if (standing.isPresent() && standing.get().state() == State.HOLDING) {
            tellOrLog(number.value());
        }
        return standing;
    }

    /** How a case stands now; empty when it never competed. */
    public Optional<Standing> standing(CaseNumber number) {
        return everywhere(() -> jdbc.sql("""
                select i.state, i.rank, i.receipt_slot, i.receipt_place, s.number as slot,
                       case when i.state = 'WAITING' and i.rank is not null then (
                           select count(*) from subsidy_intake w where w.programme = i.programme and w.state = 'WAITING' and w.rank <= i.rank)
                       end as place
                from subsidy_intake i left join subsidy_slot s on s.case_number = i.case_number where i.case_number = ?""")
                .param(number.value()).query(Standing.class).optional());
    }

    /** Public: how many slots there are, are taken, and how many wait. */
    public Count count(Programme programme) {
        return everywhere(() -> jdbc.sql("""
                select count(*) filter (where state = 'HOLDING') as taken,
                       count(*) filter (where state = 'WAITING' and rank is not null) as waiting
                from subsidy_intake where programme = ?""").param(programme.code())
                .query((row, n) -> new Count(Terms.of(programme).slots(), row.getInt("taken"), row.getInt("waiting"))).single());
    }

    /**
     * Whether its transfer is on the way to the bank. Waits for a release that is just being made.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isPaying(CaseNumber number) {
        return jdbc.sql("select paying from subsidy_intake where case_number = ? for update").param(number.value()).query(Boolean.class).single();
    }

    /** Which device of its shop a case is about: 1, or 2 for the exception (S3-56). */
    @Transactional(readOnly = true)
    public int ordinal(CaseNumber number) {
        return jdbc.sql("select ordinal from subsidy_intake where case_number = ?").param(number.value()).query(Integer.class).single();
    }

    /** Takes up whatever filings, leavings and crashes left to do. */
    @Scheduled(fixedDelayString = "${madoguchi.subsidy.sweep-every:PT1S}")
    public void sweep() {
        for (Programme programme : programmes.all()) {
            if (Terms.offeredBy(programme)) {
                try {
                    rank(programme.code());
                    untold(programme.code()).forEach(this::tellOrLog);
                } catch (RuntimeException failure) {
                    LOG.error("The slots of {} could not be handed out: {}", programme.code(), failure.toString());
                }
            }
        }
    }

    /** Puts arrivals in order and hands out free slots. @return false when another ranker is at it */
    boolean rank(String programme) {
        return everywhere(() -> {
            if (!jdbc.sql("select pg_try_advisory_xact_lock(?, hashtext(?))").params(LOCK, programme).query(Boolean.class).single()) {
                return false;
            }
            // A plan kept from before the rush, when the table was empty, would read the whole table for each arrival.
            jdbc.sql("set local plan_cache_mode = force_custom_plan").update();
            provide(programmes.get(programme));
            takeBack(programme);
            order(programme);
            handOut(programme);
            return true;
        });
    }

    /** Slots of those who left are free again. */
    private void takeBack(String programme) {
        jdbc.sql("""
                update subsidy_slot s set case_number = null from subsidy_intake i
                where s.programme = ? and i.case_number = s.case_number and i.state = 'LEFT'""").param(programme).update();
    }

    /**
     * Ranks every arrival that no unfinished transaction can precede any more, and gives those a place in the queue who
     * come behind more than there are free slots; one writing for both. After a restore into a new cluster, whose
     * transaction ids start anew, arrivals not yet ranked carry ids from the future: they came before all others.
     */
    private void order(String programme) {
        jdbc.sql("""
                with arrived as (
                    select case_number, row_number() over earliest as n, count(*) filter (where state = 'WAITING') over earliest as waiting
                    from subsidy_intake where programme = :programme and rank is null
                    and (xid < pg_snapshot_xmin(pg_current_snapshot()) or xid >= pg_snapshot_xmax(pg_current_snapshot()))
                    window earliest as (order by xid >= pg_snapshot_xmax(pg_current_snapshot()) desc, xid, id)),
                queue as (
                    select (select coalesce(max(rank), 0) from subsidy_intake where programme = :programme) as last,
                           (select count(*) from subsidy_intake where programme = :programme and state = 'WAITING' and rank is not null)
                         - (select count(*) from subsidy_slot where programme = :programme and case_number is null) as ahead)
                update subsidy_intake i set rank = last + n,
                       receipt_place = case when state = 'WAITING' and ahead + waiting > 0 then ahead + waiting end
                from arrived, queue where arrived.case_number = i.case_number""").param("programme", programme).update();
    }

    /** Gives free slots to the first who wait, in order. */
    private void handOut(String programme) {
        List<Integer> free = jdbc.sql("select number from subsidy_slot where programme = ? and case_number is null order by number")
                .param(programme).query(Integer.class).list();
        if (free.isEmpty()) {
            return;
        }
        // Waits for somebody who is just leaving, instead of passing over them: the leaving may yet fail.
        List<String> next = jdbc.sql("""
                select case_number from subsidy_intake where programme = ? and state = 'WAITING' and rank is not null
                order by rank limit ? for update""").params(programme, free.size()).query(String.class).list();
        for (int i = 0; i < next.size(); i++) {
            jdbc.sql("update subsidy_slot set case_number = ? where programme = ? and number = ?")
                    .params(next.get(i), programme, free.get(i)).update();
            jdbc.sql("""
                    update subsidy_intake set state = 'HOLDING', receipt_slot = case when receipt_place is null then ? end
                    where case_number = ?""").params(free.get(i), next.get(i)).update();
        }
    }

    /** As many rows as the programme's file says; a slot that is held stays even when the file takes it away. */
    private void provide(Programme programme) {
        int slots = Terms.of(programme).slots();
        jdbc.sql("""
                insert into subsidy_slot (programme, number, government)
                select ?, n, ? from generate_series(1, ?) n
                where (select count(*) from subsidy_slot where programme = ? and number <= ?) < ? on conflict do nothing""")
                .params(programme.code(), programme.government(), slots, programme.code(), slots, slots).update();
        jdbc.sql("delete from subsidy_slot where programme = ? and number > ? and case_number is null")
                .params(programme.code(), slots).update();
    }

    private List<String> untold(String programme) {
        return everywhere(() -> jdbc.sql("select case_number from subsidy_intake where programme = ? and state = 'HOLDING' and not told order by rank")
                .param(programme).query(String.class).list());
    }

    private void tellOrLog(String number) {
        try {
            tell(new CaseNumber(number));
        } catch (RuntimeException failure) {
            LOG.warn("The procedure of {} could not be told of its slot; the sweep tries again: {}", number, failure.toString());
        }
    }

    /** Exactly once on any number of nodes: who holds the row's lock tells, the others pass on. */
    private void tell(CaseNumber number) {
        everywhere(() -> {
            Optional<Boolean> promoted = jdbc.sql("""
                    select receipt_slot is null from subsidy_intake where case_number = ? and state = 'HOLDING' and not told
                    for update skip locked""").param(number.value()).query(Boolean.class).optional();
            if (promoted.isPresent()) {
                jdbc.sql("update subsidy_intake set told = true where case_number = ?").param(number.value()).update();
                String slot = jdbc.sql("select number from subsidy_slot where case_number = ?").param(number.value()).query(String.class).single();
                cases.tell(number, promoted.get() ? "subsidy.slot-offered" : MESSAGE, Actor.SYSTEM, Map.of("slot", slot));
                procedures.tell(MESSAGE, number, Map.of("promoted", promoted.get()));
            }
            return null;
        });
    }

    private String programmeOf(CaseNumber number) {
        return everywhere(() -> jdbc.sql("select programme from subsidy_intake where case_number = ?").param(number.value())
                .query(String.class).single());
    }

    /** The order is everybody's: each step is a transaction of its own under the system's scope. */
    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
