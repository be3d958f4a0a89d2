package jp.madoguchi.forms;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of the applicant's wizard.
 *
 * @param number     from 1
 * @param titleJa    label of its group, or the form's title
 * @param titleEn    the same in English, or {@code ""}
 * @param components what it shows; its group, and whatever stands loose before or behind it
 */
public record Step(int number, String titleJa, String titleEn, List<FormComponent> components) {

    /** Loose components before the first group belong to the first step, any others to the group before them. */
    static List<Step> of(List<FormComponent> components, String titleJa, String titleEn) {
        List<List<FormComponent>> parts = new ArrayList<>();
        List<FormComponent> heads = new ArrayList<>();
        for (FormComponent component : components) {
            boolean group = component.is(FormComponent.Type.GROUP);
            if (parts.isEmpty() || group && !heads.isEmpty()) {
                parts.add(new ArrayList<>());
            }
            if (group) {
                heads.add(component);
            }
            parts.get(parts.size() - 1).add(component);
        }
        if (heads.isEmpty()) {
            return List.of(new Step(1, titleJa, titleEn, components));
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            FormComponent head = heads.get(i);
            steps.add(new Step(i + 1, head.label(), head.labelEn(), List.copyOf(parts.get(i))));
        }
        return List.copyOf(steps);
    }

    /** Whether an answer, {@code key} or {@code rows[0].key}, is asked for on this step. */
    public boolean asks(String path) {
        String key = path.replaceFirst("[\\[.].*", "");
        return asks(components, key);
    }

    private static boolean asks(List<FormComponent> components, String key) {
        return components.stream().anyMatch(component -> key.equals(component.key()) || asks(component.children(), key));
    }
}
