package jp.madoguchi.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jp.madoguchi.audit.MerkleTree.Nodes;
import jp.madoguchi.audit.MerkleTree.Position;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;

/** The tables of the trail as lists, filled as writer and sealer would, to be tampered with. */
final class MemoryTrail {

    static final CaseNumber CASE = new CaseNumber("GMASK-000001");
    static final CaseNumber OTHER_CASE = new CaseNumber("GMASK-000002");

    private static final Instant START = Instant.parse("2026-04-01T00:00:00Z");

    final SigningKey key;
    final List<TrailLeaf> leaves = new ArrayList<>();
    final List<SignedHead> heads = new ArrayList<>();
    final Map<Position, byte[]> nodes = new HashMap<>();
    private final MerkleFrontier frontier = new MerkleFrontier();

    MemoryTrail(Path dataDir) {
        key = new SigningKey("", dataDir, List.of());
    }

    /** Alternating events of two cases, a head after every third. */
    static MemoryTrail of(int events, Path dataDir) {
        MemoryTrail trail = new MemoryTrail(dataDir);
        for (int i = 0; i < events; i++) {
            trail.seal(row(i + 1, i % 2 == 0 ? CASE : OTHER_CASE, "fact " + i));
            if (i % 3 == 2 || i == events - 1) {
                trail.sign();
            }
        }
        return trail;
    }

    static TrailRow row(long seq, CaseNumber caseNumber, String fact) {
        Entry entry = Entry.of(new CaseEvent("case.noted", caseNumber, "100005", "gunma-mask-r5", "applicant-1",
                new Actor("gunma-reviewer", "審査 花子", Actor.Kind.STAFF, "100005"), null, Map.of("note", fact), List.of()),
                START.plusSeconds(seq), "%032x".formatted(seq));
        return row(seq, entry);
    }

    static TrailRow row(long seq, Entry entry) {
        return new TrailRow(seq, entry.columns(), entry.body(), Entry.leaf(entry.body()));
    }

    void seal(TrailRow row) {
        leaves.add(new TrailLeaf(row.seq(), frontier.size(), row.leaf(), row, false));
        frontier.add(row.leaf(), nodes::put);
    }

    void sign() {
        String root = MerkleTree.hex(frontier.root());
        Instant at = START.plusSeconds(1000 + frontier.size());
        heads.add(new SignedHead(frontier.size(), root, at, key.publicKey().id(),
                key.sign(SignedHead.text(frontier.size(), root, at))));
    }

    SignedHead head() {
        return heads.get(heads.size() - 1);
    }

    Nodes nodes() {
        return position -> nodes.getOrDefault(position, new byte[32]);
    }

    void replaceRow(int index, TrailRow row) {
        TrailLeaf leaf = leaves.get(index);
        leaves.set(index, new TrailLeaf(leaf.seq(), leaf.index(), leaf.hash(), row, false));
    }

    /** Replaces a row and everything that is derived from it, as a patient intruder into the database would. */
    void rebuildFrom(List<TrailRow> rows) {
        MerkleFrontier rebuilt = new MerkleFrontier();
        leaves.clear();
        nodes.clear();
        for (TrailRow row : rows) {
            leaves.add(new TrailLeaf(row.seq(), rebuilt.size(), row.leaf(), row, false));
            rebuilt.add(row.leaf(), nodes::put);
        }
    }

    List<TrailRow> rows() {
        return new ArrayList<>(leaves.stream().map(TrailLeaf::row).toList());
    }

    Verification examineLog(TrailLeaf... unsealed) {
        return examineLog(null, List.of(unsealed).iterator());
    }

    Verification examineLog(SignedHead remembered, Iterator<TrailLeaf> unsealed) {
        return Examination.ofLog(leaves.iterator(), unsealed, heads.iterator(), remembered, List.of(), key.trusted());
    }

    Verification examineCase(CaseNumber number) {
        List<TrailLeaf> ofCase = leaves.stream()
                .filter(l -> l.row() == null || l.row().body().contains(number.value())).toList();
        return Examination.ofCase(ofCase, head(), nodes(), key.trusted());
    }

    CaseExport export(CaseNumber number, Long rememberedSize) {
        List<CaseExport.Event> events = leaves.stream().filter(l -> l.row().body().contains(number.value()))
                .map(l -> new CaseExport.Event(l.seq(), l.row().body(), MerkleTree.hex(l.row().leaf()), l.index(),
                        hex(MerkleTree.inclusionProof(nodes(), l.index(), head().size()))))
                .toList();
        CaseExport export = new CaseExport(CaseExport.FORMAT, number.value(), "2026-04-02T00:00:00Z",
                CaseExport.Key.of(key.publicKey()), CaseExport.Head.of(head()),
                rememberedSize == null ? null : new CaseExport.Consistency(rememberedSize,
                        hex(MerkleTree.consistencyProof(nodes(), rememberedSize, head().size()))), events, null);
        return export.withSignature(key.sign(export.signedText()));
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(MerkleTree::hex).toList();
    }
}
