package jp.madoguchi.forms;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jp.madoguchi.forms.FormComponent.Rules;
import jp.madoguchi.forms.FormComponent.Type;

/**
 * Judges answers against their form. Only fields that the server itself finds shown are judged, whatever the browser
 * hid or sent; {@link #prune} drops the answers of all others.
 */
public final class FormValidator {

    private static final int LONGEST_LINE = 1_000;
    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_TEXTS = 200;

    private static final Set<Kind> NUMBERS = EnumSet.of(Kind.POSTAL_CODE, Kind.PHONE, Kind.CORPORATE_NUMBER,
            Kind.INVOICE_NUMBER, Kind.BANK_CODE, Kind.BRANCH_CODE, Kind.ACCOUNT_NUMBER, Kind.GOVERNMENT_CODE);

    private final FormDefinition form;
    private final Answers answers;
    private final Options options;
    private final List<Problem> problems = new ArrayList<>();

    private FormValidator(FormDefinition form, Answers answers, Options options) {
        this.form = form;
        this.answers = answers;
        this.options = options;
    }

    /** What must, or should, be put right, in the order of the form; empty when nothing is. */
    public static List<Problem> validate(FormDefinition form, Answers answers, Options options) {
        FormValidator validator = new FormValidator(form, answers, options);
        List<Visibility.Field> fields = new Visibility(form, answers).fields(form.components(options.step()));
        for (Visibility.Field field : fields) {
            if (options.covers(field.path()) && !validator.inUnusedRow(field)) {
                validator.judge(field);
            }
        }
        return List.copyOf(validator.problems);
    }

    /** Drops what the form does not ask for, given these answers: hidden fields, unknown keys, rows left blank. */
    public static Answers prune(FormDefinition form, Answers answers) {
        Answers kept = Answers.NONE;
        for (Visibility.Field field : new Visibility(form, answers).fields(form.components())) {
            if (!field.component().is(Type.DYNAMICLIST) && answers.get(field.path()) != null) {
                kept = kept.with(field.path(), answers.get(field.path()));
            }
        }
        for (FormComponent list : form.fields().values()) {
            if (list.is(Type.DYNAMICLIST)) {
                kept = kept.with(list.key(), kept.rows(list.key()).stream().filter(row -> !isBlank(row)).toList());
            }
        }
        return kept;
    }

    /**
     * What may be kept of an unfinished draft: everything, hidden fields too, but no My Number and nothing monstrous,
     * wherever it was typed. Uploads are judged before they are stored ({@link MyNumbers}).
     */
    public static Answers keepable(FormDefinition form, Answers answers) {
        Answers kept = answers;
        for (Map.Entry<String, FormComponent> field : form.fields().entrySet()) {
            int inRow = field.getKey().indexOf("[].");
            int rows = inRow < 0 ? 1 : answers.rows(field.getKey().substring(0, inRow)).size();
            for (int i = 0; i < rows; i++) {
                String path = field.getKey().replace("[]", "[" + i + "]");
                List<String> texts = texts(answers.get(path));
                boolean upload = field.getValue().is(Type.FILEPICKER);
                if (tooMuch(field.getValue(), texts) || !upload && holdsMyNumber(field.getValue(), texts)) {
                    kept = kept.with(path, null);
                }
            }
        }
        return kept;
    }

    /** A row somebody added and left empty asks for nothing, unless the form demands that many rows. */
    private boolean inUnusedRow(Visibility.Field field) {
        if (field.row() == Visibility.NO_ROW) {
            return false;
        }
        String list = field.path().substring(0, field.path().indexOf('['));
        List<Map<String, Object>> rows = answers.rows(list);
        boolean demanded = field.row() < form.fields().get(list).rules().fewestRows();
        return !demanded && isBlank(rows.get(field.row()));
    }

    private static boolean isBlank(Map<String, Object> row) {
        return row.values().stream().allMatch(value -> value.equals(false));
    }

    private void judge(Visibility.Field field) {
        FormComponent component = field.component();
        Object value = answers.get(field.path());
        if (isUnsafe(field, value) || options.draft()) {
            return;
        }
        if (value == null || component.is(Type.CHECKBOX) && value.equals(false)) {
            missing(field);
            return;
        }
        switch (component.type()) {
            case TEXTFIELD, TEXTAREA -> text(field, value);
            case NUMBER -> number(field, value);
            case SELECT, RADIO -> choice(field, value);
            case CHECKLIST -> choices(field, value);
            case CHECKBOX -> type(field, value instanceof Boolean);
            case DATETIME -> date(field);
            case FILEPICKER -> files(field, value);
            case DYNAMICLIST -> rows(field);
            default -> throw new IllegalStateException("Nobody answers a " + component.type());
        }
    }

    /** Judged even in drafts: such a value must not be kept at all. */
    private boolean isUnsafe(Visibility.Field field, Object value) {
        FormComponent component = field.component();
        List<String> texts = component.is(Type.FILEPICKER) ? fileNames(field.path()) : texts(value);
        if (tooMuch(component, texts)) {
            return texts.size() > 1
                    ? report(field, "type", "の形式が正しくありません。選び直してください", "Choose again")
                    : tooLong(field, longest(component));
        }
        if (!holdsMyNumber(component, texts)) {
            return false;
        }
        return component.is(Type.FILEPICKER)
                ? report(field, "my-number", "のファイル名に個人番号（マイナンバー）と思われる12桁の数字があります。このシステムでは取り扱えません。"
                        + "ファイル名を変え、内容にも個人番号がないことを確認してください",
                        "The file name seems to hold an Individual Number (My Number), which cannot be accepted here;"
                        + " rename the file and make sure that it does not hold one")
                : report(field, "my-number", "に個人番号（マイナンバー）と思われる12桁の数字があります。このシステムでは取り扱えません。"
                        + "個人番号を消してください",
                        "This seems to hold an Individual Number (My Number), which cannot be accepted here; remove it");
    }

    private static List<String> texts(Object value) {
        return value instanceof String text ? List.of(text)
                : value instanceof List<?> list
                        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                        : List.of();
    }

    private static int longest(FormComponent component) {
        return component.is(Type.TEXTAREA) ? LONGEST_TEXT : LONGEST_LINE;
    }

    private static boolean tooMuch(FormComponent component, List<String> texts) {
        return texts.size() > MOST_TEXTS || texts.stream().anyMatch(text -> length(text) > longest(component));
    }

    /** A number that is valid for its kind is that number; anything else typed there is looked at like any text. */
    private static boolean holdsMyNumber(FormComponent component, List<String> texts) {
        return texts.stream()
                .filter(text -> !NUMBERS.contains(component.kind()) || !Kinds.accepts(component.kind(), text))
                .anyMatch(text -> MyNumbers.containsOne(text.replace('/', '-')));
    }

    private List<String> fileNames(String path) {
        return options.uploads() == null ? List.of() : answers.texts(path).stream()
                .map(id -> options.uploads().get(id)).filter(upload -> upload != null).map(Upload::name).toList();
    }

    private void missing(Visibility.Field field) {
        FormComponent component = field.component();
        boolean required = component.rules().required() || component.rules().fewestRows() > 0;
        if (!required && !component.softRequired()) {
            return;
        }
        boolean soft = component.softRequired();
        switch (component.type()) {
            case CHECKBOX -> report(field, "required", "を確認し、チェックを入れてください", "Read and tick this", soft);
            case SELECT, RADIO, CHECKLIST -> report(field, "required", "を選択してください", "Choose one", soft);
            case FILEPICKER -> report(field, "required", "のファイルを選択してください", "Choose a file", soft);
            case DYNAMICLIST -> {
                if (component.rules().fewestRows() == 0) {
                    report(field, "required", "を1件以上入力してください", "Enter at least one", soft);
                }
            }
            default -> report(field, "required", "を入力してください", "Enter this", soft);
        }
    }

    private void text(Visibility.Field field, Object value) {
        if (!type(field, value instanceof String)) {
            return;
        }
        String text = (String) value;
        Rules rules = field.component().rules();
        Kind kind = field.component().kind();
        if (!Kinds.accepts(kind, text)) {
            String[] advice = Kinds.advice(kind);
            report(field, kind.word(), "は、" + advice[0], advice[1]);
        } else if (rules.maxLength() != null && length(text) > rules.maxLength()) {
            tooLong(field, rules.maxLength());
        } else if (rules.minLength() != null && length(text) < rules.minLength()) {
            report(field, "min-length", "は、%d文字以上で入力してください（現在%d文字）".formatted(rules.minLength(), length(text)),
                    "Enter at least %d characters (now %d)".formatted(rules.minLength(), length(text)));
        } else if (rules.pattern() != null && !rules.pattern().matcher(text).find()) {
            String ja = field.component().property("pattern-message");
            String en = field.component().property("pattern-message-en");
            report(field, "pattern", ja.isEmpty() ? "の形式が正しくありません。説明を確認して入力してください" : "は、" + ja,
                    en.isEmpty() ? "Check the format" : en);
        }
    }

    private boolean tooLong(Visibility.Field field, int most) {
        int length = length(answers.text(field.path()));
        return report(field, "max-length", "は、%,d文字以内で入力してください（現在%,d文字）".formatted(most, length),
                "Enter at most %,d characters (now %,d)".formatted(most, length));
    }

    private void number(Visibility.Field field, Object value) {
        Rules rules = field.component().rules();
        if (!(value instanceof BigDecimal number)) {
            report(field, "number", "は、数字で入力してください", "Enter a number");
        } else if (rules.min() != null && number.compareTo(rules.min()) < 0) {
            report(field, "min", "は、%s以上で入力してください".formatted(shown(rules.min())),
                    "Enter %s or more".formatted(shown(rules.min())));
        } else if (rules.max() != null && number.compareTo(rules.max()) > 0) {
            report(field, "max", "は、%s以下で入力してください".formatted(shown(rules.max())),
                    "Enter %s or less".formatted(shown(rules.max())));
        } else if (rules.decimals() != null && number.scale() > rules.decimals()) {
            report(field, "decimals", rules.decimals() == 0 ? "は、小数点以下のない数字で入力してください"
                            : "は、小数点以下%d桁までで入力してください".formatted(rules.decimals()),
                    rules.decimals() == 0 ? "Enter a whole number"
                            : "Enter at most %d decimals".formatted(rules.decimals()));
        }
    }

    private void choice(Visibility.Field field, Object value) {
        if (!(value instanceof String text) || !choiceValues(field).contains(text)) {
            report(field, "choice", "は、選択肢の中から選択してください", "Choose one of the choices");
        }
    }

    private void choices(Visibility.Field field, Object value) {
        List<String> chosen = answers.texts(field.path());
        if (!(value instanceof List) || chosen.isEmpty() || !choiceValues(field).containsAll(chosen)) {
            report(field, "choice", "は、選択肢の中から選択してください", "Choose among the choices");
        }
    }

    private static Set<String> choiceValues(Visibility.Field field) {
        return field.component().choices().stream().map(FormComponent.Choice::value).collect(Collectors.toSet());
    }

    private void date(Visibility.Field field) {
        Optional<LocalDate> date = answers.date(field.path());
        if (date.isEmpty()) {
            report(field, "date", "は、年、月、日を実在する日付で入力してください。例：2024年9月1日",
                    "Enter a date that exists: year, month, day");
            return;
        }
        Optional<LocalDate> min = bound(field, "min-date");
        Optional<LocalDate> max = bound(field, "max-date");
        if (min.isPresent() && date.get().isBefore(min.get())) {
            report(field, "min-date", "は、%s以降の日付を入力してください".formatted(DateText.shown(min.get().toString())),
                    "Enter %s or later".formatted(min.get()));
        } else if (max.isPresent() && date.get().isAfter(max.get())) {
            report(field, "max-date", "は、%s以前の日付を入力してください".formatted(DateText.shown(max.get().toString())),
                    "Enter %s or earlier".formatted(max.get()));
        }
    }

    private Optional<LocalDate> bound(Visibility.Field field, String property) {
        String bound = field.component().property(property);
        return bound.isEmpty() ? Optional.empty()
                : Optional.of(bound.equals("today") ? options.today() : LocalDate.parse(bound));
    }

    private void files(Visibility.Field field, Object value) {
        List<String> ids = answers.texts(field.path());
        Rules rules = field.component().rules();
        if (!type(field, value instanceof List && !ids.isEmpty())) {
            return;
        }
        if (ids.size() > rules.mostFiles()) {
            report(field, "max-files", "は、%dファイルまでです".formatted(rules.mostFiles()),
                    "At most %d files".formatted(rules.mostFiles()));
        } else if (options.uploads() != null && !options.uploads().keySet().containsAll(ids)) {
            report(field, "file-unknown", "のファイルが見つかりません。もう一度選択してください", "The file is not here; choose it again");
        } else if (!fileNames(field.path()).stream().allMatch(name -> accepted(name, rules.accept()))) {
            report(field, "accept", "は、%s形式のファイルを選択してください".formatted(String.join("、", rules.accept())),
                    "Choose files of type %s".formatted(String.join(", ", rules.accept())));
        }
    }

    private static boolean accepted(String name, List<String> endings) {
        return endings.isEmpty() || endings.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    private void rows(Visibility.Field field) {
        Rules rules = field.component().rules();
        if (!type(field, !answers.rows(field.path()).isEmpty())) {
            return;
        }
        long used = answers.rows(field.path()).stream().filter(row -> !isBlank(row)).count();
        if (used > rules.mostRows()) {
            report(field, "max-rows", "は、%d件までです".formatted(rules.mostRows()),
                    "At most %d".formatted(rules.mostRows()));
        } else if (used == 0) {
            missing(field);
        }
    }

    private boolean type(Visibility.Field field, boolean fits) {
        return fits || !report(field, "type", "の形式が正しくありません。入力し直してください", "Enter this again");
    }

    private boolean report(Visibility.Field field, String code, String restJa, String adviceEn) {
        return report(field, code, restJa, adviceEn, false);
    }

    private boolean report(Visibility.Field field, String code, String restJa, String adviceEn, boolean soft) {
        FormComponent component = field.component();
        String label = component.label().isEmpty() ? "この項目" : component.label();
        String where = field.row() == Visibility.NO_ROW ? "" : (field.row() + 1) + "件目の";
        String labelEn = component.labelEn().isEmpty() ? label : component.labelEn();
        String whereEn = field.row() == Visibility.NO_ROW ? "" : " (no. " + (field.row() + 1) + ")";
        problems.add(new Problem(field.path(), code, where + "「" + label + "」" + restJa + "。",
                labelEn + whereEn + ": " + adviceEn + ".", soft));
        return true;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shown(BigDecimal number) {
        return String.format(Locale.ROOT, "%,." + Math.max(0, number.stripTrailingZeros().scale()) + "f", number);
    }
}
