package jp.madoguchi.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import org.junit.jupiter.api.Test;

class EntryTest {

    private static final Instant AT = Instant.parse("2026-04-01T00:00:00.123456789Z");

    private static final CaseEvent DECIDED = new CaseEvent("case.decided", new CaseNumber("GMASK-000123"), "100005",
            "gunma-mask-r5", "applicant-1", new Actor("gunma-deputy", "代理 花子", Actor.Kind.STAFF, "100005"),
            new Actor("gunma-decider", "決裁 太郎", Actor.Kind.STAFF, "100005"), Map.of("理由", "神・𠮷・髙", "b", "2"),
            List.of(new CaseEvent.Change("status", null, "decided"), new CaseEvent.Change("desk", "review", null)));

    @Test
    void theBodyHasExactlyOneForm() {
        assertThat(Entry.of(DECIDED, AT, "00ff").body()).isEqualTo("""
                {"actor":{"government":"100005","id":"gunma-deputy","kind":"STAFF","name":"代理 花子"},\
                "at":"2026-04-01T00:00:00.123456Z","case":"GMASK-000123",\
                "changes":[{"after":"decided","field":"status"},{"before":"review","field":"desk"}],\
                "facts":{"b":"2","理由":"神・𠮷・髙"},"government":"100005","kind":"case.decided","nonce":"00ff",\
                "onBehalfOf":{"government":"100005","id":"gunma-decider","kind":"STAFF","name":"決裁 太郎"},\
                "party":"applicant-1","programme":"gunma-mask-r5","v":"madoguchi-trail/v1"}""");
    }

    @Test
    void aBodyIsReadBackWhole() {
        Entry entry = Entry.of(DECIDED, AT, "00ff");
        assertThat(Entry.parse(entry.body())).isEqualTo(entry);
        Entry signIn = Entry.of(CaseEvent.ofInstallation("account.signed-in", null, Actor.SYSTEM, Map.of()), AT, "01");
        assertThat(Entry.parse(signIn.body())).isEqualTo(signIn);
        assertThat(signIn.columns()).doesNotContainKeys("case_number", "government", "party", "on_behalf_of_id");
    }

    @Test
    void whatIsNoBodyIsRefused() {
        for (String text : List.of("", "null", "[]", "{}", "{\"v\":\"madoguchi-trail/v1\"}",
                "{\"v\":\"madoguchi-trail/v1\",\"at\":5}")) {
            assertThatThrownBy(() -> Entry.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** RFC 8785 §3.2.2.2, and U+10000 sorts by its surrogates before U+FB33 (§3.2.3). */
    @Test
    void textIsEscapedAndSortedAsTheRfcSays() {
        assertThat(CanonicalJson.write(Map.of("k", "\u20ac$\u000f\nA'B\"\\\\\"/\u007f")))
                .isEqualTo("{\"k\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\"}");
        assertThat(CanonicalJson.write(Map.of("\u20ac", "1", "\r", "2", "\ufb33", "3", "1", "4", "\ud83d\ude00", "5",
                "\u0080", "6", "\u00f6", "7")))
                .isEqualTo("{\"\\r\":\"2\",\"1\":\"4\",\"\u0080\":\"6\",\"\u00f6\":\"7\",\"\u20ac\":\"1\","
                        + "\"\ud83d\ude00\":\"5\",\"\ufb33\":\"3\"}");
    }

    @Test
    void charactersThatNoDatabaseKeepsBecomeTheReplacementCharacter() {
        Entry entry = Entry.of(CaseEvent.ofInstallation("k", null, Actor.SYSTEM, Map.of("x", "a\0b\ud842c\udfb7")), AT, "01");
        assertThat(entry.event().facts()).containsEntry("x", "a\ufffdb\ufffdc\ufffd");
        assertThat(Entry.of(CaseEvent.ofInstallation("k", null, Actor.SYSTEM, Map.of("x", "𠮷")), AT, "01")
                .event().facts()).containsEntry("x", "𠮷");
    }
}
