package jp.madoguchi.kernel;

import java.util.List;
import java.util.Map;

/**
 * Something that happened and must be traceable years later. Published inside the transaction that does it and heard
 * synchronously, so that the deed and its record commit together.
 *
 * @param kind       dotted word ({@code case.filed}); {@code event.<kind>} in messages is its plain Japanese sentence
 * @param caseNumber the case, or null for what concerns no case (sign-in, an export, a moved clock)
 * @param government the government whose trail it belongs to, or null for the installation's own
 * @param programme  the programme's code, or null
 * @param party      the account of the case's applicant, or null; decides who may read the row
 * @param actor      who did it
 * @param onBehalfOf the absent decider for whom a deputy acted (代決), or null
 * @param facts      a few short texts that the sentence names; no free form answers
 * @param changes    old and new values, empty when nothing was changed
 */
public record CaseEvent(String kind, CaseNumber caseNumber, String government, String programme, String party,
                        Actor actor, Actor onBehalfOf, Map<String, String> facts, List<Change> changes) {

    public CaseEvent {
        facts = Map.copyOf(facts);
        changes = List.copyOf(changes);
    }

    /** One changed value. Either side may be null: absent before, or removed. */
    public record Change(String field, String before, String after) {}

    /** An event that concerns no case. */
    public static CaseEvent ofInstallation(String kind, String government, Actor actor, Map<String, String> facts) {
        return new CaseEvent(kind, null, government, null, null, actor, null, facts, List.of());
    }
}
