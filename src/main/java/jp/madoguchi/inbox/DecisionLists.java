package jp.madoguchi.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.inbox.DecisionList.Candidate;
import jp.madoguchi.inbox.DecisionList.Row;
import jp.madoguchi.inbox.DecisionList.RowState;
import jp.madoguchi.inbox.DecisionList.State;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * 一括決裁: the office lists up to {@link DecisionList#MOST} cases that wait for their decision, and the decider takes
 * one decision over all of them, less those left out one by one (S5-114). Each case still gets its own record, letter
 * and trail, and what was left out is decided on its own.
 */
@Service
@Transactional
public class DecisionLists {

    private static final String GRANTED = "granted";
    private static final int LONGEST = 200;
    /** What those who reviewed a case think of it, in their order. */
    private static final String OPINION = """
            coalesce((select string_agg(o.outcome_label || case when o.comment = '' then '' else '：' || o.comment end, '　／　' order by o.concluded_at)
                      from task_record o where o.case_number = %s and o.opinion), '')""";

    private final TaskDesk desk;
    private final Cases cases;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    DecisionLists(TaskDesk desk, Cases cases, JdbcClient jdbc, BusinessClock clock) {
        this.desk = desk;
        this.cases = cases;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How many cases of a programme wait for a decision and stand on no list. */
    public record Waiting(String programme, long cases) {}

    /** Programmes with cases that could be listed, within the person's scope. */
    public List<Waiting> waiting() {
        return jdbc.sql("""
                select programme, count(*) as cases from inbox_item i where decides
                and not exists (select from decision_list_row r where r.case_number = i.case_number and r.state = 'PENDING')
                group by programme order by programme""").query(Waiting.class).list();
    }

    /** Cases of a programme that wait for a decision and stand on no list yet, the longest waiting first. */
    public List<Candidate> candidates(String programme) {
        return jdbc.sql("""
                select i.case_number, i.title, i.created_at, %s as opinion from inbox_item i
                where i.programme = ? and i.decides
                and not exists (select from decision_list_row r where r.case_number = i.case_number and r.state = 'PENDING')
                order by i.created_at, i.case_number limit ?""".formatted(OPINION.formatted("i.case_number")))
                .params(programme, DecisionList.MOST)
                .query((row, n) -> new Candidate(new CaseNumber(row.getString("case_number")), row.getString("title"),
                        row.getString("opinion"), row.getTimestamp("created_at").toInstant())).list();
    }

    /** Those of the cases that could be listed, however many wait before them. */
    private Set<CaseNumber> waiting(String programme, List<CaseNumber> numbers) {
        return new HashSet<>(jdbc.sql("""
                select i.case_number from inbox_item i where i.programme = :programme and i.decides and i.case_number in (:numbers)
                and not exists (select from decision_list_row r where r.case_number = i.case_number and r.state = 'PENDING')""")
                .param("programme", programme).param("numbers", numbers.stream().map(CaseNumber::value).toList())
                .query((row, n) -> new CaseNumber(row.getString("case_number"))).list());
    }

    /**
     * Brings cases before the decider as one list.
     *
     * @return the list's id
     * @throws RefusedException when there are none or too many, one no longer waits or stands on another list
     */
    public String prepare(Actor actor, String programme, String title, String note, List<CaseNumber> numbers) {
        if (numbers.isEmpty() || numbers.size() > DecisionList.MOST) {
            throw new RefusedException("list.size", "一覧に載せる案件を1件以上" + DecisionList.MOST + "件以内で選んでください。");
        }
        if (title.isBlank() || title.length() > LONGEST || note.length() > LONGEST * 10) {
            throw new RefusedException("list.title", "一覧の件名を" + LONGEST + "文字以内で入力してください。");
        }
        Cases.refuseMyNumber(title);
        Cases.refuseMyNumber(note);
        Set<CaseNumber> waiting = waiting(programme, numbers);
        for (CaseNumber number : numbers) {
            if (!waiting.contains(number)) {
                throw noLongerWaits(number);
            }
        }
        String id = "L-%06d".formatted(jdbc.sql("select nextval('decision_list_seq')").query(Long.class).single());
        String government = cases.get(numbers.get(0)).government();
        jdbc.sql("""
                insert into decision_list (id, government, programme, title, note, state, prepared_by, prepared_by_name, prepared_at)
                values (?, ?, ?, ?, ?, 'OPEN', ?, ?, ?)""")
                .params(id, government, programme, title.strip(), note.strip(), actor.id(), actor.name(), Timestamp.from(clock.instant()))
                .update();
        int position = 0;
        for (CaseNumber number : numbers) {
            try {
                jdbc.sql("insert into decision_list_row (list, position, case_number, government, state, reason) values (?, ?, ?, ?, 'PENDING', '')")
                        .params(id, ++position, number.value(), government).update();
            } catch (DuplicateKeyException listedMeanwhile) {
                throw noLongerWaits(number);
            }
            cases.tell(number, "decision-list.entered", actor, Map.of("list", id));
        }
        return id;
    }

    /** @throws NotFoundException when there is none in this data scope */
    public DecisionList get(String id) {
        return find(" where l.id = ?", id).stream().findFirst().orElseThrow(() -> new NotFoundException("decision list " + id));
    }

    /** The newest lists of the scope: at most 50. */
    public List<DecisionList> newest() {
        return find(" order by l.state = 'OPEN' desc, l.prepared_at desc limit 50");
    }

    /** Whether the page offers the decision to this person; whether each case may be decided is asked again when it is. */
    @Transactional(readOnly = true)
    public boolean mayDecide(DecisionList list, Actor actor) {
        return list.state() == State.OPEN && !list.preparedBy().equals(actor.id()) && list.rows().stream()
                .map(row -> task(row.caseNumber())).flatMap(Optional::stream).findFirst()
                .map(task -> desk.view(task, actor).mayWork() instanceof Verdict.Accepted).orElse(false);
    }

    /**
     * Decides all cases of a list but those left out. A case that was withdrawn, decided or taken by somebody meanwhile is
     * marked as such and changes nothing for the others.
     *
     * @param leftOut why each case that is left out is left out
     * @throws RefusedException when the list was decided before, nothing is left to decide, or this person may not decide
     */
    public void decide(String id, Actor actor, String comment, Map<CaseNumber, String> leftOut) {
        mustBeOpen(id);
        if (get(id).preparedBy().equals(actor.id())) {
            throw new RefusedException("list.four-eyes", "自分が作成した一覧は決裁できません。別の決裁者（または代決者）が決裁します。");
        }
        leftOut.values().forEach(Cases::refuseMyNumber);
        if (leftOut.values().stream().anyMatch(String::isBlank)) {
            throw new RefusedException("list.exclusion", "除外する案件には、除外の理由を入力してください。");
        }
        // Whoever withdraws one of these cases now waits, and is told afterwards that it was decided.
        jdbc.sql("""
                select c.number from case_file c where c.number in (select case_number from decision_list_row where list = ?)
                order by c.number for update""").param(id).query(String.class).list();
        List<Row> rows = get(id).rows();
        List<Row> toDecide = new ArrayList<>();
        for (Row row : rows) {
            if (leftOut.containsKey(row.caseNumber())) {
                settle(id, row, RowState.EXCLUDED, leftOut.get(row.caseNumber()));
                cases.tell(row.caseNumber(), "decision-list.excluded", actor, Map.of("list", id, "reason", leftOut.get(row.caseNumber())));
                continue;
            }
            Optional<String> task = task(row.caseNumber());
            if (task.isEmpty()) {
                settle(id, row, RowState.GONE, whyGone(row.caseNumber()));
                continue;
            }
            if (desk.view(task.get(), actor).mayWork() instanceof Verdict.Refused refused) {
                throw new RefusedException(refused);
            }
            toDecide.add(row);
        }
        if (toDecide.isEmpty()) {
            throw new RefusedException("list.empty", "決裁できる案件が残っていません。一覧を取りやめてください。");
        }
        String words = ("一括決裁（" + id + "）" + (comment.isBlank() ? "" : "　" + comment.strip())).strip();
        for (Row row : toDecide) {
            String task = task(row.caseNumber()).orElseThrow();
            desk.claim(task, actor);
            desk.conclude(task, actor, new Conclusion(GRANTED, Answers.NONE, words, List.of()));
            settle(id, row, RowState.GRANTED, "");
        }
        jdbc.sql("update decision_list set state = 'DECIDED', decided_by = ?, decided_by_name = ?, decided_at = ?, comment = ? where id = ?")
                .params(actor.id(), actor.name(), Timestamp.from(clock.instant()), comment.strip(), id).update();
    }

    /** Takes an undecided list back; its cases wait on their own again. */
    public void discard(String id, Actor actor) {
        mustBeOpen(id);
        get(id).rows().forEach(row -> cases.tell(row.caseNumber(), "decision-list.discarded", actor, Map.of("list", id)));
        jdbc.sql("update decision_list_row set state = 'RELEASED' where list = ? and state = 'PENDING'").param(id).update();
        jdbc.sql("update decision_list set state = 'DISCARDED' where id = ?").param(id).update();
    }

    /** Two who press at once go one after the other; the second finds it decided. */
    private void mustBeOpen(String id) {
        String state = jdbc.sql("select state from decision_list where id = ? for update").param(id).query(String.class).optional()
                .orElseThrow(() -> new NotFoundException("decision list " + id));
        if (!state.equals(State.OPEN.name())) {
            throw new RefusedException("list.closed", "この一覧は、すでに" + State.valueOf(state).label() + "です。");
        }
    }

    private Optional<String> task(CaseNumber number) {
        return jdbc.sql("select task_id from inbox_item where case_number = ? and decides").param(number.value()).query(String.class).optional();
    }

    private String whyGone(CaseNumber number) {
        return "決裁の前に「" + cases.get(number).status().label() + "」となったため、または審査に戻ったため";
    }

    private void settle(String id, Row row, RowState state, String reason) {
        jdbc.sql("update decision_list_row set state = ?, reason = ? where list = ? and position = ?")
                .params(state.name(), reason, id, row.position()).update();
    }

    private static RefusedException noLongerWaits(CaseNumber number) {
        return new RefusedException("list.case", "受付番号" + number + "は、決裁待ちでなくなったか、ほかの一覧に載っています。一覧を作り直してください。");
    }

    private List<DecisionList> find(String which, Object... values) {
        return jdbc.sql("select l.* from decision_list l" + which).params(values).query((row, n) -> list(row)).list();
    }

    private DecisionList list(ResultSet row) throws SQLException {
        String id = row.getString("id");
        Timestamp decided = row.getTimestamp("decided_at");
        return new DecisionList(id, row.getString("government"), row.getString("programme"), row.getString("title"),
                row.getString("note"), State.valueOf(row.getString("state")), row.getString("prepared_by"),
                row.getString("prepared_by_name"), row.getTimestamp("prepared_at").toInstant(), row.getString("decided_by_name"),
                decided == null ? null : decided.toInstant(), row.getString("comment"), rows(id));
    }

    private List<Row> rows(String id) {
        return jdbc.sql("""
                select r.*, c.title, exists (select from inbox_item i where i.case_number = r.case_number and i.decides) as open,
                       %s as opinion
                from decision_list_row r join case_file c on c.number = r.case_number where r.list = ? order by r.position"""
                .formatted(OPINION.formatted("r.case_number")))
                .param(id)
                .query((row, n) -> new Row(row.getInt("position"), new CaseNumber(row.getString("case_number")), row.getString("title"),
                        row.getString("opinion"), row.getBoolean("open"), RowState.valueOf(row.getString("state")), row.getString("reason")))
                .list();
    }
}
