package jp.madoguchi.casefile;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 補正: named fields reopened with a comment each; the rest stays locked. */
@Service
@Transactional
public class Corrections {

    /** Business days an applicant has, unless the programme's parameter {@code correction-days} says otherwise. */
    static final int DAYS = 10;

    private final JdbcClient jdbc;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;

    Corrections(JdbcClient jdbc, BusinessCalendars calendars, BusinessClock clock) {
        this.jdbc = jdbc;
        this.calendars = calendars;
        this.clock = clock;
    }

    /** A pinned field and what is asked there. */
    public record Item(String field, String comment) {}

    /** @param round the round of answers it speaks of @param items by field path, in the form's order */
    public record Correction(long id, int round, String comment, String requestedByName, Instant requestedAt, LocalDate dueOn,
                             String state, Instant closedAt, Map<String, String> items) {

        public boolean isOpen() {
            return state.equals("OPEN");
        }
    }

    /** One asked field in three views. Texts as forms show them are made by the page from these raw answers. */
    public record Difference(String field, Object before, String asked, Object after) {}

    public List<Correction> of(String caseNumber) {
        return jdbc.sql(SELECT + " where case_number = ? order by id").param(caseNumber).query(this::map).list();
    }

    public Optional<Correction> open(String caseNumber) {
        return jdbc.sql(SELECT + " where case_number = ? and state = 'OPEN'").param(caseNumber).query(this::map).optional();
    }

    /** Before, asked, after: every asked field, then what changed beside them. */
    public static List<Difference> difference(Correction correction, Answers before, Answers after) {
        Map<String, Difference> all = new LinkedHashMap<>();
        correction.items().forEach((field, asked) -> all.put(field, new Difference(field, before.get(field), asked, after.get(field))));
        for (String path : after.differences(before)) {
            if (all.keySet().stream().noneMatch(field -> path.equals(field) || path.startsWith(field + "["))) {
                all.put(path, new Difference(path, before.get(path), "", after.get(path)));
            }
        }
        return List.copyOf(all.values());
    }

    /**
     * Writes down what is asked.
     *
     * @throws RefusedException when nothing is pinned, a field does not exist, a comment is missing, or one is open already
     */
    void request(CaseFile file, FormDefinition form, List<Item> items, String comment, int days, Actor actor) {
        if (items.isEmpty()) {
            throw new RefusedException("correction.empty", "補正を求める項目を1つ以上選び、それぞれに補正の内容を書いてください。");
        }
        for (Item item : items) {
            if (item.comment().isBlank()) {
                throw new RefusedException("correction.comment", "補正を求める項目には、何をどう直してほしいかを書いてください。");
            }
            FormComponent field = form.field(item.field()).orElseThrow(() -> new RefusedException("correction.field",
                    "補正を求める項目「" + item.field() + "」は様式にありません。画面を開き直してください。"));
            if (field.fixed()) {
                throw new RefusedException("correction.fixed", "「" + field.label()
                        + "」は受付の前提となる項目のため、補正では直せません。誤りがあるときは、取り下げて申し込み直してもらってください。");
            }
        }
        if (open(file.number().value()).isPresent()) {
            throw new RefusedException("correction.open", "この案件にはすでに補正を求めています。");
        }
        LocalDate due = calendars.plusBusinessDays(new GovernmentCode(file.government()), clock.today(), days);
        Long id = jdbc.sql("""
                insert into correction (case_number, government, party, round, comment, requested_by, requested_by_name,
                                        requested_at, due_on, state)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN') returning id""")
                .params(file.number().value(), file.government(), file.party(), file.round(), comment, actor.id(), actor.name(),
                        Timestamp.from(clock.instant()), due).query(Long.class).single();
        for (Item item : items) {
            jdbc.sql("insert into correction_item (correction, field, comment) values (?, ?, ?)")
                    .params(id, item.field(), item.comment()).update();
        }
    }

    void close(CaseFile file, String state) {
        jdbc.sql("update correction set state = ?, closed_at = ? where case_number = ? and state = 'OPEN'")
                .params(state, Timestamp.from(clock.instant()), file.number().value()).update();
    }

    private static final String SELECT =
            "select id, round, comment, requested_by_name, requested_at, due_on, state, closed_at from correction";

    private Correction map(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        Map<String, String> items = new LinkedHashMap<>();
        jdbc.sql("select field, comment from correction_item where correction = ? order by field").param(row.getLong("id"))
                .query(item -> {
                    items.put(item.getString("field"), item.getString("comment"));
                });
        Timestamp closed = row.getTimestamp("closed_at");
        return new Correction(row.getLong("id"), row.getInt("round"), row.getString("comment"), row.getString("requested_by_name"),
                row.getTimestamp("requested_at").toInstant(), row.getObject("due_on", LocalDate.class), row.getString("state"),
                closed == null ? null : closed.toInstant(), items);
    }
}
