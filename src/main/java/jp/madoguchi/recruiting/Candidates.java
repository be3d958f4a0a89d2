package jp.madoguchi.recruiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.MyNumbers;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The call list of a recruitment: candidates from a file, papers sent, calls made, and who applied in the end. */
@Service
@Transactional
public class Candidates {

    /** Columns of the file (S3-36), the first two needed. */
    public static final List<String> COLUMNS = List.of("店舗名", "所在地", "フリガナ", "郵便番号", "電話番号", "業種", "担当者");

    private static final List<String> NEEDED = COLUMNS.subList(0, 2);
    private static final int LONGEST = 200;
    private static final int LONGEST_NOTE = 2000;
    private static final Pattern SEPARATORS = Pattern.compile("[\\s()\\-−ー－‐]");

    private final JdbcClient jdbc;
    private final Programmes programmes;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    Candidates(JdbcClient jdbc, Programmes programmes, BusinessClock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.programmes = programmes;
        this.clock = clock;
        this.events = events;
    }

    /**
     * What became of a file.
     *
     * @param taken    new candidates
     * @param known    rows whose shop was on the list before; nothing of it was changed
     * @param problems rows that were not taken, and why
     */
    public record Imported(long taken, long known, List<Csv.Problem> problems) {}

    /** @throws NotFoundException when this person does not work on the programme */
    public Programme programme(String code) {
        Programme programme = programmes.get(code);
        if (!DataScope.coversProgramme(programme.government(), code)) {
            throw new NotFoundException("programme " + code);
        }
        return programme;
    }

    /**
     * Takes the rows of a file that can be taken. The same file again changes nothing.
     *
     * @throws RefusedException when the file has no such columns or is no table at all
     */
    public Imported take(String code, Csv.Source file, Actor actor) {
        Programme programme = programme(code);
        List<Csv.Problem> problems = new ArrayList<>();
        long[] counts = new long[2];
        Csv.Reading reading;
        try {
            reading = Csv.read(file, NEEDED, row -> {
                List<Csv.Problem> ofRow = problemsOf(row);
                if (!ofRow.isEmpty()) {
                    problems.addAll(ofRow);
                } else if (insert(programme, row)) {
                    counts[0]++;
                } else {
                    counts[1]++;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!reading.header().containsAll(NEEDED)) {
            throw new RefusedException("candidates.columns", "1行目に「店舗名」と「所在地」の見出しがあるCSVファイルを選んでください。");
        }
        problems.addAll(reading.problems());
        problems.sort(java.util.Comparator.comparingLong(Csv.Problem::row));
        events.publishEvent(CaseEvent.ofInstallation("recruiting.imported", programme.government(), actor,
                Map.of("programme", code, "taken", "" + counts[0], "known", "" + counts[1], "refused", "" + problems.size())));
        return new Imported(counts[0], counts[1], List.copyOf(problems));
    }

    /** Candidates of a programme in the order of their kana. @param state null for all @param text over name, kana, address and phone */
    public List<Candidate> list(String code, Candidate.State state, String text) {
        programme(code);
        String sought = SearchKeys.of(text);
        return jdbc.sql(SELECT + " where c.programme = ? order by c.kana, c.name, c.id").param(code).query((row, n) -> candidate(row)).list()
                .stream().filter(one -> state == null || one.state() == state)
                .filter(one -> sought.isEmpty() || SearchKeys.of(String.join(" ", one.name(), one.kana(), one.address(), one.phone())).contains(sought))
                .toList();
    }

    /** How many candidates stand where. */
    public Map<Candidate.State, Long> counts(String code) {
        Map<Candidate.State, Long> counts = new EnumMap<>(Candidate.State.class);
        for (Candidate.State state : Candidate.State.values()) {
            counts.put(state, 0L);
        }
        list(code, null, "").forEach(one -> counts.merge(one.state(), 1L, Long::sum));
        return counts;
    }

    /** @throws NotFoundException when the programme has no such candidate */
    public Candidate get(String code, long id) {
        programme(code);
        return jdbc.sql(SELECT + " where c.programme = ? and c.id = ?").params(code, id).query((row, n) -> candidate(row)).optional()
                .orElseThrow(() -> new NotFoundException("candidate " + id));
    }

    /** Newest first. */
    public List<Approach> approaches(String code, long id) {
        get(code, id);
        return jdbc.sql("select * from approach where candidate = ? order by id desc").param(id)
                .query((row, n) -> new Approach(Approach.Kind.valueOf(row.getString("kind")), Approach.Outcome.valueOf(row.getString("outcome")),
                        row.getString("note"), row.getTimestamp("at").toInstant(), row.getString("actor_name"))).list();
    }

    /** Records that the recruiting papers went out. @return how many candidates they went to */
    public int dispatched(String code, List<Long> ids, String note, Actor actor) {
        if (ids.isEmpty()) {
            throw new RefusedException("candidates.none", "送付先を1件以上選んでください。");
        }
        ids.forEach(id -> write(get(code, id), code, Approach.Kind.DISPATCH, Approach.Outcome.SENT, note, actor));
        return ids.size();
    }

    /** Records a call or a visit (S3-37). */
    public void approached(String code, long id, Approach.Kind kind, Approach.Outcome outcome, String note, Actor actor) {
        if (kind == Approach.Kind.DISPATCH || outcome == Approach.Outcome.SENT) {
            throw new RefusedException("candidates.outcome", "電話または訪問の結果を選んでください。");
        }
        write(get(code, id), code, kind, outcome, note, actor);
    }

    private void write(Candidate candidate, String code, Approach.Kind kind, Approach.Outcome outcome, String note, Actor actor) {
        if (note.length() > LONGEST_NOTE) {
            throw new RefusedException("candidates.note", "メモは" + LONGEST_NOTE + "文字以内で入力してください。");
        }
        Cases.refuseMyNumber(note);
        String government = programme(code).government();
        jdbc.sql("""
                insert into approach (candidate, government, programme, kind, outcome, note, at, actor, actor_name)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(candidate.id(), government, code, kind.name(), outcome.name(), note.strip(), Timestamp.from(clock.instant()),
                        actor.id(), actor.name()).update();
        events.publishEvent(CaseEvent.ofInstallation("recruiting.approached", government, actor, Map.of("programme", code,
                "candidate", candidate.name(), "kind", kind.label(), "outcome", outcome.label())));
    }

    private static List<Csv.Problem> problemsOf(Csv.Row row) {
        List<Csv.Problem> problems = new ArrayList<>();
        for (String column : COLUMNS) {
            String text = cell(row, column);
            if (NEEDED.contains(column) && text.isEmpty()) {
                problems.add(new Csv.Problem(row.number(), column, "「" + column + "」が空です。"));
            } else if (text.codePointCount(0, text.length()) > LONGEST) {
                problems.add(new Csv.Problem(row.number(), column, "「" + column + "」が" + LONGEST + "文字を超えています。"));
            } else if (MyNumbers.containsOne(text)) {
                problems.add(new Csv.Problem(row.number(), column, "「" + column + "」にマイナンバーと思われる12桁の数字があります。"));
            }
        }
        String postal = digits(cell(row, "郵便番号"));
        if (!postal.isEmpty() && !postal.matches("\\d{7}")) {
            problems.add(new Csv.Problem(row.number(), "郵便番号", "「郵便番号」は7桁の数字にしてください。"));
        }
        String phone = digits(cell(row, "電話番号"));
        if (!phone.isEmpty() && !phone.matches("0\\d{9,10}")) {
            problems.add(new Csv.Problem(row.number(), "電話番号", "「電話番号」は市外局番から始まる10桁または11桁の数字にしてください。"));
        }
        return problems;
    }

    private boolean insert(Programme programme, Csv.Row row) {
        String name = cell(row, "店舗名");
        String address = cell(row, "所在地");
        return jdbc.sql("""
                insert into candidate (government, programme, name, kana, postal_code, address, phone, contact, category, name_key,
                                       address_key, imported_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(programme.government(), programme.code(), name, cell(row, "フリガナ"), digits(cell(row, "郵便番号")), address,
                        cell(row, "電話番号"), cell(row, "担当者"), cell(row, "業種"), SearchKeys.of(name), SearchKeys.of(address),
                        Timestamp.from(clock.instant())).update() > 0;
    }

    private static String cell(Csv.Row row, String column) {
        return row.header().contains(column) ? row.get(column).strip() : "";
    }

    private static String digits(String text) {
        return SEPARATORS.matcher(SearchKeys.of(text)).replaceAll("");
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        String last = row.getString("last_outcome");
        return new Candidate(row.getLong("id"), row.getString("name"), row.getString("kana"), row.getString("postal_code"),
                row.getString("address"), row.getString("phone"), row.getString("contact"), row.getString("category"),
                instant(row, "dispatched_at"), last == null ? null : Approach.Outcome.valueOf(last), instant(row, "last_at"),
                row.getString("application"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /** A candidate has applied when a case of the programme is found by its very name. */
    private static final String SELECT = """
            select c.*, sent.at as dispatched_at, call.outcome as last_outcome, call.at as last_at, applied.number as application
            from candidate c
            left join lateral (select at from approach a where a.candidate = c.id and a.kind = 'DISPATCH' order by a.id desc limit 1) sent on true
            left join lateral (select outcome, at from approach a where a.candidate = c.id and a.kind <> 'DISPATCH' order by a.id desc limit 1)
              call on true
            left join lateral (select f.number from case_file f where f.government = c.government and f.programme = c.programme
              and f.procedure = 'merchant-application' and position(E'\\n' || c.name_key || E'\\n' in E'\\n' || f.search || E'\\n') > 0
              order by f.arrived_at desc limit 1) applied on true""";
}
