package jp.madoguchi.booth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.programme.Programme;

/**
 * What a programme's file sets for its events, under {@code parameters.events}.
 *
 * @param kinds          what it holds, as the form's values: {@code booth}, {@code smartphone} …
 * @param municipalities where it may be held, as its issuer named them (S4-17): names by code
 * @param largeCapacity  from how many people on a venue counts as large (S4-15)
 * @param hosts          those of the municipalities whose own staff work here: their sections by code (S4-21)
 * @param reportDuty     code of the duty that arises when one was held (S4-37), or null
 */
record EventTerms(List<String> kinds, Map<String, String> municipalities, Map<String, String> hosts, int largeCapacity, String reportDuty) {

    static final String PROCEDURE = "booth-event";
    private static final String KEY = "events";

    /** Whether the programme holds events now. */
    static boolean heldBy(Programme programme) {
        return programme.calls().stream().anyMatch(call -> !call.planned() && PROCEDURE.equals(call.procedure()));
    }

    /** @throws IllegalStateException when the file leaves one out */
    static EventTerms of(Programme programme) {
        if (!(programme.parameters().get(KEY) instanceof Map<?, ?> terms) || !(terms.get("kinds") instanceof List<?> kinds)
                || !(terms.get("municipalities") instanceof Map<?, ?> municipalities) || !(terms.get("large-capacity") instanceof Number large)) {
            throw new IllegalStateException(programme.code() + " does not set kinds, municipalities and large-capacity under parameters." + KEY);
        }
        return new EventTerms(kinds.stream().map(Object::toString).toList(), texts(municipalities),
                terms.get("hosts") instanceof Map<?, ?> hosts ? texts(hosts) : Map.of(), large.intValue(),
                terms.get("report-duty") instanceof String duty ? duty : null);
    }

    private static Map<String, String> texts(Map<?, ?> parameters) {
        Map<String, String> texts = new LinkedHashMap<>();
        parameters.forEach((key, value) -> texts.put(key.toString(), value.toString()));
        return texts;
    }

    /** The code of a municipality by its name or code; empty when the issuer did not name it. */
    Optional<String> municipality(String typed) {
        String wanted = typed.strip();
        return municipalities.entrySet().stream().filter(one -> one.getKey().equals(wanted) || one.getValue().equals(wanted))
                .map(Map.Entry::getKey).findFirst();
    }
}
