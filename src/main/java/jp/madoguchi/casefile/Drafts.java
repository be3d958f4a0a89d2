package jp.madoguchi.casefile;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programmes;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Applications being typed. Saved as one goes, so that a time-out or a closed browser loses nothing. When the form is
 * renewed meanwhile, answers whose fields still exist stay, and the page says which are new and which are gone.
 */
@Service
@Transactional
public class Drafts {

    private final JdbcClient jdbc;
    private final Programmes programmes;
    private final FormCatalogue forms;
    private final BusinessClock clock;

    Drafts(JdbcClient jdbc, Programmes programmes, FormCatalogue forms, BusinessClock clock) {
        this.jdbc = jdbc;
        this.programmes = programmes;
        this.forms = forms;
        this.clock = clock;
    }

    /**
     * @param id       also the idempotency key of its filing
     * @param formHash the form's version on which it was last saved
     * @param step     where the person was, from 1
     */
    public record Draft(String id, String programme, String call, String formHash, Answers answers, int step, Instant savedAt,
                        long version) {}

    /** What changed in the form since the draft was saved: labels of fields that came, went, or ask something else now. */
    public record Renewal(List<String> added, List<String> removed, List<String> changed) {}

    public Draft begin(Actor actor, String programme, String call) {
        Call wanted = programmes.get(programme).call(call).filter(c -> !c.planned())
                .orElseThrow(() -> new NotFoundException("call " + call));
        FormDefinition form = forms.get(wanted.form());
        String id = UUID.randomUUID().toString();
        jdbc.sql("""
                insert into draft (id, owner, government, party, programme, call, form_hash, answers, step, saved_at, version)
                values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 0)""")
                .params(id, actor.id(), actor.isStaff() ? actor.government() : null, actor.isStaff() ? null : actor.id(),
                        programme, call, form.hash(), form.blank().toJson(), Timestamp.from(clock.instant())).update();
        return get(actor, id);
    }

    /** @throws NotFoundException when this person has no such draft */
    public Draft get(Actor actor, String id) {
        return jdbc.sql(SELECT + " where id = ? and owner = ?").params(id, actor.id()).query(Drafts::map).optional()
                .orElseThrow(() -> new NotFoundException("draft " + id));
    }

    public List<Draft> of(Actor actor) {
        return jdbc.sql(SELECT + " where owner = ? order by saved_at desc").param(actor.id()).query(Drafts::map).list();
    }

    /** Saves what was typed; the last save wins, since one person types on one page. */
    public Draft save(Actor actor, String id, Answers answers, int step) {
        Draft draft = get(actor, id);
        jdbc.sql("update draft set answers = ?, step = ?, form_hash = ?, saved_at = ?, version = version + 1 where id = ? and owner = ?")
                .params(answers.toJson(), step, form(draft).hash(), Timestamp.from(clock.instant()), id, actor.id()).update();
        return get(actor, id);
    }

    public void discard(Actor actor, String id) {
        jdbc.sql("delete from draft where id = ? and owner = ?").params(id, actor.id()).update();
    }

    /** The form as it is now. */
    public FormDefinition form(Draft draft) {
        return forms.get(programmes.get(draft.programme()).call(draft.call()).orElseThrow(
                () -> new NotFoundException("call " + draft.call())).form());
    }

    /** @return empty when the form is still the one the draft was saved on */
    public Optional<Renewal> renewal(Draft draft) {
        FormDefinition now = form(draft);
        if (now.hash().equals(draft.formHash())) {
            return Optional.empty();
        }
        FormDefinition before = forms.get(now.id(), draft.formHash());
        return Optional.of(new Renewal(missingIn(before, now), missingIn(now, before), changed(before, now)));
    }

    private static List<String> missingIn(FormDefinition one, FormDefinition other) {
        return other.fields().entrySet().stream().filter(e -> !one.fields().containsKey(e.getKey()))
                .map(e -> e.getValue().label()).toList();
    }

    private static List<String> changed(FormDefinition before, FormDefinition now) {
        return now.fields().entrySet().stream()
                .filter(e -> before.fields().containsKey(e.getKey()) && !question(before.fields().get(e.getKey())).equals(question(e.getValue())))
                .map(e -> e.getValue().label()).toList();
    }

    /** What is asked and which answers are taken. */
    private static List<Object> question(FormComponent field) {
        // rules may hold a pattern, which equals only itself
        return List.of(field.type(), field.label(), field.kind(), field.rules().toString(), field.choices());
    }

    private static final String SELECT = "select id, programme, call, form_hash, answers, step, saved_at, version from draft";

    private static Draft map(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Draft(row.getString("id"), row.getString("programme"), row.getString("call"), row.getString("form_hash"),
                Answers.fromJson(row.getString("answers")), row.getInt("step"), row.getTimestamp("saved_at").toInstant(),
                row.getLong("version"));
    }
}
