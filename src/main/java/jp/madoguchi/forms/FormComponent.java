package jp.madoguchi.forms;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One component of a form: a field, a container or something that is only shown.
 *
 * @param id           id of the component in the file
 * @param type         what it is
 * @param key          name of its answer; of a dynamic list the name of its rows; {@code null} where nothing is answered
 * @param label        Japanese label; {@code ""} when there is none
 * @param text         Markdown of a static text; {@code ""} otherwise
 * @param kind         what sort of text is expected
 * @param rules        what an answer must satisfy
 * @param choices      what can be chosen
 * @param children     of a group or a dynamic list
 * @param hide         FEEL condition under which it is hidden; {@code null} when it is always shown
 * @param properties   the custom properties (closed list: {@link FormDefinition})
 * @param initial      value it starts with; {@code null} for none
 */
public record FormComponent(
        String id,
        Type type,
        String key,
        String label,
        String text,
        Kind kind,
        Rules rules,
        List<Choice> choices,
        List<FormComponent> children,
        FeelConditions.Condition hide,
        Map<String, String> properties,
        Object initial) {

    /** The component types of form-js that this product knows. {@code html}, scripts and the like are refused. */
    public enum Type {
        TEXTFIELD, TEXTAREA, NUMBER, SELECT, RADIO, CHECKBOX, CHECKLIST, DATETIME, FILEPICKER, GROUP, DYNAMICLIST,
        TEXT, SEPARATOR, SPACER;

        /** As form-js writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether somebody answers it, rows included. */
        boolean answered() {
            return switch (this) {
                case GROUP, TEXT, SEPARATOR, SPACER -> false;
                default -> true;
            };
        }
    }

    /**
     * One thing to choose. @param value stored @param label shown @param labelEn shown beside it, or {@code ""}
     */
    public record Choice(String value, String label, String labelEn) {}

    /**
     * What an answer must satisfy; {@code null} where a rule is not set. Lengths count code points.
     *
     * @param required    must be answered (a checkbox: ticked)
     * @param decimals    greatest number of decimals
     * @param accept      file name endings with their dot, lower case; empty for any
     * @param mostFiles   greatest number of files
     * @param fewestRows  rows that must be there
     * @param mostRows    rows that may be there
     * @param initialRows rows shown when there are none
     * @param rowsVary    rows can be added and removed
     */
    public record Rules(
            boolean required,
            BigDecimal min,
            BigDecimal max,
            Integer minLength,
            Integer maxLength,
            Pattern pattern,
            Integer decimals,
            List<String> accept,
            int mostFiles,
            int fewestRows,
            int mostRows,
            int initialRows,
            boolean rowsVary) {}

    /** Missing is told to the applicant and the reviewer but never blocks filing. */
    public boolean softRequired() {
        return flag("soft-required");
    }

    /** What the case was taken for, such as whose slot it holds: no correction may open it. */
    public boolean fixed() {
        return flag("fixed");
    }

    /** English label; {@code ""} when there is none. */
    public String labelEn() {
        return property("label-en");
    }

    /** A custom property, {@code ""} when it is not set. */
    public String property(String name) {
        return properties.getOrDefault(name, "");
    }

    boolean flag(String name) {
        return "true".equals(properties.get(name));
    }

    boolean is(Type other) {
        return type == other;
    }
}
