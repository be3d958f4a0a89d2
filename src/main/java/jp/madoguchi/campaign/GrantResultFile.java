package jp.madoguchi.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.campaign.CampaignGrants.State;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Batches;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the platform says of grants it was sent, a CSV row each: 付与済 (done), 不能 (failed) or, of a done one, 返戻 (came back).
 * A file is taken as a whole or not at all. The same answer again changes nothing; one that contradicts an earlier one is a
 * problem, for it may mean that something is granted twice.
 */
@Service
@Transactional
public class GrantResultFile {

    /** The columns a file has. */
    public static final List<String> COLUMNS = List.of("ファイル番号", "付与番号", "口座番号", "金額", "結果", "理由");

    private static final Map<String, State> RESULTS = Map.of("付与済", State.DONE, "付与済み", State.DONE, "done", State.DONE, "不能", State.FAILED,
            "failed", State.FAILED, "返戻", State.RETURNED, "returned", State.RETURNED);
    private static final Map<State, String> WORDS = Map.of(State.DONE, "付与済", State.FAILED, "不能", State.RETURNED, "返戻", State.SENT, "未回答");
    private static final int LONGEST_REASON = 200;

    private final JdbcClient jdbc;
    private final Windows windows;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    GrantResultFile(JdbcClient jdbc, Windows windows, BusinessClock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.windows = windows;
        this.clock = clock;
        this.events = events;
    }

    /** What became of a file. @param known answers that had been read before, alike */
    public record Read(long done, long failed, long returned, long known, List<Csv.Problem> problems) {}

    private record Attempt(String account, long yen, State result) {}

    private record Answer(int file, String id, State result, String reason) {}

    /** Takes all rows, or none when there is a problem. */
    public Read take(Programme programme, String name, Csv.Source source, Actor actor) {
        windows.lock(programme);
        Map<String, Attempt> attempts = new HashMap<>();
        jdbc.sql("""
                select t.file, t.id, g.account, g.yen, t.result from campaign_grant_attempt t
                join campaign_grant g on g.programme = t.programme and g.id = t.id where t.programme = ?""").param(programme.code()).query(row -> {
                    attempts.put(key(row.getInt("file"), row.getString("id")), new Attempt(row.getString("account"), row.getLong("yen"),
                            State.valueOf(row.getString("result"))));
                });
        List<Csv.Problem> problems = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        Map<String, Long> seen = new HashMap<>();
        long[] known = new long[1];
        Csv.Reading reading;
        try {
            reading = Csv.read(source, COLUMNS, row -> {
                Answer answer = answer(row, attempts, seen, problems);
                if (answer != null && answer.result() == null) {
                    known[0]++;
                } else if (answer != null) {
                    answers.add(answer);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.addAll(reading.problems());
        problems.sort(Comparator.comparingLong(Csv.Problem::row));
        if (!problems.isEmpty()) {
            return new Read(0, 0, 0, 0, List.copyOf(problems));
        }
        Batches.run(jdbc, () -> {
            write(programme, answers);
            return null;
        });
        Read read = new Read(count(answers, State.DONE), count(answers, State.FAILED), count(answers, State.RETURNED), known[0], List.of());
        events.publishEvent(CaseEvent.ofInstallation("campaign.result-read", programme.government(), actor, Map.of("programme", programme.code(), "file", name,
                "done", "%,d".formatted(read.done()), "failed", "%,d".formatted(read.failed()), "returned", "%,d".formatted(read.returned()),
                "known", "%,d".formatted(read.known()))));
        return read;
    }

    /** Null when the row has a problem; without a result when it says nothing new. */
    private static Answer answer(Csv.Row row, Map<String, Attempt> attempts, Map<String, Long> seen, List<Csv.Problem> problems) {
        String id = plain(row, "付与番号");
        String number = plain(row, "ファイル番号");
        State result = RESULTS.get(plain(row, "結果").toLowerCase());
        String reason = row.get("理由").strip();
        String key = number.matches("[0-9]{1,8}") ? key(Integer.parseInt(number), id) : "";
        Attempt attempt = attempts.get(key);
        Long earlier = attempt == null ? null : seen.putIfAbsent(key, row.number());
        String yen = plain(row, "金額").replace(",", "");
        String column = "付与番号";
        String message = null;
        if (attempt == null) {
            message = "付与「%s」は、ファイル「%s」では送っていません。".formatted(id, number);
        } else if (earlier != null) {
            message = "付与「%s」が、%d行目と%d行目の二度あります。".formatted(id, earlier, row.number());
        } else if (!attempt.account().equals(plain(row, "口座番号"))) {
            column = "口座番号";
            message = "付与「%s」の口座番号が、送った内容（%s）と合いません。".formatted(id, attempt.account());
        } else if (!yen.equals("" + attempt.yen())) {
            column = "金額";
            message = "付与「%s」の金額が、送った内容（%,d円）と合いません。".formatted(id, attempt.yen());
        } else if (result == null) {
            column = "結果";
            message = "「結果」は、付与済、不能、返戻のいずれかです：" + row.get("結果");
        } else if (result != State.DONE && reason.isEmpty() || reason.length() > LONGEST_REASON) {
            column = "理由";
            message = "不能と返戻には、理由を200字以内で入力してください。";
        } else if (contradicts(attempt.result(), result)) {
            column = "結果";
            message = "付与「%s」は、すでに「%s」と取り込んでいます。「%s」とは両立しません。二重の付与になっていないか、プラットフォームに確かめてください。"
                    .formatted(id, WORDS.get(attempt.result()), WORDS.get(result));
        }
        if (message != null) {
            problems.add(new Csv.Problem(row.number(), column, message));
            return null;
        }
        boolean says = attempt.result() != result && !(attempt.result() == State.RETURNED && result == State.DONE);
        return new Answer(Integer.parseInt(number), id, says ? result : null, reason);
    }

    /** What was granted can come back; all else stays as it was said first. */
    private static boolean contradicts(State before, State now) {
        return before == State.FAILED && now != State.FAILED || (before == State.DONE || before == State.RETURNED) && now == State.FAILED;
    }

    private void write(Programme programme, List<Answer> answers) {
        if (answers.isEmpty()) {
            return;
        }
        String[] files = answers.stream().map(one -> "" + one.file()).toArray(String[]::new);
        String[] ids = answers.stream().map(Answer::id).toArray(String[]::new);
        String[] results = answers.stream().map(one -> one.result().name()).toArray(String[]::new);
        String[] reasons = answers.stream().map(one -> one.result() == State.DONE ? null : one.reason()).toArray(String[]::new);
        jdbc.sql("""
                update campaign_grant_attempt t set result = r.result, reason = r.reason
                from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as r (file, id, result, reason)
                where t.programme = ? and t.id = r.id and t.file = r.file::integer""")
                .params(files, ids, results, reasons, programme.code()).update();
        jdbc.sql("""
                update campaign_grant g set state = r.result, reason = r.reason, answered_at = ?
                from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as r (file, id, result, reason)
                where g.programme = ? and g.id = r.id and g.file = r.file::integer and g.state in ('SENT', 'DONE')""")
                .params(Timestamp.from(clock.instant()), files, ids, results, reasons, programme.code()).update();
    }

    private static long count(List<Answer> answers, State result) {
        return answers.stream().filter(one -> Objects.equals(one.result(), result)).count();
    }

    private static String key(int file, String id) {
        return file + " " + id;
    }

    private static String plain(Csv.Row row, String column) {
        return Normalizer.normalize(row.get(column), Normalizer.Form.NFKC).strip();
    }
}
