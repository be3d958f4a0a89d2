package jp.madoguchi.tracing.web;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.casefile.Submission;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormView;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.Upload;
import jp.madoguchi.forms.ViewOptions;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.tracing.CaseTracing.Round;
import org.springframework.stereotype.Component;

/** Answers to forms in the words of the version of the form they were given on. */
@Component
class AnswerWords {

    private static final Pattern ROW = Pattern.compile("([A-Za-z]\\w*)\\[(\\d+)]\\..+");
    private static final Pattern DOCUMENT = Pattern.compile("d-[0-9a-f-]{36}");

    private final FormCatalogue forms;

    AnswerWords(FormCatalogue forms) {
        this.forms = forms;
    }

    /** One field in three views. */
    public record Difference(String label, String before, String asked, String after) {}

    FormView view(Round round, List<StoredDocument> documents, CaseFile file) {
        Submission submission = round.submission();
        ViewOptions options = ViewOptions.reading().uploads(uploads(documents, file));
        return FormViews.of(form(submission), submission.answers(), round.before() == null ? options : options.before(round.before().answers()));
    }

    /** What a concluded task was answered with, or null where it has no answers of its own. */
    FormView view(TaskRecord record, List<StoredDocument> documents, CaseFile file) {
        if (record.answers() == null || Answers.fromJson(record.answers()).isEmpty()) {
            return null;
        }
        return FormViews.of(forms.get(record.form(), record.formHash()), Answers.fromJson(record.answers()),
                ViewOptions.reading().uploads(uploads(documents, file)));
    }

    /** What was asked for and what came back; everything that changed when nothing was asked for. */
    List<Difference> differences(Round round, List<StoredDocument> documents) {
        Submission before = round.before();
        if (before == null) {
            return List.of();
        }
        FormDefinition form = form(round.submission());
        Answers answered = round.submission().answers();
        List<Corrections.Difference> all = round.correction() != null
                ? Corrections.difference(round.correction(), before.answers(), answered)
                : answered.differences(before.answers()).stream()
                        .map(path -> new Corrections.Difference(path, before.answers().get(path), "", answered.get(path))).toList();
        return all.stream().map(one -> new Difference(label(form, one.field()), text(form, before.answers(), one.field(), documents),
                one.asked(), text(form, answered, one.field(), documents))).toList();
    }

    /** What an unanswered correction asks for. */
    List<Difference> asked(Corrections.Correction correction, Submission submission, List<StoredDocument> documents) {
        FormDefinition form = form(submission);
        return correction.items().entrySet().stream().map(item -> new Difference(label(form, item.getKey()),
                text(form, submission.answers(), item.getKey(), documents), item.getValue(), "")).toList();
    }

    /** An old or new value from the trail in the form's words; one of another form stays as it was recorded. */
    EventLines.Change shown(EventLines.Change change, CaseFile file, List<StoredDocument> documents) {
        FormDefinition form;
        try {
            form = forms.get(file.form(), file.formHash());
        } catch (NotFoundException unknown) {
            return change;
        }
        return form.field(change.field()).map(field -> new EventLines.Change(label(form, change.field()),
                recorded(field, change.before(), documents), recorded(field, change.after(), documents))).orElse(change);
    }

    private FormDefinition form(Submission submission) {
        return forms.get(submission.form(), submission.formHash());
    }

    private static String label(FormDefinition form, String path) {
        String label = form.field(path).map(FormComponent::label).orElse(path);
        Matcher row = ROW.matcher(path);
        return row.matches()
                ? form.field(row.group(1)).map(FormComponent::label).orElse(row.group(1)) + " " + (Integer.parseInt(row.group(2)) + 1) + "　" + label
                : label;
    }

    private static String text(FormDefinition form, Answers answers, String path, List<StoredDocument> documents) {
        boolean files = form.field(path).filter(field -> field.type() == FormComponent.Type.FILEPICKER).isPresent();
        return files ? withNames(String.join("、", answers.texts(path)), documents) : FormViews.text(form, answers, path);
    }

    private static String recorded(FormComponent field, String value, List<StoredDocument> documents) {
        return field.choices().stream().filter(choice -> choice.value().equals(value)).map(FormComponent.Choice::label).findFirst()
                .orElseGet(() -> withNames(value, documents));
    }

    /** Files are told by name, and by the first digits of their hash, since a corrected file often keeps its name. */
    private static String withNames(String text, List<StoredDocument> documents) {
        return DOCUMENT.matcher(text).replaceAll(id -> documents.stream().filter(document -> document.id().equals(id.group())).findFirst()
                .map(document -> Matcher.quoteReplacement(document.name() + "（SHA-256 " + document.sha256().substring(0, 8) + "…）"))
                .orElse(id.group()));
    }

    private static Map<String, Upload> uploads(List<StoredDocument> documents, CaseFile file) {
        return documents.stream().collect(Collectors.toMap(StoredDocument::id, document -> new Upload(document.id(), document.name(),
                document.size(), "/tracing/cases/" + file.number() + "/documents/" + document.id())));
    }
}
