package jp.madoguchi.tracing;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.calendar.JapaneseDates;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Tells an event in plain Japanese: the message {@code event.<kind>}, with <code>{fact}</code> replaced by what the
 * event says of it. A kind without a sentence is told by its own word and facts, so that nothing is ever left out.
 */
@Component
public class EventWords {

    private static final Pattern FACT = Pattern.compile("\\{([A-Za-z][A-Za-z0-9-]*)}");

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final MessageSource messages;

    EventWords(MessageSource messages) {
        this.messages = messages;
    }

    public String sentence(TrailEvent event) {
        // What the office opens itself is no application.
        String sentence = messages.getMessage("event." + event.kind() + "." + event.facts().getOrDefault("channel", ""), null,
                messages.getMessage("event." + event.kind(), null, null, Locale.JAPANESE), Locale.JAPANESE);
        return sentence == null ? event.kind() + facts(event.facts()) : filled(sentence, event.facts());
    }

    /** What the first word of a kind means: {@code correction} is 補正. */
    public String group(String kind) {
        String word = kind.contains(".") ? kind.substring(0, kind.indexOf('.')) : kind;
        return messages.getMessage("tracing.kind." + word, null, word, Locale.JAPANESE);
    }

    private static String filled(String sentence, Map<String, String> facts) {
        return FACT.matcher(sentence).replaceAll(fact -> Matcher.quoteReplacement(shown(facts.getOrDefault(fact.group(1), "―"))));
    }

    /** Days are recorded as ISO 8601 and read in the Japanese calendar. */
    private static String shown(String fact) {
        return DAY.matcher(fact).matches() ? JapaneseDates.parse(fact).day().map(JapaneseDates::full).orElse(fact) : fact;
    }

    private static String facts(Map<String, String> facts) {
        return facts.isEmpty() ? "" : new TreeMap<>(facts).entrySet().stream().map(fact -> fact.getKey() + "：" + fact.getValue())
                .collect(Collectors.joining("、", "（", "）"));
    }
}
