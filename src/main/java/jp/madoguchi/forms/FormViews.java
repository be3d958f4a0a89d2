package jp.madoguchi.forms;

/** Builds what a page shows of a form. */
public final class FormViews {

    private FormViews() {}

    public static FormView of(FormDefinition form, Answers answers, ViewOptions options) {
        throw new UnsupportedOperationException();
    }
}
