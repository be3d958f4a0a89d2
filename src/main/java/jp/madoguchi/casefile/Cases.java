package jp.madoguchi.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.MyNumbers;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.TaskSpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads cases, within the thread's data scope, and records what the rooms above decide about them. */
@Service
@Transactional
public class Cases {

    private static final String JUDGED = "case.judged";

    private final CaseFileRepository files;
    private final Programmes programmes;
    private final CaseKinds kinds;
    private final StatutoryClock statutoryClock;
    private final CaseJournal journal;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final BusinessClock clock;

    Cases(CaseFileRepository files, Programmes programmes, CaseKinds kinds, StatutoryClock statutoryClock, CaseJournal journal,
          JdbcClient jdbc, ObjectMapper json, BusinessClock clock) {
        this.files = files;
        this.programmes = programmes;
        this.kinds = kinds;
        this.statutoryClock = statutoryClock;
        this.journal = journal;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** One line of a case's timeline. @param kind names the sentence {@code event.<kind>} in messages */
    public record TimelineEntry(Instant at, String kind, Map<String, String> facts, String actorName, Actor.Kind actorKind) {}

    /** An officer's note, never shown to the applicant. */
    public record Note(String authorName, Instant at, String text) {}

    /** @throws NotFoundException when there is none in this data scope */
    public CaseFile get(CaseNumber number) {
        return files.findById(number.value()).orElseThrow(() -> new NotFoundException("case " + number));
    }

    /** For addresses typed by somebody. @throws NotFoundException also when the text is no case number */
    public CaseFile get(String number) {
        if (!CaseNumber.isWellFormed(number)) {
            throw new NotFoundException("case " + number);
        }
        return get(new CaseNumber(number));
    }

    /** The programme's version the case was started under. */
    public Programme programme(CaseFile file) {
        return programmes.version(file.programme(), file.programmeHash());
    }

    public Call call(CaseFile file) {
        return programme(file).call(file.call()).orElseThrow();
    }

    public List<Submission> submissions(CaseNumber number) {
        return jdbc.sql("select * from submission where case_number = ? order by round").param(number.value())
                .query(Cases::submission).list();
    }

    /** The newest round. */
    public Submission submission(CaseNumber number) {
        return jdbc.sql("select * from submission where case_number = ? order by round desc limit 1").param(number.value())
                .query(Cases::submission).single();
    }

    private static Submission submission(ResultSet row, int n) throws SQLException {
        return new Submission(row.getInt("round"), row.getString("form"), row.getString("form_hash"),
                Answers.fromJson(row.getString("answers")), row.getString("content_hash"), row.getString("submitted_by_name"),
                row.getTimestamp("submitted_at").toInstant());
    }

    public List<TaskRecord> records(CaseNumber number) {
        return jdbc.sql("select * from task_record where case_number = ? order by concluded_at, task_id").param(number.value())
                .query(TaskRecord.class).list();
    }

    /** The newest conclusion of a task of the model. */
    public Optional<TaskRecord> lastRecord(CaseNumber number, String taskKey) {
        return jdbc.sql("select * from task_record where case_number = ? and task_key = ? order by concluded_at desc limit 1")
                .params(number.value(), taskKey).query(TaskRecord.class).optional();
    }

    /** The newest conclusion of each of these tasks, the oldest first. */
    public List<TaskRecord> newest(CaseNumber number, Set<String> taskKeys) {
        Map<String, TaskRecord> newest = new LinkedHashMap<>();
        records(number).stream().filter(record -> taskKeys.contains(record.taskKey())).forEach(record -> {
            newest.remove(record.taskKey());
            newest.put(record.taskKey(), record);
        });
        return List.copyOf(newest.values());
    }

    /** The newest conclusion of a task that may send this one back. */
    public Optional<TaskRecord> lastCheck(CaseNumber number, TaskSpec spec) {
        return newest(number, spec.checkedBy()).stream().reduce((earlier, later) -> later);
    }

    public List<TimelineEntry> timeline(CaseNumber number) {
        return jdbc.sql("select * from timeline where case_number = ? order by id").param(number.value())
                .query((row, n) -> new TimelineEntry(row.getTimestamp("at").toInstant(), row.getString("kind"), facts(row.getString("facts")),
                        row.getString("actor_name"), Actor.Kind.valueOf(row.getString("actor_kind")))).list();
    }

    /** A party's cases, newest first. */
    public List<CaseFile> ofParty(String account) {
        return jdbc.sql("select number from case_file where party = ? order by arrived_at desc").param(account)
                .query(String.class).list().stream().map(number -> get(new CaseNumber(number))).toList();
    }

    /** Staff's search over number, name, kana and whatever the room lets be found; newest first, at most {@code most}. */
    public List<CaseFile> search(String government, String text, int most) {
        return jdbc.sql("""
                select number from case_file where government = ? and search like ? escape '!'
                order by arrived_at desc limit ?""")
                .params(government, "%" + escaped(SearchKeys.of(text)) + "%", most)
                .query(String.class).list().stream().map(number -> get(new CaseNumber(number))).toList();
    }

    /** Pages that show more of a case to its officers. */
    public List<CasePage> pages(CaseFile file) {
        return kinds.of(file.procedure()).pages(file);
    }

    /** How letters address the party. */
    public String addressee(CaseFile file) {
        return kinds.of(file.procedure()).addressee(file, submission(file.number()).answers());
    }

    /** Where mail about a postal case goes, or null. */
    public String mailAddress(CaseFile file) {
        return kinds.of(file.procedure()).mailAddress(file, submission(file.number()).answers());
    }

    /** Records a decision that was taken outside the decision task, such as not accepting a late application. */
    public void decided(CaseNumber number, boolean granted, Actor actor, Map<String, String> facts) {
        CaseFile file = get(number);
        file.decided(granted, clock.instant());
        statutoryClock.end(file, clock.today());
        journal.write(file, granted ? "case.granted" : "case.refused", actor, facts);
    }

    /**
     * A table judged the case automatically; nothing is decided by it.
     *
     * @param findings what its officers must look at, one sentence each, in the table's own words
     */
    public void judged(CaseNumber number, List<String> findings) {
        journal.write(get(number), JUDGED, Actor.SYSTEM, Map.of("failed", "" + findings.size(), "reasons", String.join("\n", findings)));
    }

    /** What the last automatic judgement found; empty before there was one. */
    public static Optional<List<String>> lastJudgement(List<TimelineEntry> timeline) {
        return timeline.stream().filter(entry -> entry.kind().equals(JUDGED)).reduce((a, b) -> b)
                .map(entry -> entry.facts().getOrDefault("reasons", "").lines().toList());
    }

    /** Something a procedure's room did to the case, for its timeline and the trail. */
    public void tell(CaseNumber number, String kind, Actor actor, Map<String, String> facts) {
        journal.write(get(number), kind, actor, facts);
    }

    /** Somebody read personal data (requirements §2.13: views are recorded). */
    public void viewed(CaseFile file, Actor actor, String what) {
        journal.write(file, "view." + what, actor, Map.of());
    }

    public List<Note> notes(CaseNumber number) {
        return jdbc.sql("select author_name, at, text from note where case_number = ? order by id").param(number.value())
                .query((row, n) -> new Note(row.getString(1), row.getTimestamp(2).toInstant(), row.getString(3))).list();
    }

    /** @throws RefusedException when it is empty, too long, or holds a My Number */
    public void addNote(CaseNumber number, Actor actor, String text) {
        CaseFile file = get(number);
        if (text.isBlank() || text.length() > 4000) {
            throw new RefusedException("note.length", "メモは1〜4000文字で入力してください。");
        }
        refuseMyNumber(text);
        jdbc.sql("insert into note (case_number, government, author, author_name, at, text) values (?, ?, ?, ?, ?, ?)")
                .params(number.value(), file.government(), actor.id(), actor.name(), Timestamp.from(clock.instant()), text).update();
        journal.write(file, "note.added", actor, Map.of());
    }

    /** @throws RefusedException when the text holds what looks like a My Number (requirements §2.5) */
    public static void refuseMyNumber(String text) {
        if (text != null && MyNumbers.containsOne(text)) {
            throw new RefusedException("my-number", "マイナンバー（個人番号）と思われる12桁の数字が含まれています。マイナンバーは取り扱えませんので、削除してください。");
        }
    }

    /** For LIKE with {@code escape '!'}. */
    public static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private Map<String, String> facts(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
