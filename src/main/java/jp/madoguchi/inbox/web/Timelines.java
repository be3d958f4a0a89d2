package jp.madoguchi.inbox.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jp.madoguchi.casefile.Cases;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * A case's timeline in sentences, newest first. The sentence of an event is the message {@code event.<kind>}; its
 * {@code {name}} parts are filled with the event's facts.
 */
@Component
class Timelines {

    private final MessageSource messages;

    Timelines(MessageSource messages) {
        this.messages = messages;
    }

    List<Map<String, Object>> of(List<Cases.TimelineEntry> entries, Locale locale) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Cases.TimelineEntry entry : entries) {
            Map<String, Object> item = new HashMap<>();
            item.put("at", Shown.moment(entry.at()));
            item.put("machine", Shown.machine(entry.at()));
            item.put("title", sentence(entry, locale));
            item.put("actor", entry.actorName());
            item.put("kind", kind(entry.kind()));
            items.add(item);
        }
        Collections.reverse(items);
        return items;
    }

    private String sentence(Cases.TimelineEntry entry, Locale locale) {
        // What the office opens itself is no application.
        String sentence = messages.getMessage("event." + entry.kind() + "." + entry.facts().getOrDefault("channel", ""), null,
                messages.getMessage("event." + entry.kind(), null, "", locale), locale);
        if (sentence == null || sentence.isEmpty()) {
            return String.join("　", entry.facts().getOrDefault("task", entry.kind()), entry.facts().getOrDefault("outcome", "")).strip();
        }
        for (Map.Entry<String, String> fact : entry.facts().entrySet()) {
            sentence = sentence.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return sentence.strip();
    }

    private static String kind(String event) {
        return switch (event) {
            case "case.filed", "case.resubmitted" -> "new";
            case "case.granted", "decision.granted" -> "approved";
            case "case.refused", "decision.refused" -> "rejected";
            case "case.closed" -> "done";
            case "case.overdue" -> "overdue";
            case "case.sent-back", "correction.requested", "correction.expired" -> "correction";
            case "correction.reminded", "decision.reminded" -> "waiting";
            case "post-view.opened" -> "decision";
            default -> event.startsWith("task.") ? "progress" : "neutral";
        };
    }
}
