package jp.madoguchi.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;

/**
 * The file that leaves the house; docs/audit-trail.md describes it. Every part may be null in a file that somebody edited.
 *
 * @param head        null while nothing was sealed
 * @param consistency null unless the reader named an older head
 * @param signature   Ed25519 over {@link #signedText()}, base64: these events, all of them, in this order
 */
record CaseExport(String format, String caseNumber, String exportedAt, Key key, Head head, Consistency consistency,
                  List<Event> events, String signature) {

    static final String FORMAT = "madoguchi-trail-export/v1";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    record Key(String id, String algorithm, String publicKey) {

        static Key of(PublicSigningKey key) {
            return new Key(key.id(), "Ed25519", key.base64());
        }
    }

    /** A {@link SignedHead} with its moment as the text that was signed. */
    record Head(long size, String root, String at, String keyId, String signature) {

        static Head of(SignedHead head) {
            return new Head(head.size(), head.root(), head.at().toString(), head.keyId(), head.signature());
        }

        String signedText() {
            return SignedHead.text(size, root, at);
        }
    }

    /** @param path proof that the tree of {@code from} leaves is the beginning of the head's tree */
    record Consistency(long from, List<String> path) {}

    /** @param index and {@code path} are null while unsealed */
    record Event(long seq, String body, String leaf, Long index, List<String> path) {}

    /** What is signed, UTF-8, each line ended by a line feed. */
    String signedText() {
        StringBuilder text = new StringBuilder(FORMAT).append('\n').append(caseNumber).append('\n')
                .append(exportedAt).append('\n')
                .append(head == null ? "-" : head.root()).append('\n')
                .append(events.size()).append('\n');
        events.forEach(event -> text.append(event.leaf()).append('\n'));
        return text.toString();
    }

    CaseExport withSignature(String made) {
        return new CaseExport(format, caseNumber, exportedAt, key, head, consistency, events, made);
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws IllegalArgumentException when the text is no JSON of this shape */
    static CaseExport parse(String json) {
        return parse(json, CaseExport.class);
    }

    /** Reads a head that was kept: a head alone, or an earlier export. @throws IllegalArgumentException for other text */
    static Head parseHead(String json) {
        Head inExport = parse(json).head();
        return inExport != null ? inExport : parse(json, Head.class);
    }

    private static <T> T parse(String json, Class<T> shape) {
        try {
            T parsed = JSON.readValue(json, shape);
            if (parsed == null) {
                throw new IllegalArgumentException("empty");
            }
            return parsed;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed.getOriginalMessage(), malformed);
        }
    }
}
