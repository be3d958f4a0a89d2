package jp.madoguchi.forms;

import java.util.Map;
import java.util.Set;

/** Reads what a browser or the API sent into answers. */
public final class FormReader {

    private FormReader() {}

    public static Answers read(FormDefinition form, Map<String, String[]> parameters, Answers before) {
        return read(form, parameters, before, null);
    }

    public static Answers read(
            FormDefinition form, Map<String, String[]> parameters, Answers before, Set<String> unlocked) {
        throw new UnsupportedOperationException();
    }

    public static Answers normalise(FormDefinition form, Answers answers) {
        throw new UnsupportedOperationException();
    }
}
