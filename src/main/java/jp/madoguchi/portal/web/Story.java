package jp.madoguchi.portal.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.Cases.TimelineEntry;
import jp.madoguchi.kernel.Actor;
import org.springframework.stereotype.Component;

/**
 * A case's timeline in plain words, for its applicant. Only what concerns them is told: no claims, notes, reminders to
 * deciders, nor an officer's name or internal reasons.
 */
@Component
class Story {

    /** What is told, with the kind of its mark. */
    private static final Map<String, String> TOLD = Map.ofEntries(
            Map.entry("case.filed", "new"), Map.entry("case.resubmitted", "progress"), Map.entry("case.granted", "approved"),
            Map.entry("case.refused", "rejected"), Map.entry("case.withdrawn", "withdrawn"), Map.entry("case.closed", "done"),
            Map.entry("case.overdue", "overdue"), Map.entry("correction.requested", "correction"),
            Map.entry("correction.reminded", "due-soon"), Map.entry("correction.expired", "overdue"),
            Map.entry("hearing.proposed", "waiting"), Map.entry("letter.issued", "info"), Map.entry("vendor.registered", "approved"),
            Map.entry("vendor.published", "done"), Map.entry("vendor.changed", "progress"), Map.entry("merchant.registered", "approved"),
            Map.entry("merchant.kit-sent", "progress"), Map.entry("merchant.changed", "progress"), Map.entry("merchant.left", "done"),
            Map.entry("merchant.hearing-opened", "waiting"), Map.entry("merchant.not-explained", "overdue"),
            Map.entry("merchant.cancelled", "rejected"), Map.entry("subsidy.slot-taken", "progress"),
            Map.entry("subsidy.slot-offered", "progress"), Map.entry("subsidy.permitted", "approved"), Map.entry("subsidy.lapsed", "overdue"),
            Map.entry("subsidy.amount-fixed", "progress"), Map.entry("subsidy.paid", "done"),
            Map.entry("subsidy.transfer-returned", "correction"),
            Map.entry("premium.rejected", "rejected"), Map.entry("premium.won", "approved"), Map.entry("premium.lost", "waiting"), Map.entry("premium.promoted", "approved"),
            Map.entry("premium.bought", "done"), Map.entry("premium.lapsed", "overdue"), Map.entry("premium.ended", "done"));

    private final Words words;

    Story(Words words) {
        this.words = words;
    }

    /** Newest first, as the timeline block shows it. */
    List<Map<String, String>> of(List<TimelineEntry> entries, Say say) {
        List<Map<String, String>> items = new ArrayList<>();
        String before = "";
        for (TimelineEntry entry : entries) {
            boolean own = entry.actorKind() == Actor.Kind.APPLICANT;
            boolean toldAlready = before.equals("case.resubmitted");
            before = entry.kind();
            if (entry.kind().equals("task.concluded") && own && !toldAlready) {
                items.add(0, item(entry, "progress", words.of("story.task", entry.facts().getOrDefault("task", "")), "", say));
            } else if (TOLD.containsKey(entry.kind())) {
                boolean ofTheOffice = entry.kind().equals("case.filed") && "OFFICE".equals(entry.facts().get("channel"));
                String title = ofTheOffice ? "story.case.opened" : "story." + entry.kind();
                items.add(0, item(entry, TOLD.get(entry.kind()), words.of(title), body(entry, say), say));
            }
        }
        return items;
    }

    private String body(TimelineEntry entry, Say say) {
        String due = entry.facts().get("due");
        if (due != null) {
            return words.of("story.due", say.day(LocalDate.parse(due)));
        }
        if (entry.kind().equals("vendor.registered") || entry.kind().equals("merchant.registered")) {
            return words.of("story.number", entry.facts().getOrDefault("vendor", entry.facts().getOrDefault("merchant", "")));
        }
        if (entry.kind().equals("case.filed") && "true".equals(entry.facts().get("late"))) {
            return words.of("story.late");
        }
        return "";
    }

    private Map<String, String> item(TimelineEntry entry, String kind, String title, String body, Say say) {
        Map<String, String> item = new LinkedHashMap<>();
        item.put("kind", kind);
        item.put("at", say.minute(entry.at()));
        item.put("machine", say.machine(entry.at()));
        item.put("title", title);
        item.put("body", body);
        item.put("actor", entry.actorKind() == Actor.Kind.APPLICANT ? entry.actorName()
                : entry.actorKind() == Actor.Kind.SYSTEM ? "" : words.of("story.office"));
        return item;
    }
}
