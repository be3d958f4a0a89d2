package jp.madoguchi.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.audit.MerkleTree.Position;
import jp.madoguchi.kernel.DataScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives committed events their place in the tree and signs its new head. Only rows below the watermark are taken, those
 * whose transaction began before every transaction still running, so the order never changes afterwards
 * ({@code pg_snapshot_xmin}). Any node may seal; one at a time does.
 */
@Component
class Sealer {

    static final int BATCH = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    private final TrailLog log;
    private final SigningKey key;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Sealer(TrailLog log, SigningKey key, Clock clock, PlatformTransactionManager transactions) {
        this.log = log;
        this.key = key;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    }

    /** One line per failure and another try later: the events are safe and only wait for their place. */
    @Scheduled(fixedDelayString = "${madoguchi.audit.seal-every:PT0.5S}")
    void sealOnSchedule() {
        try {
            seal();
        } catch (RuntimeException failure) {
            LOG.error("The trail could not be sealed: {}", failure.toString());
        }
    }

    /**
     * @return how many events were sealed; 0 also when another node is sealing
     * @throws IllegalStateException when the stored tree does not give the last head's root: what was tampered with must
     *                               not be signed on top
     */
    long seal() {
        long total = 0;
        int sealed;
        do {
            sealed = DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> sealBatch()));
            total += sealed;
        } while (sealed == BATCH);
        return total;
    }

    private int sealBatch() {
        if (!log.tryLock()) {
            return 0;
        }
        List<TrailLog.Ripe> rows = log.ripe(BATCH);
        if (rows.isEmpty()) {
            return 0;
        }
        MerkleFrontier frontier = frontier(log.head());
        long firstIndex = frontier.size();
        Map<Position, byte[]> completed = new LinkedHashMap<>();
        rows.forEach(row -> frontier.add(row.leaf(), completed::put));
        log.append(firstIndex, rows, completed, sign(frontier));
        return rows.size();
    }

    private MerkleFrontier frontier(Optional<SignedHead> head) {
        if (head.isEmpty()) {
            return new MerkleFrontier();
        }
        MerkleFrontier frontier = log.overNodes(nodes -> MerkleFrontier.of(head.get().size(), nodes));
        if (!MerkleTree.hex(frontier.root()).equals(head.get().root())) {
            throw new IllegalStateException("The stored tree does not give the root of its last signed head ("
                    + head.get().size() + " events). Verify the whole trail.");
        }
        return frontier;
    }

    private SignedHead sign(MerkleFrontier frontier) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String root = MerkleTree.hex(frontier.root());
        return new SignedHead(frontier.size(), root, at, key.publicKey().id(),
                key.sign(SignedHead.text(frontier.size(), root, at)));
    }
}
