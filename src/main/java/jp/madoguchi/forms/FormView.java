package jp.madoguchi.forms;

import java.util.List;

/**
 * What a page shows of a form: plain values for the macros in {@code templates/forms/form.ftlh}.
 *
 * @param formId   id of the form
 * @param hash     its version
 * @param title    its Japanese title
 * @param titleEn  its English title, {@code ""} when there is none or English was not asked for
 * @param english  English words are shown beside the Japanese ones
 * @param step     number of the step shown; 0 for the whole form
 * @param steps    the steps that are not hidden
 * @param nodes    what is shown, hidden components left out
 * @param refresh  some shown control decides whether others are shown, so the page needs its refresh button
 */
public record FormView(
        String formId,
        String hash,
        String title,
        String titleEn,
        boolean english,
        int step,
        List<StepLink> steps,
        List<Node> nodes,
        boolean refresh) {

    /** @param number of the step @param current it is being shown @param problems it holds, soft ones left out */
    public record StepLink(int number, String title, String titleEn, boolean current, int problems) {}

    /** @param value stored @param elementId HTML id of its control */
    public record ChoiceView(String value, String label, String labelEn, boolean selected, String elementId) {}

    /** A row of a dynamic list. @param path {@code rows[0]} @param heading 事業所 1 */
    public record Row(String path, String heading, List<Node> nodes) {}

    /** One thing on the page; which parts are filled depends on {@link #type()}. Texts are never {@code null}. */
    public static final class Node {}
}
