package jp.madoguchi.forms;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.kernel.NotFoundException;

/**
 * One version of a form, read from a Camunda Forms file (form-js schema) and checked whole.
 *
 * <p><b>Answers.</b> Groups do not nest answers: keys are unique in the form, and inside a dynamic list unique in its
 * rows. A dynamic list answers under its {@code path}.
 *
 * <p><b>Component types:</b> textfield, textarea, number, select, radio, checkbox, checklist, datetime (subtype date),
 * filepicker, group, dynamiclist, text, separator, spacer.
 *
 * <p><b>Custom properties</b>, a closed list; anything else fails the start:
 * <table>
 * <caption>custom properties</caption>
 * <tr><td>{@code kind}</td><td>textfield: kana, postal-code, phone, email, corporate-number, invoice-number, bank-code,
 *     branch-code, account-number, account-holder-kana, government-code</td></tr>
 * <tr><td>{@code label-en}</td><td>English label</td></tr>
 * <tr><td>{@code help}, {@code help-en}</td><td>support text above the control</td></tr>
 * <tr><td>{@code soft-required}</td><td>{@code true}: missing is reported but does not block filing</td></tr>
 * <tr><td>{@code fixed}</td><td>{@code true}: no correction may open it, because the case stands on it</td></tr>
 * <tr><td>{@code unit}, {@code unit-en}</td><td>behind the control: 円, 枚</td></tr>
 * <tr><td>{@code label-en.<value>}</td><td>select, radio, checklist: English label of one choice</td></tr>
 * <tr><td>{@code text-en}</td><td>text: the same words in English</td></tr>
 * <tr><td>{@code autocomplete}</td><td>HTML autocomplete token ({@code organization}, {@code postal-code})</td></tr>
 * <tr><td>{@code rows}</td><td>textarea: visible lines</td></tr>
 * <tr><td>{@code column}</td><td>heading of this answer in lists and exports of cases</td></tr>
 * <tr><td>{@code min-date}, {@code max-date}</td><td>ISO date or {@code today}</td></tr>
 * <tr><td>{@code max-files}</td><td>filepicker; default 1, with {@code multiple} 10</td></tr>
 * <tr><td>{@code min-rows}, {@code max-rows}</td><td>dynamiclist; default 0 and 50. Where rows cannot be added or removed, those of a prefilled answer
 *     stand, up to {@code max-rows}; default for both: the rows shown</td></tr>
 * <tr><td>{@code row-label}, {@code row-label-en}</td><td>dynamiclist: what one row is called (事業所)</td></tr>
 * <tr><td>{@code pattern-message}, {@code pattern-message-en}</td><td>said when the pattern does not match</td></tr>
 * </table>
 *
 * <p>The file's root may carry {@code title} and {@code title-en}; without them the first group's label is the title.
 * Conditions ({@code conditional.hide}) are FEEL over the keys of the form; in a row its own keys go before the form's.
 * Static texts understand paragraphs, {@code **bold**}, {@code - } and {@code 1. } lists, {@code # } headings and
 * {@code [links](https://…)}; everything else is shown as written.
 */
public final class FormDefinition {

    private final String id;
    private final String hash;
    private final String titleJa;
    private final String titleEn;
    private final String schema;
    private final List<FormComponent> components;
    private final List<Step> steps;
    private final Map<String, FormComponent> fields;
    private final Map<String, Placed> placed = new LinkedHashMap<>();

    /** A component with where it stands. @param list key of the dynamic list around it, or {@code null} */
    record Placed(FormComponent component, FormComponent parent, String list) {}

    FormDefinition(
            String id, String hash, String titleJa, String titleEn, String schema, List<FormComponent> components) {
        this.id = id;
        this.hash = hash;
        this.titleJa = titleJa;
        this.titleEn = titleEn;
        this.schema = schema;
        this.components = List.copyOf(components);
        this.steps = Step.of(this.components, titleJa, titleEn);
        place(this.components, null, null);
        Map<String, FormComponent> found = new LinkedHashMap<>();
        placed.values().stream().filter(p -> p.component().key() != null).forEach(p -> found.put(
                p.list() == null ? p.component().key() : p.list() + "[]." + p.component().key(), p.component()));
        this.fields = Collections.unmodifiableMap(found);
    }

    /**
     * Reads and checks one file.
     *
     * @param file    its name, for messages
     * @param content its text
     * @throws InvalidFormException with everything that is wrong in it
     */
    public static FormDefinition parse(String file, String content) {
        return new FormParser(file, content).parse();
    }

    /** Path of the file without its ending: {@code vendor/application}. */
    public String id() {
        return id;
    }

    /** SHA-256 of the file's bytes, 64 hexadecimal digits. */
    public String hash() {
        return hash;
    }

    public String titleJa() {
        return titleJa;
    }

    /** {@code ""} when there is none. */
    public String titleEn() {
        return titleEn;
    }

    /** The file's text, for the API. */
    public String schema() {
        return schema;
    }

    /** The tree as the file has it. */
    public List<FormComponent> components() {
        return components;
    }

    /** Steps of the applicant's wizard, at least one: the top-level groups. */
    public List<Step> steps() {
        return steps;
    }

    /** The field that a path of an answer belongs to, whatever its row. */
    public Optional<FormComponent> field(String path) {
        return Optional.ofNullable(fields.get(Paths.withoutIndex(path)));
    }

    /** Every field in the order of the file: {@code key}, {@code rows}, {@code rows[].key}. */
    public Map<String, FormComponent> fields() {
        return fields;
    }

    /** What a new draft starts with: the default values of the file. */
    public Answers blank() {
        Answers answers = Answers.NONE;
        for (Map.Entry<String, FormComponent> field : fields.entrySet()) {
            if (field.getValue().initial() != null && !field.getKey().contains("[")) {
                answers = answers.with(field.getKey(), field.getValue().initial());
            }
        }
        return answers;
    }

    /** Whether a field is shown, given these answers: the server's own judgement of the conditions. */
    public boolean shows(String path, Answers answers) {
        int bracket = path.indexOf('[');
        int row = bracket < 0 ? Visibility.NO_ROW : Integer.parseInt(path.substring(bracket + 1, path.indexOf(']')));
        return field(path).map(field -> new Visibility(this, answers).shows(field, row)).orElse(false);
    }

    /** The steps whose group is not hidden, given these answers. */
    public List<Step> shownSteps(Answers answers) {
        Visibility visibility = new Visibility(this, answers);
        return steps.stream()
                .filter(step -> step.components().stream().anyMatch(c -> visibility.shows(c, Visibility.NO_ROW)))
                .toList();
    }

    /** @param number from 1 @throws NotFoundException when there is no such step */
    public Step step(int number) {
        if (number < 1 || number > steps.size()) {
            throw new NotFoundException("step " + number + " of form " + id);
        }
        return steps.get(number - 1);
    }

    List<FormComponent> components(int step) {
        return step == 0 ? components : step(step).components();
    }

    Collection<Placed> placed() {
        return placed.values();
    }

    Placed placed(FormComponent component) {
        return placed.get(component.id());
    }

    /** Everything a condition of this component may name, as if nothing were answered. */
    Map<String, Object> nothingAnswered(Placed at) {
        Map<String, Object> values = new HashMap<>();
        placed.values().stream()
                .filter(p -> p.component().key() != null && (p.list() == null || p.list().equals(at.list())))
                .forEach(p -> values.put(p.component().key(), Visibility.unanswered(p.component())));
        return values;
    }

    /** Whether some condition of the form asks for this field, or for the rows it stands in. */
    boolean decides(FormComponent field) {
        String list = placed(field).list();
        return placed.values().stream()
                .filter(p -> p.component().hide() != null)
                .map(p -> p.component().hide().names())
                .anyMatch(names -> names.contains(field.key()) || list != null && names.contains(list));
    }

    private void place(List<FormComponent> components, FormComponent parent, String list) {
        for (FormComponent component : components) {
            placed.put(component.id(), new Placed(component, parent, list));
            place(component.children(), component, component.is(FormComponent.Type.DYNAMICLIST) ? component.key() : list);
        }
    }

    /** Id and hash. */
    @Override
    public String toString() {
        return id + "@" + hash.substring(0, 12);
    }
}
