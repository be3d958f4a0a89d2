package jp.madoguchi.forms;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.forms.FormComponent.Type;

/**
 * Reads what a browser or the API sent. Nothing is judged here: what cannot be understood is kept as typed, so that
 * the page can show it again and the {@link FormValidator} can say what is wrong.
 *
 * <p>Parameters: {@code key}, in rows {@code rows[0].key}; dates {@code key.year}, {@code key.month}, {@code key.day};
 * {@code _form} (any value) says that the page showed the form, so that an absent checkbox is one not ticked;
 * {@code _step} reads only that step; the buttons {@code _add=rows}, {@code _remove=rows[1]} and
 * {@code _dropfile=key|id}. File parts are named {@link #fileParameter}; whoever stores them adds their ids to the
 * answers.
 */
public final class FormReader {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,30}(?:\\.[0-9]{1,10})?");
    private static final Pattern INDEX = Pattern.compile("([A-Za-z]\\w*)\\[([0-9]{1,3})]");

    private FormReader() {}

    /** @param before answers to keep for everything that was not sent */
    public static Answers read(FormDefinition form, Map<String, String[]> parameters, Answers before) {
        return read(form, parameters, before, null);
    }

    /** @param unlocked the only paths that may change (a correction); {@code null} for all */
    public static Answers read(
            FormDefinition form, Map<String, String[]> parameters, Answers before, Set<String> unlocked) {
        return new FormReader.Reading(parameters, unlocked).read(form, before);
    }

    /** Name of the multipart part that carries the files of a field. */
    public static String fileParameter(String path) {
        return path + ".file";
    }

    /**
     * Answers that came as JSON, brought to the form's types and kinds as if they had been typed. Keys that the form
     * does not have are dropped, and so is a value of a shape that the field cannot have.
     */
    public static Answers normalise(FormDefinition form, Answers sent) {
        Answers answers = Answers.NONE;
        for (Map.Entry<String, FormComponent> field : form.fields().entrySet()) {
            int inRow = field.getKey().indexOf("[].");
            if (inRow < 0) {
                answers = answers.with(field.getKey(), coerced(field.getValue(), sent.get(field.getKey())));
                continue;
            }
            String list = field.getKey().substring(0, inRow);
            for (int i = 0; i < sent.rows(list).size(); i++) {
                String path = Paths.inRow(list, i, field.getValue().key());
                answers = answers.with(path, coerced(field.getValue(), sent.get(path)));
            }
        }
        return answers;
    }

    private static Object coerced(FormComponent field, Object value) {
        if (field.is(Type.DYNAMICLIST) || value == null) {
            return null;
        }
        if (field.is(Type.CHECKLIST) || field.is(Type.FILEPICKER)) {
            return value instanceof String text ? List.of(text) : value instanceof List<?> list && isTexts(list) ? list : null;
        }
        if (field.is(Type.CHECKBOX)) {
            return value instanceof Boolean ? value : "true".equals(value) ? true : null;
        }
        if (value instanceof BigDecimal number) {
            return field.is(Type.NUMBER) ? number : number.toPlainString();
        }
        return value instanceof String text ? typed(field, text) : null;
    }

    private static boolean isTexts(List<?> list) {
        return list.stream().allMatch(String.class::isInstance);
    }

    private static Object typed(FormComponent field, String text) {
        return switch (field.type()) {
            case TEXTFIELD -> Kinds.stored(field.kind(), text.replace('\n', ' '));
            case NUMBER -> number(text);
            case TEXTAREA -> text.isBlank() ? null : text;
            default -> text.strip();
        };
    }

    /** Full-width digits and thousands separators are understood; anything else stays a text. */
    private static Object number(String typed) {
        String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("[,、\\s]", "").replace('−', '-');
        return NUMBER.matcher(plain).matches() ? new BigDecimal(plain) : typed.strip();
    }

    /** One posted page. */
    private record Reading(Map<String, String[]> parameters, Set<String> unlocked) {

        Answers read(FormDefinition form, Answers before) {
            Answers answers = fields(form.components(step(form)), before, null, Visibility.NO_ROW);
            answers = addRow(form, answers);
            answers = removeRow(form, answers);
            return dropFile(form, answers);
        }

        private int step(FormDefinition form) {
            String step = first("_step");
            int number = step != null && step.matches("[0-9]{1,3}") ? Integer.parseInt(step) : 0;
            return number <= form.steps().size() ? number : 0;
        }

        private Answers fields(List<FormComponent> components, Answers before, String list, int row) {
            Answers answers = before;
            for (FormComponent component : components) {
                if (component.is(Type.DYNAMICLIST)) {
                    int rows = Math.min(component.rules().mostRows(), rowsSent(component, before));
                    for (int i = 0; i < rows; i++) {
                        answers = fields(component.children(), answers, component.key(), i);
                    }
                } else if (component.type().answered()) {
                    String path = list == null ? component.key() : Paths.inRow(list, row, component.key());
                    answers = unlocked(path) ? field(component, path, answers) : answers;
                } else {
                    answers = fields(component.children(), answers, list, row);
                }
            }
            return answers;
        }

        private Answers field(FormComponent field, String path, Answers before) {
            boolean sent = parameters.containsKey(path);
            boolean pageShown = parameters.containsKey("_form");
            return switch (field.type()) {
                case CHECKBOX -> sent || pageShown ? before.with(path, "true".equals(first(path))) : before;
                case CHECKLIST -> sent || pageShown ? before.with(path, texts(path)) : before;
                case FILEPICKER -> sent ? before.with(path, joined(before.texts(path), texts(path))) : before;
                case DATETIME -> date(path, before);
                default -> sent ? before.with(path, typed(field, first(path))) : before;
            };
        }

        private Answers date(String path, Answers before) {
            if (parameters.containsKey(path)) {
                return before.with(path, first(path).strip());
            }
            String[] parts = {first(path + ".year"), first(path + ".month"), first(path + ".day")};
            return Arrays.stream(parts).allMatch(part -> part == null)
                    ? before
                    : before.with(path, DateText.stored(parts[0], parts[1], parts[2]));
        }

        private int rowsSent(FormComponent list, Answers before) {
            int rows = before.rows(list.key()).size();
            for (String parameter : parameters.keySet()) {
                Matcher index = INDEX.matcher(parameter);
                if (index.lookingAt() && index.group(1).equals(list.key())) {
                    rows = Math.max(rows, Integer.parseInt(index.group(2)) + 1);
                }
            }
            return rows;
        }

        private Answers addRow(FormDefinition form, Answers answers) {
            FormComponent list = form.fields().get(first("_add"));
            if (!canVary(list) || answers.rows(list.key()).size() >= list.rules().mostRows()) {
                return answers;
            }
            List<Map<String, Object>> rows = new ArrayList<>(answers.rows(list.key()));
            rows.add(Map.of());
            return answers.with(list.key(), rows);
        }

        private Answers removeRow(FormDefinition form, Answers answers) {
            Matcher index = INDEX.matcher(first("_remove") == null ? "" : first("_remove"));
            if (!index.matches() || !canVary(form.fields().get(index.group(1)))) {
                return answers;
            }
            List<Map<String, Object>> rows = new ArrayList<>(answers.rows(index.group(1)));
            int row = Integer.parseInt(index.group(2));
            if (row < rows.size()) {
                rows.remove(row);
            }
            return answers.with(index.group(1), rows);
        }

        private boolean canVary(FormComponent list) {
            return list != null && list.is(Type.DYNAMICLIST) && list.rules().rowsVary() && unlocked(list.key());
        }

        private Answers dropFile(FormDefinition form, Answers answers) {
            String[] drop = first("_dropfile") == null ? new String[0] : first("_dropfile").split("\\|", 2);
            if (drop.length < 2 || !unlocked(drop[0])
                    || form.field(drop[0]).filter(field -> field.is(Type.FILEPICKER)).isEmpty()) {
                return answers;
            }
            return answers.with(drop[0], answers.texts(drop[0]).stream().filter(id -> !id.equals(drop[1])).toList());
        }

        private boolean unlocked(String path) {
            return unlocked == null || Paths.covers(unlocked, path);
        }

        private String first(String parameter) {
            String[] values = parameters.get(parameter);
            return values == null || values.length == 0 ? null : values[0];
        }

        private List<String> texts(String parameter) {
            return Arrays.stream(parameters.getOrDefault(parameter, new String[0])).filter(t -> !t.isBlank()).toList();
        }

        private static List<String> joined(List<String> before, List<String> more) {
            Set<String> all = new LinkedHashSet<>(before);
            all.addAll(more);
            return List.copyOf(all);
        }
    }
}
