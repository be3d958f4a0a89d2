package jp.madoguchi.booth;

import java.io.IOException;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.duty.Duties;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.HumanTasks;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Daily reports that were kept without a connection and come as a CSV file (S4-80): a row each, columns found by their
 * names. All of a file is handed in, or nothing of it.
 */
@Service
public class DailyFile {

    private static final String EVENT = "受付番号";
    private static final String BREAKDOWN = "その他_内訳";
    private static final int MOST_PROBLEMS = 100;
    private static final Pattern PART = Pattern.compile("(.+)[:：](\\d{1,5})");
    private static final Pattern DAY = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})");
    /** Keys of the form by the columns' names. */
    private static final Map<String, String> COLUMNS = columns();

    private final Duties duties;
    private final HumanTasks tasks;
    private final TaskDesk desk;
    private final TransactionTemplate transaction;

    DailyFile(Duties duties, HumanTasks tasks, TaskDesk desk, PlatformTransactionManager transactions) {
        this.duties = duties;
        this.tasks = tasks;
        this.desk = desk;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What became of a file: how many reports were handed in, or why none was. */
    public record Taken(int reports, List<Csv.Problem> problems) {}

    /** The names a file's columns have, in the order of the form. */
    public List<String> header() {
        return List.copyOf(COLUMNS.keySet());
    }

    /** The daily reports that are owed now, by day. */
    public List<Occurrence> owed(Programme programme) {
        String duty = EventTerms.of(programme).reportDuty();
        return duties.all(programme.code()).stream().filter(one -> one.duty().equals(duty))
                .filter(one -> one.state() == Occurrence.State.OPEN || one.state() == Occurrence.State.RETURNED).toList();
    }

    /** Hands in a file's reports in the name of whoever sends it. */
    public Taken take(Programme programme, Csv.Source source, Actor actor) throws IOException {
        List<Csv.Row> rows = new ArrayList<>();
        Csv.Reading reading = Csv.read(source, header(), rows::add);
        if (!reading.problems().isEmpty() || rows.isEmpty()) {
            return new Taken(0, reading.problems().isEmpty() ? List.of(new Csv.Problem(1, "報告の行がありません。")) : reading.problems());
        }
        return transaction.execute(status -> {
            List<Csv.Problem> problems = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            List<Occurrence> owed = owed(programme);
            for (Csv.Row row : rows) {
                String event = row.get(EVENT).strip();
                Optional<Occurrence> report = owed.stream().filter(one -> one.key().equals(event)).findFirst();
                if (!seen.add(event)) {
                    problems.add(new Csv.Problem(row.number(), EVENT, "同じ開催（%s）の行が二つあります。日次報告は一つの開催に一つです。".formatted(event)));
                } else if (report.isEmpty()) {
                    problems.add(new Csv.Problem(row.number(), EVENT, "「%s」は、日次報告を待っている開催ではありません。開催が記録されているか、すでに提出していないかを確かめてください。"
                            .formatted(event)));
                } else {
                    handIn(report.get(), row, actor, problems);
                }
            }
            if (!problems.isEmpty()) {
                status.setRollbackOnly();
            }
            return new Taken(problems.isEmpty() ? rows.size() : 0, problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
        });
    }

    private void handIn(Occurrence report, Csv.Row row, Actor actor, List<Csv.Problem> problems) {
        int before = problems.size();
        Answers answers = answers(row, problems);
        if (problems.size() > before) {
            return;
        }
        try {
            HumanTask task = tasks.openOf(report.number()).stream().filter(open -> open.spec().key().equals(BoothReports.SUBMIT)).findFirst()
                    .orElseThrow(HumanTasks::gone);
            desk.claim(task.id(), actor);
            desk.conclude(task.id(), actor, Conclusion.of("submitted", answers, ""));
        } catch (IncompleteException incomplete) {
            incomplete.problems().forEach(problem -> problems.add(new Csv.Problem(row.number(), column(problem.path()), problem.messageJa())));
        } catch (RefusedException refused) {
            problems.add(new Csv.Problem(row.number(), refused.refusal().wording()));
        }
    }

    private static Answers answers(Csv.Row row, List<Csv.Problem> problems) {
        Map<String, Object> answers = new LinkedHashMap<>();
        COLUMNS.forEach((column, key) -> {
            String cell = row.get(column).strip();
            if (cell.isEmpty() || column.equals(EVENT)) {
                return;
            }
            switch (key) {
                case "heldOn" -> day(cell).ifPresentOrElse(day -> answers.put(key, day.toString()),
                        () -> problems.add(new Csv.Problem(row.number(), column, "日付「%s」は、2024-09-30のように入力してください。".formatted(cell))));
                case "place", "surveySummary" -> answers.put(key, cell);
                case "others" -> answers.put(key, breakdown(cell, row, problems));
                default -> whole(cell).ifPresentOrElse(count -> answers.put(key, count),
                        () -> problems.add(new Csv.Problem(row.number(), column, "「%s」は整数ではありません。".formatted(cell))));
            }
        });
        return Answers.of(answers);
    }

    /** 「内容:件数」 parted by semicolons. */
    private static List<Map<String, Object>> breakdown(String cell, Csv.Row row, List<Csv.Problem> problems) {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (String part : cell.split("[;；]")) {
            Matcher found = PART.matcher(part.strip());
            if (found.matches()) {
                parts.add(Map.of("matter", found.group(1).strip(), "cases", Integer.parseInt(found.group(2))));
            } else {
                problems.add(new Csv.Problem(row.number(), BREAKDOWN, "「%s」は、「内容:件数」の形で、複数のときはセミコロンで区切って入力してください。".formatted(part.strip())));
            }
        }
        return parts;
    }

    private static Optional<Integer> whole(String cell) {
        String plain = Normalizer.normalize(cell, Normalizer.Form.NFKC).replace(",", "");
        return plain.matches("-?\\d{1,9}") ? Optional.of(Integer.valueOf(plain)) : Optional.empty();
    }

    private static Optional<LocalDate> day(String cell) {
        Matcher found = DAY.matcher(Normalizer.normalize(cell, Normalizer.Form.NFKC));
        try {
            return found.matches() ? Optional.of(LocalDate.of(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3))))
                    : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static String column(String path) {
        return path.startsWith("others") ? BREAKDOWN
                : COLUMNS.entrySet().stream().filter(one -> one.getValue().equals(path)).map(Map.Entry::getKey).findFirst().orElse("");
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(EVENT, "event");
        columns.put("開催日", "heldOn");
        columns.put("会場", "place");
        columns.put("実施回数", "sessions");
        columns.put("動員数", "staff");
        banded(columns, "紙_", "paper");
        banded(columns, "オンライン_", "online");
        columns.put("健康保険証利用", "insurance");
        columns.put("公金受取口座登録", "account");
        banded(columns, "アンケート_", "survey");
        columns.put("主な意見", "surveySummary");
        columns.put(BREAKDOWN, "others");
        columns.put("その他_合計", "otherTotal");
        return columns;
    }

    private static void banded(Map<String, String> columns, String name, String key) {
        Tally.BANDS.forEach((band, label) -> columns.put(name + label, key + band));
        columns.put(name + "合計", key + "Total");
    }
}
