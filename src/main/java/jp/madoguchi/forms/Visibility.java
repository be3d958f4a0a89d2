package jp.madoguchi.forms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.forms.FormComponent.Type;
import jp.madoguchi.forms.FormDefinition.Placed;

/**
 * Which components are shown, given some answers. The server's own judgement: what a browser hid or showed does not
 * count. The answer of a hidden field counts as not given in other conditions.
 */
final class Visibility {

    /** No row: the component stands outside dynamic lists. */
    static final int NO_ROW = -1;

    private final FormDefinition form;
    private final Answers answers;
    private final Map<String, Boolean> known = new HashMap<>();

    Visibility(FormDefinition form, Answers answers) {
        this.form = form;
        this.answers = answers;
    }

    /** A shown field. @param path of its answer @param row in its dynamic list, or {@link #NO_ROW} */
    record Field(String path, FormComponent component, int row) {}

    /** Whether a component and everything around it is shown. @param row of the dynamic list it stands in */
    boolean shows(FormComponent component, int row) {
        String name = component.id() + "#" + row;
        if (known.containsKey(name)) {
            Boolean shown = known.get(name);
            if (shown == null) {
                throw new CircleException(component.id());
            }
            return shown;
        }
        known.put(name, null);
        Placed placed = form.placed(component);
        boolean around = placed.parent() == null
                || shows(placed.parent(), placed.parent().is(Type.DYNAMICLIST) ? NO_ROW : row);
        boolean shown = component.hide() == null || !component.hide().holds(values(placed, row));
        known.put(name, around && shown);
        return around && shown;
    }

    /** Shown fields among components, in order; a dynamic list comes before the fields of its rows. */
    List<Field> fields(List<FormComponent> components) {
        List<Field> fields = new ArrayList<>();
        collect(components, NO_ROW, null, fields);
        return fields;
    }

    /** Touches every condition. @throws CircleException when one depends on itself */
    void checkEverything() {
        form.placed().forEach(placed -> shows(placed.component(), placed.list() == null ? NO_ROW : 0));
    }

    private void collect(List<FormComponent> components, int row, String list, List<Field> fields) {
        for (FormComponent component : components) {
            if (!shows(component, row)) {
                continue;
            }
            String path = list == null ? component.key() : Paths.inRow(list, row, component.key());
            if (component.type().answered()) {
                fields.add(new Field(path, component, row));
            }
            if (component.is(Type.DYNAMICLIST)) {
                int rows = Math.max(answers.rows(component.key()).size(), component.rules().fewestRows());
                for (int i = 0; i < rows; i++) {
                    collect(component.children(), i, component.key(), fields);
                }
            } else {
                collect(component.children(), row, list, fields);
            }
        }
    }

    /** The answers that the component's condition names; its own row goes before the form. */
    private Map<String, Object> values(Placed placed, int row) {
        Map<String, Object> values = new HashMap<>();
        for (String name : placed.component().hide().names()) {
            FormComponent inRow = placed.list() == null ? null : form.fields().get(placed.list() + "[]." + name);
            FormComponent named = inRow != null ? inRow : form.fields().get(name);
            if (named != null) {
                String path = inRow != null ? Paths.inRow(placed.list(), row, name) : name;
                boolean shown = shows(named, inRow != null ? row : NO_ROW);
                Object value = shown ? answers.get(path) : null;
                values.put(name, value == null ? unanswered(named) : value);
            }
        }
        return values;
    }

    /** As form-js: an empty list can be asked for what it contains, an empty checkbox is false. */
    static Object unanswered(FormComponent field) {
        return switch (field.type()) {
            case CHECKLIST, FILEPICKER, DYNAMICLIST -> List.of();
            case CHECKBOX -> false;
            default -> null;
        };
    }

    /** A condition that depends on itself; the message is the component's id. */
    static final class CircleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CircleException(String componentId) {
            super(componentId);
        }
    }
}
