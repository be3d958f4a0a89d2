package jp.madoguchi.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads and proves the trail. Events are shown in the reader's {@link DataScope}: a government's own, or all; applicants
 * see none. The tree itself is one for the whole installation. Whoever shows or exports events records that himself.
 */
@Service
@Transactional(readOnly = true)
public class Trail {

    /** Largest page of {@link #search}. */
    public static final int MAX_PAGE = 200;

    private final TrailLog log;
    private final SigningKey key;
    private final Clock clock;
    private final TransactionTemplate oneSnapshot;

    Trail(TrailLog log, SigningKey key, Clock clock, PlatformTransactionManager transactions) {
        this.log = log;
        this.key = key;
        this.clock = clock;
        this.oneSnapshot = new TransactionTemplate(transactions);
        this.oneSnapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.oneSnapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.oneSnapshot.setReadOnly(true);
    }

    /**
     * Newest first.
     *
     * @param cursor {@link TrailPage#next} of the page before; null for the first page
     * @param size   1 to {@link #MAX_PAGE}, anything else is brought into that range
     * @throws NotFoundException when the cursor is none
     */
    public TrailPage search(TrailQuery criteria, String cursor, int size) {
        String scope = DataScope.current();
        String government = scope.equals(DataScope.EVERYTHING) ? criteria.government() : scope;
        if (criteria.government() != null && !criteria.government().equals(government)) {
            return new TrailPage(List.of(), null);
        }
        int limit = Math.max(1, Math.min(size, MAX_PAGE));
        TrailCursor after = cursor == null ? null : TrailCursor.parse(cursor);
        List<TrailLog.Placed> found = log.page(criteria, government, after, limit + 1);
        if (found.size() <= limit) {
            return new TrailPage(events(found), null);
        }
        List<TrailLog.Placed> page = found.subList(0, limit);
        return new TrailPage(events(page), page.get(limit - 1).cursor().toString());
    }

    /** All events of a case, oldest first; empty when there are none in this scope. */
    public List<TrailEvent> ofCase(CaseNumber caseNumber) {
        return log.eventsOf(caseNumber);
    }

    /** The latest signed head; empty before the first event. */
    public Optional<SignedHead> head() {
        return log.head();
    }

    /** The key that signs now. */
    public PublicSigningKey key() {
        return key.publicKey();
    }

    /** @throws NotFoundException when there is no such event in this scope, or it is not sealed yet */
    public InclusionProof inclusionProof(long seq) {
        TrailLeaf leaf = log.leafOf(seq).orElseThrow(() -> new NotFoundException("event " + seq));
        SignedHead head = log.head().filter(leaf::isUnder)
                .orElseThrow(() -> new NotFoundException("sealed event " + seq));
        return new InclusionProof(seq, leaf.index(), MerkleTree.hex(leaf.row().leaf()),
                log.overNodes(nodes -> path(leaf, head, nodes)), head);
    }

    /**
     * Proves that the first {@code size1} events were still the same when there were {@code size2}.
     *
     * @throws NotFoundException unless 0 &lt; size1 &lt;= size2 &lt;= the latest head's size
     */
    public ConsistencyProof consistencyProof(long size1, long size2) {
        long sealed = log.head().map(SignedHead::size).orElse(0L);
        if (size1 < 1 || size1 > size2 || size2 > sealed) {
            throw new NotFoundException("consistency from %d to %d of %d events".formatted(size1, size2, sealed));
        }
        return new ConsistencyProof(size1, size2,
                hex(log.overNodes(nodes -> MerkleTree.consistencyProof(nodes, size1, size2))));
    }

    /**
     * Examines every event of a case: its body against its hash, its columns against its body, its leaf against the
     * latest signed head, and whether the tree knows one that is gone.
     *
     * @throws NotFoundException when neither trail nor tree knows the case in this scope
     */
    public Verification verification(CaseNumber caseNumber) {
        List<TrailLeaf> leaves = log.leavesOf(caseNumber);
        if (leaves.isEmpty()) {
            throw new NotFoundException("trail of " + caseNumber);
        }
        SignedHead head = log.head().orElse(null);
        return log.overNodes(nodes -> Examination.ofCase(leaves, head, nodes, key.trusted()));
    }

    /** As {@link #verifyAll(SignedHead)} without a remembered head: all but a cut-off end is found. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Verification verifyAll() {
        return verifyAll(null);
    }

    /**
     * Recomputes the whole tree of the installation from its rows and compares it with every head ever signed. Reads all
     * events of all governments in one snapshot; takes about half a minute for a million.
     *
     * @param remembered a head kept outside the database, or null
     */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Verification verifyAll(SignedHead remembered) {
        return overEverything(() -> {
            try (Stream<TrailLeaf> sealed = log.sealed(); Stream<TrailLeaf> unsealed = log.unsealed();
                 Stream<SignedHead> heads = log.heads()) {
                return Examination.ofLog(sealed.iterator(), unsealed.iterator(), heads.iterator(), remembered,
                        log.damages(), key.trusted());
            }
        });
    }

    /** As {@link #exportCase(CaseNumber, Long)} without a remembered head. */
    public String exportCase(CaseNumber caseNumber) {
        return exportCase(caseNumber, null);
    }

    /**
     * Everything about a case for somebody who trusts only the key: docs/audit-trail.md describes the JSON and
     * {@link VerifyTrail} verifies it. Events of the last second may still be unsealed; they are marked by a null index.
     *
     * @param rememberedSize size of a head the reader has kept, for which a consistency proof is added; or null
     * @throws NotFoundException when the case has no events in this scope, or there are fewer than rememberedSize
     */
    public String exportCase(CaseNumber caseNumber, Long rememberedSize) {
        List<TrailLeaf> leaves = log.leavesOf(caseNumber);
        if (leaves.isEmpty()) {
            throw new NotFoundException("trail of " + caseNumber);
        }
        SignedHead head = log.head().orElse(null);
        List<CaseExport.Event> events = log.overNodes(nodes -> leaves.stream().map(leaf -> new CaseExport.Event(
                leaf.seq(), leaf.row() == null ? null : leaf.row().body(),
                MerkleTree.hex(leaf.row() == null ? leaf.hash() : leaf.row().leaf()), leaf.index(),
                path(leaf, head, nodes))).toList());
        CaseExport export = new CaseExport(CaseExport.FORMAT, caseNumber.value(),
                clock.instant().truncatedTo(ChronoUnit.MICROS).toString(), CaseExport.Key.of(key.publicKey()),
                head == null ? null : CaseExport.Head.of(head),
                rememberedSize == null || head == null ? null : new CaseExport.Consistency(rememberedSize,
                        consistencyProof(rememberedSize, head.size()).path()),
                events, null);
        return export.withSignature(key.sign(export.signedText())).json();
    }

    /** Sealing of the whole installation; for the health page and for alarms. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public SealLag sealLag() {
        TrailLog.Waiting waiting = overEverything(log::waiting);
        Instant oldest = waiting.oldest();
        return new SealLag(waiting.count(), oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant()));
    }

    private static List<String> path(TrailLeaf leaf, SignedHead head, MerkleTree.Nodes nodes) {
        return leaf.isUnder(head) ? hex(MerkleTree.inclusionProof(nodes, leaf.index(), head.size())) : null;
    }

    private <T> T overEverything(Supplier<T> reading) {
        return DataScope.within(DataScope.EVERYTHING, () -> oneSnapshot.execute(status -> reading.get()));
    }

    private static List<TrailEvent> events(List<TrailLog.Placed> rows) {
        return rows.stream().map(TrailLog.Placed::event).toList();
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(MerkleTree::hex).toList();
    }
}
