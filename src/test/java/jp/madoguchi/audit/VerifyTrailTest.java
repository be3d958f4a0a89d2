package jp.madoguchi.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import jp.madoguchi.audit.CaseExport.Event;
import jp.madoguchi.audit.CaseExport.Head;
import jp.madoguchi.audit.Finding.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to lie with an exported file, by somebody who has not the signing key. */
class VerifyTrailTest {

    @TempDir
    Path dir;

    private MemoryTrail trail;
    private CaseExport export;

    @BeforeEach
    void export() {
        trail = MemoryTrail.of(20, dir);
        export = trail.export(MemoryTrail.CASE, null);
    }

    @Test
    void anUntouchedExportIsIntact() throws IOException {
        String report = run(0, file(export), "--key", trail.key.publicKey().id());
        assertThat(report).contains("GMASK-000001", "改ざんは見つかりませんでした", "no tampering was found", trail.head().root());
    }

    @Test
    void theFileIsReadBackAsItWasWritten() {
        assertThat(CaseExport.parse(export.json())).isEqualTo(export);
    }

    @Test
    void anEventThatIsNotSealedYetIsNamed() throws IOException {
        CaseExport young = signed(events -> {
            events.set(9, new Event(19, events.get(9).body(), events.get(9).leaf(), null, null));
            return events;
        });
        assertThat(run(0, file(young))).contains("not sealed yet: 1");
    }

    @Test
    void anEditedEventIsFound() {
        assertThat(kinds(with(events -> {
            Event event = events.get(3);
            events.set(3, new Event(event.seq(), event.body().replace("fact", "lie"), event.leaf(), event.index(),
                    event.path()));
            return events;
        }))).containsExactly(Kind.EDITED, Kind.NOT_IN_TREE);
    }

    @Test
    void anEventEditedWithItsHashIsFound() {
        assertThat(kinds(with(events -> {
            Event event = events.get(3);
            String body = event.body().replace("fact", "lie");
            events.set(3, new Event(event.seq(), body, MerkleTree.hex(Entry.leaf(body)), event.index(), event.path()));
            return events;
        }))).containsExactly(Kind.LIST_CHANGED, Kind.NOT_IN_TREE);
    }

    @Test
    void aDeletedEventIsFound() {
        assertThat(kinds(with(events -> {
            events.remove(3);
            return events;
        }))).containsExactly(Kind.LIST_CHANGED);
    }

    @Test
    void anEventThatTheDatabaseHadLostIsFound() {
        assertThat(kinds(signed(events -> {
            Event event = events.get(3);
            events.set(3, new Event(event.seq(), null, event.leaf(), event.index(), event.path()));
            return events;
        }))).containsExactly(Kind.DELETED);
    }

    @Test
    void anInsertedEventIsFound() {
        assertThat(kinds(with(events -> {
            TrailRow row = MemoryTrail.row(8, MemoryTrail.CASE, "inserted");
            events.add(4, new Event(8, row.body(), MerkleTree.hex(row.leaf()), 7L, events.get(4).path()));
            return events;
        }))).containsExactly(Kind.LIST_CHANGED, Kind.NOT_IN_TREE);
    }

    @Test
    void anEventOfAnotherCaseIsFoundEvenWhenTheExportWasSigned() {
        Event foreign = trail.export(MemoryTrail.OTHER_CASE, null).events().get(0);
        assertThat(kinds(signed(events -> {
            events.add(1, foreign);
            return events;
        }))).containsExactly(Kind.MOVED);
    }

    @Test
    void reorderedEventsAreFound() {
        assertThat(kinds(with(events -> {
            Collections.swap(events, 3, 4);
            return events;
        }))).containsExactly(Kind.LIST_CHANGED, Kind.MOVED);
    }

    @Test
    void aTruncatedTrailIsFoundByAKeptHead() throws IOException {
        CaseExport shorter = MemoryTrail.of(15, dir).export(MemoryTrail.CASE, null);
        assertThat(kinds(shorter)).isEmpty();
        assertThat(run(1, file(shorter), "--head", file(export))).contains("TRUNCATED");
    }

    @Test
    void aKeptHeadNeedsItsConsistencyProof() throws IOException {
        SignedHead earlier = trail.heads.get(3);
        Head kept = Head.of(earlier);
        CaseExport withProof = trail.export(MemoryTrail.CASE, earlier.size());
        assertThat(VerifyTrail.examine(withProof, kept, null)).isEmpty();
        assertThat(VerifyTrail.examine(export, kept, null)).extracting(Finding::kind).containsExactly(Kind.ROOT_DIFFERS);

        MemoryTrail other = new MemoryTrail(dir);
        for (int i = 0; i < 20; i++) {
            other.seal(MemoryTrail.row(i + 1, MemoryTrail.CASE, "another history"));
        }
        other.sign();
        assertThat(VerifyTrail.examine(other.export(MemoryTrail.CASE, earlier.size()), kept, null))
                .extracting(Finding::kind).containsExactly(Kind.ROOT_DIFFERS);
        assertThat(VerifyTrail.examine(other.export(MemoryTrail.CASE, null), Head.of(trail.head()), null))
                .extracting(Finding::kind).containsExactly(Kind.ROOT_DIFFERS);
    }

    @Test
    void aForgedHeadIsFound() {
        Head head = export.head();
        CaseExport forged = new CaseExport(export.format(), export.caseNumber(), export.exportedAt(), export.key(),
                new Head(head.size(), head.root(), "2020-01-01T00:00:00Z", head.keyId(), head.signature()), null,
                export.events(), export.signature());
        assertThat(kinds(forged)).containsExactly(Kind.FORGED_HEAD);
    }

    @Test
    void anExportSignedByAnotherKeyIsFoundByThePublishedKeyId(@TempDir Path elsewhere) throws IOException {
        CaseExport foreign = MemoryTrail.of(20, elsewhere).export(MemoryTrail.CASE, null);
        assertThat(run(1, file(foreign), "--key", trail.key.publicKey().id())).contains("FORGED_HEAD");
        assertThat(run(1, file(foreign), "--head", file(export))).contains("FORGED_HEAD");
    }

    @Test
    void whatIsNoExportIsRefusedWithOneSentence() throws IOException {
        for (String text : List.of("", "null", "{}", "[1]", "{\"format\":\"madoguchi-trail-export/v1\"}",
                export.json().replace("\"publicKey\" : \"MC", "\"publicKey\" : \"XX"),
                export.json().replaceFirst("\"path\" : \\[ \"..", "\"path\" : [ \"zz"))) {
            Path file = Files.writeString(dir.resolve("bad.json"), text);
            assertThat(run(1, file.toString())).startsWith("検証できません / Cannot be examined: ").hasLineCount(1);
        }
        assertThat(run(1, dir.resolve("absent.json").toString())).startsWith("検証できません");
        assertThat(run(1)).startsWith("使い方 / usage");
        assertThat(run(1, "a", "b")).startsWith("使い方 / usage");
    }

    /** Changes the events of a finished file. */
    private CaseExport with(UnaryOperator<List<Event>> change) {
        return new CaseExport(export.format(), export.caseNumber(), export.exportedAt(), export.key(), export.head(),
                export.consistency(), change.apply(new ArrayList<>(export.events())), export.signature());
    }

    /** Lets the office itself sign other events. */
    private CaseExport signed(UnaryOperator<List<Event>> change) {
        CaseExport other = with(change);
        return other.withSignature(trail.key.sign(other.signedText()));
    }

    private static List<Kind> kinds(CaseExport examined) {
        return VerifyTrail.examine(examined, null, null).stream().map(Finding::kind).toList();
    }

    private String file(CaseExport exported) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "export", ".json"), exported.json()).toString();
    }

    private static String run(int exitCode, String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        assertThat(VerifyTrail.run(arguments, new PrintStream(printed, true, StandardCharsets.UTF_8))).isEqualTo(exitCode);
        return printed.toString(StandardCharsets.UTF_8);
    }
}
