package jp.madoguchi.forms;

import java.util.List;

/** Checks answers against their form. */
public final class FormValidator {

    private FormValidator() {}

    public static List<Problem> validate(FormDefinition form, Answers answers, Options options) {
        throw new UnsupportedOperationException();
    }

    /** Drops what the form does not ask for, given these answers: hidden fields, unknown keys, blank rows. */
    public static Answers prune(FormDefinition form, Answers answers) {
        throw new UnsupportedOperationException();
    }
}
