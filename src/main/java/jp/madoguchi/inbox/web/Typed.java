package jp.madoguchi.inbox.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.forms.Answers;

/**
 * What an officer typed on a task's page, kept until it is taken or thrown away by them.
 *
 * @param corrections comments by field path, in the page's order; a ticked field without words has ""
 */
record Typed(Answers answers, String outcome, String comment, Map<String, String> corrections) {

    static final String OUTCOME = "_outcome";
    static final String COMMENT = "_comment";
    static final String FIELD = "_correct";
    static final String WHY = "_why.";

    static Typed nothing(Answers answers) {
        return new Typed(answers, "", "", Map.of());
    }

    /** Words about a field that was not ticked count as a tick. */
    static Typed read(Map<String, String[]> parameters, Answers answers) {
        Map<String, String> corrections = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (name.startsWith(WHY) && !values[0].isBlank()) {
                corrections.put(name.substring(WHY.length()), values[0].strip());
            }
        });
        for (String field : parameters.getOrDefault(FIELD, new String[0])) {
            corrections.putIfAbsent(field, "");
        }
        return new Typed(answers, first(parameters, OUTCOME), first(parameters, COMMENT).strip(), corrections);
    }

    private static String first(Map<String, String[]> parameters, String name) {
        String[] values = parameters.get(name);
        return values == null || values.length == 0 ? "" : values[0];
    }

    Conclusion conclusion(boolean correcting) {
        List<Corrections.Item> items = new ArrayList<>();
        if (correcting) {
            corrections.forEach((field, comment) -> items.add(new Corrections.Item(field, comment)));
        }
        return new Conclusion(outcome, answers, comment, items);
    }
}
