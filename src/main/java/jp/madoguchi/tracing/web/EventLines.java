package jp.madoguchi.tracing.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.tracing.EventWords;
import org.springframework.stereotype.Component;

/** Events of the trail as lines of a page. */
@Component
class EventLines {

    private static final int SHORT_HASH = 8;

    private final EventWords words;
    private final Moments moments;

    EventLines(EventWords words, Moments moments) {
        this.words = words;
        this.moments = moments;
    }

    /**
     * @param number    place in the case's trail, from 1; 0 where lines of several cases stand together
     * @param shortHash first digits of the leaf's hash
     * @param index     place in the tree, or null while unsealed
     */
    public record Line(int number, long seq, Map<String, String> at, String kind, String group, String sentence, String caseNumber,
                       String actor, String actorId, String onBehalfOf, List<Change> changes, Map<String, String> facts,
                       String shortHash, String leafHash, Long index) {}

    /** @param field as people call it @param before "" for none @param after "" for none */
    public record Change(String field, String before, String after) {}

    /** Numbered from 1. @param shown turns a change into the words of the case's form */
    List<Line> ofCase(List<TrailEvent> events, UnaryOperator<Change> shown) {
        List<Line> lines = new ArrayList<>();
        for (TrailEvent event : events) {
            lines.add(line(lines.size() + 1, event, shown));
        }
        return lines;
    }

    /** @param shown for each event what turns its changes into the words of its case's form */
    List<Line> found(List<TrailEvent> events, Function<TrailEvent, UnaryOperator<Change>> shown) {
        return events.stream().map(event -> line(0, event, shown.apply(event))).toList();
    }

    private Line line(int number, TrailEvent event, UnaryOperator<Change> shown) {
        return new Line(number, event.seq(), moments.moment(event.at()), event.kind(), words.group(event.kind()), words.sentence(event),
                event.caseNumber() == null ? "" : event.caseNumber().value(), name(event.actor()), id(event.actor()), name(event.onBehalfOf()),
                event.changes().stream().map(change -> shown.apply(new Change(change.field(), text(change.before()), text(change.after())))).toList(),
                new TreeMap<>(event.facts()), event.leafHash().substring(0, Math.min(SHORT_HASH, event.leafHash().length())),
                event.leafHash(), event.index());
    }

    private static String name(Actor actor) {
        return actor == null ? "" : actor.name();
    }

    private static String id(Actor actor) {
        return actor == null ? "" : actor.id();
    }

    private static String text(String valueOrNull) {
        return valueOrNull == null ? "" : valueOrNull;
    }
}
