package jp.madoguchi.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Publishes what happens to a case, and keeps its timeline for the people concerned. */
@Component
class CaseJournal {

    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    CaseJournal(ApplicationEventPublisher events, JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.events = events;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    void write(CaseFile file, String kind, Actor actor, Map<String, String> facts) {
        write(file, kind, actor, null, facts, List.of());
    }

    void write(CaseFile file, String kind, Actor actor, Actor onBehalfOf, Map<String, String> facts,
               List<CaseEvent.Change> changes) {
        events.publishEvent(new CaseEvent(kind, file.number(), file.government(), file.programme(), file.party(), actor,
                onBehalfOf, facts, changes));
    }

    /** Every room's events about a case appear on its timeline, views and exports of it do not. */
    @EventListener
    void keep(CaseEvent event) {
        if (event.caseNumber() == null || event.kind().startsWith("view.") || event.kind().startsWith("export.")) {
            return;
        }
        jdbc.sql("""
                insert into timeline (case_number, government, party, at, kind, facts, actor_name, actor_kind)
                values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(event.caseNumber().value(), event.government(), event.party(), Timestamp.from(clock.instant()),
                        event.kind(), text(event.facts()), event.actor().name(), event.actor().kind().name()).update();
    }

    private String text(Map<String, String> facts) {
        try {
            return json.writeValueAsString(new TreeMap<>(facts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
