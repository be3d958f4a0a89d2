package jp.madoguchi.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.audit.Finding.Kind;
import jp.madoguchi.audit.Verification.Intact;
import jp.madoguchi.audit.Verification.Tampered;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to lie about the trail, by somebody who can write every table but has not the signing key. */
class ExaminationTest {

    private static final int EVENTS = 20;

    @TempDir
    Path dataDir;

    private MemoryTrail trail;

    @BeforeEach
    void write() {
        trail = MemoryTrail.of(EVENTS, dataDir);
    }

    @Test
    void anUntouchedTrailIsIntact() {
        assertThat(trail.examineLog()).isEqualTo(new Intact(EVENTS, 0, trail.head()));
        assertThat(trail.examineCase(MemoryTrail.CASE)).isEqualTo(new Intact(EVENTS / 2, 0, trail.head()));
    }

    @Test
    void aYoungEventIsCountedAndStaysIntact() {
        TrailRow young = MemoryTrail.row(21, MemoryTrail.CASE, "young");
        assertThat(trail.examineLog(new TrailLeaf(21L, null, null, young, false)))
                .isEqualTo(new Intact(EVENTS + 1, 1, trail.head()));
    }

    @Test
    void anEmptyTrailIsIntact() {
        assertThat(new MemoryTrail(dataDir).examineLog()).isEqualTo(new Intact(0, 0, null));
    }

    @Test
    void anEditedBodyIsFound() {
        TrailRow row = trail.rows().get(6);
        trail.replaceRow(6, new TrailRow(row.seq(), row.columns(), row.body().replace("fact 6", "fact 7"), row.leaf()));
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.EDITED, Kind.COLUMN_EDITED);
        assertThat(kinds(trail.examineCase(MemoryTrail.CASE)))
                .containsExactly(Kind.EDITED, Kind.COLUMN_EDITED, Kind.NOT_IN_TREE);
    }

    @Test
    void anEditedColumnIsFoundAndNamed() {
        TrailRow row = trail.rows().get(6);
        Map<String, String> columns = new HashMap<>(row.columns());
        columns.put("actor_id", "somebody-else");
        columns.remove("party");
        trail.replaceRow(6, new TrailRow(row.seq(), columns, row.body(), row.leaf()));
        List<Finding> findings = ((Tampered) trail.examineLog()).findings();
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.COLUMN_EDITED);
            assertThat(finding.seq()).isEqualTo(7);
            assertThat(finding.explanation()).contains("actor_id").contains("party");
        });
    }

    @Test
    void aBodyThatIsEditedWithItsHashIsFound() {
        TrailRow forged = MemoryTrail.row(7, MemoryTrail.CASE, "forged");
        trail.replaceRow(6, forged);
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.MOVED);
        assertThat(kinds(trail.examineCase(MemoryTrail.CASE))).contains(Kind.NOT_IN_TREE);
    }

    @Test
    void aBodyThatIsEditedWithTheWholeTreeIsFoundByTheSignedRoots() {
        List<TrailRow> rows = trail.rows();
        rows.set(6, MemoryTrail.row(7, MemoryTrail.CASE, "forged"));
        trail.rebuildFrom(rows);
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.ROOT_DIFFERS);
        assertThat(kinds(trail.examineCase(MemoryTrail.CASE))).contains(Kind.NOT_IN_TREE);
    }

    @Test
    void aDeletedRowIsFound() {
        trail.replaceRow(6, null);
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.DELETED);
        assertThat(kinds(trail.examineCase(MemoryTrail.CASE))).containsExactly(Kind.DELETED);
    }

    @Test
    void aRowDeletedWithItsPlaceIsFound() {
        trail.leaves.remove(6);
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.DELETED);
    }

    @Test
    void aRowDeletedWithTheTreeRebuiltIsFound() {
        List<TrailRow> rows = trail.rows();
        rows.remove(6);
        trail.rebuildFrom(rows);
        assertThat(kinds(trail.examineLog())).contains(Kind.ROOT_DIFFERS, Kind.TRUNCATED);
    }

    @Test
    void aRowInsertedBehindTheSealerIsFound() {
        TrailRow late = MemoryTrail.row(99, MemoryTrail.CASE, "inserted");
        assertThat(kinds(trail.examineLog(new TrailLeaf(99L, null, null, late, true)))).containsExactly(Kind.INSERTED);
    }

    @Test
    void aRowInsertedWithTheTreeRebuiltIsFound() {
        List<TrailRow> rows = trail.rows();
        rows.add(6, MemoryTrail.row(99, MemoryTrail.CASE, "inserted"));
        trail.rebuildFrom(rows);
        assertThat(kinds(trail.examineLog())).contains(Kind.ROOT_DIFFERS, Kind.INSERTED);
    }

    @Test
    void aLeafAppendedWithoutAHeadIsFound() {
        trail.seal(MemoryTrail.row(21, MemoryTrail.CASE, "appended"));
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.INSERTED);
    }

    @Test
    void reorderedRowsAreFound() {
        List<TrailRow> rows = trail.rows();
        trail.replaceRow(6, rows.get(8));
        trail.replaceRow(8, rows.get(6));
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.MOVED, Kind.MOVED);
    }

    @Test
    void rowsReorderedWithTheTreeRebuiltAreFound() {
        List<TrailRow> rows = trail.rows();
        Collections.swap(rows, 6, 8);
        trail.rebuildFrom(rows);
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.ROOT_DIFFERS);
    }

    @Test
    void aCutOffEndIsFoundByTheRemainingHead() {
        trail.rebuildFrom(trail.rows().subList(0, 15));
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.TRUNCATED);
    }

    @Test
    void anEndCutOffWithItsHeadsIsFoundByARememberedHead() {
        SignedHead remembered = trail.head();
        trail.rebuildFrom(trail.rows().subList(0, 15));
        trail.heads.removeIf(head -> head.size() > 15);
        assertThat(trail.examineLog().isIntact()).isTrue();
        assertThat(kinds(trail.examineLog(remembered, Collections.emptyIterator()))).containsExactly(Kind.TRUNCATED);
    }

    @Test
    void anEndWrittenAnewIsFoundByARememberedHead() {
        SignedHead remembered = trail.heads.get(4);
        assertThat(trail.examineLog(remembered, Collections.emptyIterator()).isIntact()).isTrue();
        MemoryTrail other = MemoryTrail.of(10, dataDir);
        for (int i = 10; i < EVENTS; i++) {
            other.seal(MemoryTrail.row(i + 1, MemoryTrail.CASE, "written anew"));
        }
        other.sign();
        assertThat(other.examineLog().isIntact()).isTrue();
        assertThat(kinds(other.examineLog(remembered, Collections.emptyIterator()))).containsExactly(Kind.ROOT_DIFFERS);
    }

    @Test
    void aForgedHeadIsFound() {
        SignedHead head = trail.heads.get(2);
        trail.heads.set(2, new SignedHead(head.size(), head.root(), head.at().minusSeconds(1), head.keyId(),
                head.signature()));
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.FORGED_HEAD);
    }

    @Test
    void aHeadSignedByAForeignKeyIsFoundUnlessThatKeyIsTrusted(@TempDir Path elsewhere) {
        SigningKey foreign = new SigningKey("", elsewhere, List.of());
        SignedHead head = trail.head();
        trail.heads.set(trail.heads.size() - 1, new SignedHead(head.size(), head.root(), head.at(),
                foreign.publicKey().id(), foreign.sign(head.signedText())));
        assertThat(kinds(trail.examineLog())).containsExactly(Kind.FORGED_HEAD);
        assertThat(kinds(trail.examineCase(MemoryTrail.CASE))).containsExactly(Kind.FORGED_HEAD);

        SigningKey afterRotation = new SigningKey("", dataDir, List.of(foreign.publicKey().base64()));
        assertThat(Examination.ofLog(trail.leaves.iterator(), Collections.emptyIterator(), trail.heads.iterator(), null,
                List.of(), afterRotation.trusted()).isIntact()).isTrue();
    }

    private static List<Kind> kinds(Verification verification) {
        assertThat(verification).isInstanceOf(Tampered.class);
        return ((Tampered) verification).findings().stream().map(Finding::kind).toList();
    }
}
