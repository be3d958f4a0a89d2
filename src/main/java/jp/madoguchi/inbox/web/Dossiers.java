package jp.madoguchi.inbox.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.casefile.Submission;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormValidator;
import jp.madoguchi.forms.FormView;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.Options;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.forms.Upload;
import jp.madoguchi.forms.ViewOptions;
import jp.madoguchi.inbox.web.Dossier.Recorded;
import jp.madoguchi.inbox.web.Dossier.Round;
import jp.madoguchi.letters.Delivery;
import jp.madoguchi.letters.Letter;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.HumanTasks;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Gathers what officers read of a case. */
@Component
@Transactional(readOnly = true)
class Dossiers {

    private static final String POST_VIEW = "UserTask_PostView";
    private static final Pattern DOCUMENT_ID = Pattern.compile("\"(d-[0-9a-f-]{36})\"");
    private static final int SOON = 3;

    private final Cases cases;
    private final Corrections corrections;
    private final Documents documents;
    private final StatutoryClock statutoryClock;
    private final FormCatalogue forms;
    private final Letters letters;
    private final HumanTasks tasks;
    private final Accounts accounts;
    private final Timelines timelines;
    private final BusinessClock clock;

    Dossiers(Cases cases, Corrections corrections, Documents documents, StatutoryClock statutoryClock, FormCatalogue forms,
             Letters letters, HumanTasks tasks, Accounts accounts, Timelines timelines, BusinessClock clock) {
        this.cases = cases;
        this.corrections = corrections;
        this.documents = documents;
        this.statutoryClock = statutoryClock;
        this.forms = forms;
        this.letters = letters;
        this.tasks = tasks;
        this.accounts = accounts;
        this.timelines = timelines;
        this.clock = clock;
    }

    Dossier of(CaseFile file, Locale locale) {
        List<Submission> submissions = cases.submissions(file.number());
        Submission newest = submissions.get(submissions.size() - 1);
        FormDefinition form = forms.get(newest.form(), newest.formHash());
        List<Problem> missing = FormValidator.validate(form, newest.answers(), Options.whole(Shown.day(newest.submittedAt()))).stream()
                .filter(Problem::soft).toList();
        ViewOptions options = ViewOptions.reading().problems(missing).uploads(uploads(newest.answers()));
        List<TaskRecord> records = cases.records(file.number());
        Set<String> concealed = tasks.openOf(file.number()).stream().flatMap(task -> task.spec().conceals().stream()).collect(Collectors.toSet());
        List<Cases.TimelineEntry> timeline = cases.timeline(file.number());
        Optional<StatutoryClock.Ledger> ledger = statutoryClock.ledger(file);
        Optional<List<String>> judged = Cases.lastJudgement(timeline);
        return new Dossier(file, cases.programme(file).name(), cases.call(file).name(), Shown.standing(file), Shown.moment(file.arrivedAt()),
                Shown.machine(file.arrivedAt()), "第" + newest.round() + "回提出　" + Shown.moment(newest.submittedAt()),
                FormViews.of(form, newest.answers(), options),
                missing.stream().map(problem -> Map.of("label", label(form, problem.path()), "href", problem.anchor(), "text", problem.messageJa())).toList(),
                rounds(file, submissions), documents(file), records(records, concealed), stamps(records), ledger.map(this::clock).orElse(null),
                ledger.map(this::pauses).orElse(List.of()), judged.orElse(List.of()), judged.isPresent(),
                letters(file), notes(file), timelines.of(timeline, locale), open(file), cases.pages(file));
    }

    /** Files that answers point to, as staff of the government may open them. */
    Map<String, Upload> uploads(Answers answers) {
        return DOCUMENT_ID.matcher(answers.toJson()).results().map(match -> match.group(1)).distinct()
                .flatMap(id -> documents.find(id).stream())
                .collect(Collectors.toMap(StoredDocument::id, d -> new Upload(d.id(), d.name(), d.size(), href(d)), (a, b) -> a, LinkedHashMap::new));
    }

    private static String href(StoredDocument document) {
        return "/documents/" + document.id() + (document.safeToShow() ? "?view" : "");
    }

    private List<Round> rounds(CaseFile file, List<Submission> submissions) {
        List<Round> rounds = new ArrayList<>();
        List<Corrections.Correction> all = corrections.of(file.number().value());
        for (int i = 0; i < all.size(); i++) {
            Corrections.Correction correction = all.get(i);
            Submission before = submissions.get(correction.round() - 1);
            Optional<Submission> answer = submissions.stream().filter(s -> s.round() == correction.round() + 1).findFirst();
            FormDefinition form = forms.get(before.form(), before.formHash());
            Answers after = answer.map(Submission::answers).orElse(before.answers());
            List<Map<String, Object>> rows = Corrections.difference(correction, before.answers(), after).stream().map(difference -> {
                Map<String, Object> row = new HashMap<>();
                row.put("label", label(form, difference.field()));
                row.put("before", text(form, before.answers(), difference.field()));
                row.put("asked", difference.asked());
                row.put("after", answer.isPresent() ? text(form, after, difference.field()) : "");
                return row;
            }).toList();
            String state = switch (correction.state()) {
                case "OPEN" -> "回答期限 " + JapaneseDates.compact(correction.dueOn());
                case "ANSWERED" -> Shown.moment(correction.closedAt()) + " 再提出";
                case "EXPIRED" -> "期限までに回答なし";
                default -> "取下げにより終了";
            };
            rounds.add(new Round("補正" + (i + 1) + "回目", Shown.moment(correction.requestedAt()) + " " + correction.requestedByName()
                    + "が依頼　" + state, correction.comment(), correction.isOpen(), rows));
        }
        Collections.reverse(rounds);
        return rounds;
    }

    private static String label(FormDefinition form, String path) {
        String label = form.field(path).map(FormComponent::label).orElse(path);
        int bracket = path.indexOf('[');
        if (bracket < 0) {
            return label;
        }
        String list = form.field(path.substring(0, bracket)).map(FormComponent::label).orElse("");
        int row = Integer.parseInt(path.substring(bracket + 1, path.indexOf(']'))) + 1;
        return list + " " + row + (label.equals(path) ? "" : "　" + label);
    }

    /** A whole list is told row by row, a file by its name. */
    private String text(FormDefinition form, Answers answers, String path) {
        FormComponent.Type type = form.field(path).map(FormComponent::type).orElse(FormComponent.Type.TEXT);
        if (type == FormComponent.Type.FILEPICKER) {
            return answers.texts(path).stream().map(id -> documents.find(id).map(StoredDocument::name).orElse("")).collect(Collectors.joining("\n"));
        }
        if (type == FormComponent.Type.DYNAMICLIST) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < answers.rows(path).size(); i++) {
                String row = path + "[" + i + "].";
                rows.add(form.fields().keySet().stream().filter(key -> key.startsWith(path + "[]."))
                        .map(key -> FormViews.text(form, answers, row + key.substring(path.length() + 3)))
                        .filter(shown -> !shown.isBlank()).collect(Collectors.joining("、")));
            }
            return String.join("\n", rows);
        }
        return FormViews.text(form, answers, path);
    }

    private List<Map<String, Object>> documents(CaseFile file) {
        return documents.ofCase(file.number().value()).stream().map(document -> Map.<String, Object>of("name", document.name(),
                "href", href(document), "view", document.safeToShow(), "size", size(document.size()),
                "at", Shown.moment(document.uploadedAt()), "machine", Shown.machine(document.uploadedAt()))).toList();
    }

    private static String size(long bytes) {
        return bytes < 1024 * 1024 ? Math.max(1, bytes / 1024) + " KB" : "%.1f MB".formatted(bytes / 1024.0 / 1024);
    }

    private List<Recorded> records(List<TaskRecord> records, Set<String> concealed) {
        List<Recorded> shown = new ArrayList<>();
        for (TaskRecord record : records) {
            boolean open = !concealed.contains(record.taskKey());
            shown.add(new Recorded("record-" + record.taskId(), record.taskName(), record.title() + "　" + record.actorName(),
                    Shown.moment(record.concludedAt()), Shown.machine(record.concludedAt()), record.onBehalfOfName(), record.outcomeLabel(),
                    record.decides() ? "decision" : record.opinion() ? "review" : "neutral", open ? record.comment() : "",
                    open ? answers(record) : null));
        }
        Collections.reverse(shown);
        return shown;
    }

    private FormView answers(TaskRecord record) {
        if (record.answers() == null) {
            return null;
        }
        FormDefinition form = forms.get(record.form(), record.formHash());
        Answers answers = Answers.fromJson(record.answers());
        return form.fields().isEmpty() ? null : FormViews.of(form, answers, ViewOptions.reading().uploads(uploads(answers)));
    }

    /** 決裁欄: who advised, who decided, and, behind a deputy, whether the absent holder has seen it since. */
    private static List<Map<String, Object>> stamps(List<TaskRecord> records) {
        Optional<TaskRecord> opinion = records.stream().filter(TaskRecord::opinion).reduce((a, b) -> b);
        Optional<TaskRecord> decision = records.stream().filter(TaskRecord::decides)
                .filter(record -> opinion.isEmpty() || !record.concludedAt().isBefore(opinion.get().concludedAt())).reduce((a, b) -> b);
        if (opinion.isEmpty() && decision.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> stamps = new ArrayList<>();
        opinion.ifPresent(record -> stamps.add(stamp("審査", record)));
        stamps.add(decision.map(record -> stamp("決裁", record)).orElse(blank("決裁")));
        if (decision.filter(TaskRecord::byDeputy).isPresent()) {
            Instant since = decision.get().concludedAt();
            stamps.add(records.stream().filter(record -> record.taskKey().equals(POST_VIEW) && !record.concludedAt().isBefore(since))
                    .findFirst().map(record -> stamp("後閲", record)).orElse(blank("後閲")));
        }
        return stamps;
    }

    private static Map<String, Object> stamp(String column, TaskRecord record) {
        Map<String, Object> stamp = new HashMap<>(Map.of("column", column, "title", record.title(), "name", record.actorName(),
                "at", Shown.moment(record.concludedAt()), "machine", Shown.machine(record.concludedAt()), "outcome", record.outcomeLabel()));
        stamp.put("deputyFor", record.decides() ? record.onBehalfOfName() : null);
        return stamp;
    }

    private static Map<String, Object> blank(String column) {
        return Map.of("column", column);
    }

    private Map<String, Object> clock(StatutoryClock.Ledger ledger) {
        String unit = ledger.businessDays() ? "営業日" : "日";
        String state = ledger.overrun() ? "over" : ledger.ended() ? "done" : ledger.stopped() ? "paused" : ledger.left() <= SOON ? "near" : "";
        String ends = "満了日 " + JapaneseDates.compact(ledger.endsOn());
        String note = ledger.ended() ? "決裁により終了しました" : ledger.overrun() ? -ledger.left() + unit + "超過しています"
                : ledger.stopped() ? "補正のため停止中。残り" + ledger.left() + unit : "残り" + ledger.left() + unit + "（" + ends + "）";
        return Map.of("value", ledger.used(), "max", ledger.total(), "text", ledger.used() + " / " + ledger.total() + unit, "state", state,
                "note", note, "started", JapaneseDates.compact(ledger.startedOn()));
    }

    private List<String> pauses(StatutoryClock.Ledger ledger) {
        return ledger.pauses().stream().map(pause -> JapaneseDates.compact(pause.from()) + "〜"
                + Optional.ofNullable(pause.to()).map(JapaneseDates::compact).orElse("") + "　停止（" + pause.reason() + "）").toList();
    }

    private List<Map<String, Object>> letters(CaseFile file) {
        return letters.ofCase(file.number()).stream().map(this::letter).toList();
    }

    private Map<String, Object> letter(Letter letter) {
        Delivery delivery = letters.delivery(letter);
        String error = delivery.lastError() == null ? "" : delivery.lastError();
        return Map.of("subject", letter.subject(), "number", letter.number(), "href", "/cases/" + letter.caseNumber() + "/letters/" + letter.id(),
                "at", JapaneseDates.compact(letter.issuedOn()), "machine", letter.issuedOn().toString(),
                "state", delivery.state().label(), "kind", delivery.state() == Delivery.State.FAILED ? "incident" : "info", "error", error,
                "toPost", delivery.state() == Delivery.State.TO_POST,
                "again", delivery.state() == Delivery.State.SENT || delivery.state() == Delivery.State.FAILED);
    }

    private List<Map<String, Object>> notes(CaseFile file) {
        return cases.notes(file.number()).stream().map(note -> Map.<String, Object>of("author", note.authorName(), "text", note.text(),
                "at", Shown.moment(note.at()), "machine", Shown.machine(note.at()))).toList();
    }

    private List<Map<String, Object>> open(CaseFile file) {
        return tasks.openOf(file.number()).stream().map(this::open).toList();
    }

    private Map<String, Object> open(HumanTask task) {
        LocalDate due = Shown.day(task.dueAt());
        return Map.of("id", task.id(), "name", task.spec().name(), "role", task.desk().role().label(),
                "due", JapaneseDates.compact(due), "dueMachine", due.toString(), "late", task.dueAt().isBefore(clock.instant()),
                "assignee", task.assignee() == null ? "" : accounts.byId(task.assignee()).map(Account::name).orElse(""));
    }
}
