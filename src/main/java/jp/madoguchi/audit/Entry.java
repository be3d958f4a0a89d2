package jp.madoguchi.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseEvent.Change;
import jp.madoguchi.kernel.CaseNumber;

/**
 * An event as it is hashed.
 *
 * @param nonce 128 random bits in hex: equal events get different leaves, and nobody who sees a leaf hash in another
 *              case's proof can guess what it hides
 */
record Entry(Instant at, String nonce, CaseEvent event) {

    private static final String VERSION = "madoguchi-trail/v1";

    /** PostgreSQL keeps microseconds, and neither U+0000 nor half a surrogate pair. */
    static Entry of(CaseEvent event, Instant at, String nonce) {
        Map<String, String> facts = new LinkedHashMap<>();
        event.facts().forEach((name, value) -> facts.put(storable(name), storable(value)));
        List<Change> changes = event.changes().stream()
                .map(c -> new Change(storable(c.field()), storable(c.before()), storable(c.after())))
                .toList();
        return new Entry(at.truncatedTo(ChronoUnit.MICROS), nonce, new CaseEvent(storable(event.kind()),
                event.caseNumber(), storable(event.government()), storable(event.programme()), storable(event.party()),
                storable(event.actor()), storable(event.onBehalfOf()), facts, changes));
    }

    /** @throws IllegalArgumentException when the text is no body of this version */
    static Entry parse(String body) {
        try {
            Map<String, Object> json = CanonicalJson.readObject(body);
            if (!VERSION.equals(json.get("v"))) {
                throw new IllegalArgumentException("Not " + VERSION);
            }
            String caseNumber = text(json, "case");
            List<Change> changes = objects(json.get("changes"))
                    .map(c -> new Change(text(c, "field"), text(c, "before"), text(c, "after")))
                    .toList();
            Map<String, String> facts = new LinkedHashMap<>();
            object(json.get("facts")).forEach((name, value) -> facts.put(name, (String) value));
            return new Entry(Instant.parse(text(json, "at")), text(json, "nonce"), new CaseEvent(text(json, "kind"),
                    caseNumber == null ? null : new CaseNumber(caseNumber), text(json, "government"),
                    text(json, "programme"), text(json, "party"), actor(json.get("actor")),
                    actor(json.get("onBehalfOf")), facts, changes));
        } catch (ClassCastException | NullPointerException | DateTimeException malformed) {
            throw new IllegalArgumentException("Not a trail entry", malformed);
        }
    }

    /** RFC 8785; values that are absent are left out. */
    String body() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", VERSION);
        json.put("nonce", nonce);
        json.put("at", at.toString());
        json.put("kind", event.kind());
        putPresent(json, "case", caseNumber());
        putPresent(json, "government", event.government());
        putPresent(json, "programme", event.programme());
        putPresent(json, "party", event.party());
        json.put("actor", object(event.actor()));
        if (event.onBehalfOf() != null) {
            json.put("onBehalfOf", object(event.onBehalfOf()));
        }
        json.put("facts", event.facts());
        json.put("changes", changes());
        return CanonicalJson.write(json);
    }

    static byte[] leaf(String body) {
        return MerkleTree.leafHash(body.getBytes(StandardCharsets.UTF_8));
    }

    /** The search columns of table {@code trail} as texts; those that are null are left out. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("at", at.toString());
        columns.put("kind", event.kind());
        putPresent(columns, "case_number", caseNumber());
        putPresent(columns, "government", event.government());
        putPresent(columns, "programme", event.programme());
        putPresent(columns, "party", event.party());
        columns.put("actor_id", event.actor().id());
        columns.put("actor_name", event.actor().name());
        columns.put("actor_kind", event.actor().kind().name());
        if (event.onBehalfOf() != null) {
            putPresent(columns, "on_behalf_of_id", event.onBehalfOf().id());
            putPresent(columns, "on_behalf_of_name", event.onBehalfOf().name());
        }
        columns.put("facts", CanonicalJson.write(event.facts()));
        columns.put("changes", CanonicalJson.write(changes()));
        return columns;
    }

    private String caseNumber() {
        return event.caseNumber() == null ? null : event.caseNumber().value();
    }

    private List<Map<String, Object>> changes() {
        return event.changes().stream().map(change -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("field", change.field());
            putPresent(json, "before", change.before());
            putPresent(json, "after", change.after());
            return json;
        }).toList();
    }

    private static Map<String, Object> object(Actor actor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", actor.id());
        json.put("name", actor.name());
        json.put("kind", actor.kind().name());
        putPresent(json, "government", actor.government());
        return json;
    }

    private static Actor actor(Object json) {
        if (json == null) {
            return null;
        }
        Map<String, Object> actor = object(json);
        return new Actor(text(actor, "id"), text(actor, "name"), Actor.Kind.valueOf(text(actor, "kind")),
                text(actor, "government"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    private static Stream<Map<String, Object>> objects(Object json) {
        return ((List<?>) json).stream().map(Entry::object);
    }

    private static String text(Map<String, Object> json, String name) {
        return (String) json.get(name);
    }

    private static void putPresent(Map<String, ? super String> json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Actor storable(Actor actor) {
        return actor == null ? null
                : new Actor(storable(actor.id()), storable(actor.name()), actor.kind(), storable(actor.government()));
    }

    private static String storable(String text) {
        if (text == null) {
            return null;
        }
        return text.codePoints()
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
