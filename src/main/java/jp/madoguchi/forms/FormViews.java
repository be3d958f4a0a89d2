package jp.madoguchi.forms;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.forms.FormComponent.Choice;
import jp.madoguchi.forms.FormComponent.Type;
import jp.madoguchi.forms.FormView.ChoiceView;
import jp.madoguchi.forms.FormView.Field;
import jp.madoguchi.forms.FormView.Gap;
import jp.madoguchi.forms.FormView.Group;
import jp.madoguchi.forms.FormView.Message;
import jp.madoguchi.forms.FormView.Node;
import jp.madoguchi.forms.FormView.Row;
import jp.madoguchi.forms.FormView.Rows;
import jp.madoguchi.forms.FormView.StepLink;
import jp.madoguchi.forms.FormView.Words;

/** Builds what a page shows of a form. */
public final class FormViews {

    private final FormDefinition form;
    private final Answers answers;
    private final ViewOptions options;
    private final Visibility visibility;
    private final Map<String, List<Problem>> problems = new HashMap<>();
    private boolean refresh;

    private FormViews(FormDefinition form, Answers answers, ViewOptions options) {
        this.form = form;
        this.answers = answers;
        this.options = options;
        this.visibility = new Visibility(form, answers);
        options.problems().forEach(p -> problems.computeIfAbsent(p.path(), path -> new ArrayList<>()).add(p));
    }

    /** The form, or one step of it, with answers filled in. */
    public static FormView of(FormDefinition form, Answers answers, ViewOptions options) {
        FormViews views = new FormViews(form, answers, options);
        List<Node> nodes = views.nodes(form.components(options.step()), null, Visibility.NO_ROW);
        return new FormView(form.id(), form.hash(), form.titleJa(), options.english() ? form.titleEn() : "",
                options.english(), options.step(), views.steps(), nodes, views.refresh);
    }

    /** An answer as people read it: choices by label, dates in the Japanese era, amounts with their unit. */
    public static String text(FormDefinition form, Answers answers, String path) {
        FormViews views = new FormViews(form, answers, ViewOptions.reading());
        return form.field(path).map(field -> String.join("、", views.lines(field, path, answers))).orElse("");
    }

    private List<StepLink> steps() {
        return form.shownSteps(answers).stream()
                .map(step -> new StepLink(step.number(), step.titleJa(), english(step.titleEn()),
                        step.number() == options.step(), problemsIn(step.components())))
                .toList();
    }

    private int problemsIn(List<FormComponent> components) {
        return (int) visibility.fields(components).stream()
                .flatMap(field -> problems.getOrDefault(field.path(), List.of()).stream())
                .filter(problem -> !problem.soft())
                .count();
    }

    private List<Node> nodes(List<FormComponent> components, String list, int row) {
        List<Node> nodes = new ArrayList<>();
        for (FormComponent component : components) {
            if (visibility.shows(component, row)) {
                nodes.add(node(component, list, row));
            }
        }
        return nodes;
    }

    private Node node(FormComponent component, String list, int row) {
        return switch (component.type()) {
            case GROUP -> new Group("g-" + component.id().replaceAll("\\W", "-") + (row < 0 ? "" : "-" + row),
                    component.label(), english(component.labelEn()), help(component),
                    nodes(component.children(), list, row));
            case DYNAMICLIST -> rows(component);
            case TEXT -> new Words(SafeMarkdown.html(component.text()),
                    options.english() ? SafeMarkdown.html(component.property("text-en")) : "");
            case SEPARATOR, SPACER -> new Gap(component.type().word());
            default -> field(component, list == null ? component.key() : Paths.inRow(list, row, component.key()));
        };
    }

    private Rows rows(FormComponent list) {
        String path = list.key();
        FormComponent.Rules rules = list.rules();
        boolean editable = options.editable(path);
        int given = answers.rows(path).size();
        int shown = given > 0 || !editable ? given : rules.initialRows();
        String rowLabel = list.property("row-label").isEmpty() ? list.label() : list.property("row-label");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            rows.add(new Row(path + "[" + i + "]", rowLabel + " " + (i + 1),
                    editable && rules.rowsVary() && given > 0, nodes(list.children(), path, i)));
        }
        return new Rows(path, Problem.elementId(path), list.label(), english(list.labelEn()), status(list, path),
                help(list), messages(path, false), comment(path), rowLabel,
                editable && rules.rowsVary() && shown < rules.mostRows(), rows);
    }

    private Field field(FormComponent field, String path) {
        boolean decides = form.decides(field);
        boolean editable = options.editable(path);
        refresh |= decides && editable;
        List<String> lines = lines(field, path, answers);
        List<String> linesBefore = options.before() == null ? lines : lines(field, path, options.before());
        String value = Kinds.typed(field.kind(), answers.text(path));
        return new Field(control(field), path, Problem.elementId(path), field.label(), english(field.labelEn()),
                status(field, path), editable, help(field), messages(path, false), messages(path, true), comment(path),
                field.is(Type.CHECKBOX) ? String.valueOf(answers.bool(path)) : value,
                field.is(Type.DATETIME) ? value.isEmpty() ? List.of("", "", "") : DateText.parts(value) : List.of(),
                choices(field, path), files(field, path, answers), field.rules().mostFiles() > 1,
                String.join(",", field.rules().accept()), unit(field),
                field.is(Type.NUMBER) ? "decimal" : Kinds.inputMode(field.kind()), field.property("autocomplete"),
                visibleRows(field), lines, linesBefore, !lines.equals(linesBefore), decides);
    }

    private static String control(FormComponent field) {
        return switch (field.type()) {
            case TEXTFIELD -> "text";
            case DATETIME -> "date";
            case FILEPICKER -> "file";
            default -> field.type().word();
        };
    }

    private String status(FormComponent field, String path) {
        if (options.readOnly()) {
            return "";
        }
        if (!options.editable(path)) {
            return "locked";
        }
        if (field.softRequired()) {
            return "soft";
        }
        return field.rules().required() || field.rules().fewestRows() > 0 ? "required" : "optional";
    }

    private Message help(FormComponent component) {
        String help = component.property("help");
        if (help.isEmpty() && component.is(Type.FILEPICKER)) {
            List<String> accept = component.rules().accept();
            help = component.rules().mostFiles() + "ファイルまで。"
                    + (accept.isEmpty() ? "" : "形式：" + String.join("、", accept));
        }
        return new Message(help, english(component.property("help-en")));
    }

    private List<Message> messages(String path, boolean soft) {
        return problems.getOrDefault(path, List.of()).stream()
                .filter(problem -> problem.soft() == soft)
                .map(problem -> new Message(problem.messageJa(), english(problem.messageEn())))
                .toList();
    }

    private String comment(String path) {
        return options.comments().getOrDefault(path, "");
    }

    private List<ChoiceView> choices(FormComponent field, String path) {
        List<String> chosen = answers.texts(path);
        List<ChoiceView> views = new ArrayList<>();
        for (Choice choice : field.choices()) {
            views.add(new ChoiceView(choice.value(), choice.label(), english(choice.labelEn()),
                    chosen.contains(choice.value()),
                    Problem.elementId(path) + (views.isEmpty() ? "" : "-o" + views.size())));
        }
        return views;
    }

    private List<Upload> files(FormComponent field, String path, Answers from) {
        return !field.is(Type.FILEPICKER) ? List.of() : from.texts(path).stream()
                .map(id -> options.uploads().getOrDefault(id, new Upload(id, "名前の分からないファイル", 0, null)))
                .toList();
    }

    private List<String> lines(FormComponent field, String path, Answers from) {
        if (from.get(path) == null) {
            return List.of();
        }
        String text = from.text(path);
        return switch (field.type()) {
            case CHECKBOX -> List.of(from.bool(path) ? "はい" : "いいえ");
            case SELECT, RADIO, CHECKLIST -> from.texts(path).stream().map(value -> label(field, value)).toList();
            case DATETIME -> List.of(DateText.shown(text));
            case FILEPICKER -> files(field, path, from).stream().map(Upload::name).toList();
            case NUMBER -> List.of(number(field, from, path));
            case TEXTAREA -> text.lines().toList();
            default -> List.of(Kinds.shown(field.kind(), text)
                    + (field.property("unit").isEmpty() ? "" : " " + field.property("unit")));
        };
    }

    private static String label(FormComponent field, String value) {
        return field.choices().stream().filter(choice -> choice.value().equals(value)).map(Choice::label).findFirst()
                .orElse(value);
    }

    private static String number(FormComponent field, Answers from, String path) {
        Optional<BigDecimal> number = from.number(path);
        String unit = field.property("unit");
        if (number.isEmpty()) {
            return from.text(path);
        }
        String plain = number.get().toPlainString();
        boolean year = unit.startsWith("年");
        String shown = year ? plain
                : String.format(Locale.ROOT, "%,." + Math.max(0, number.get().scale()) + "f", number.get());
        return unit.isEmpty() ? shown : shown + " " + unit;
    }

    private String unit(FormComponent field) {
        String english = english(field.property("unit-en"));
        return field.property("unit") + (english.isEmpty() ? "" : " " + english);
    }

    private static int visibleRows(FormComponent field) {
        String rows = field.property("rows");
        return rows.matches("[0-9]{1,2}") ? Integer.parseInt(rows) : 5;
    }

    private String english(String text) {
        return options.english() ? text : "";
    }
}
