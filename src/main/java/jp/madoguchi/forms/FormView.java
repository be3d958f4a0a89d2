package jp.madoguchi.forms;

import java.util.List;

/**
 * What a page shows of a form: plain values for the macros in {@code templates/forms/form.ftlh}, hidden components left
 * out. Texts are never {@code null}; English texts are empty unless English was asked for.
 *
 * @param formId  id of the form
 * @param hash    its version
 * @param title   its Japanese title
 * @param titleEn its English title
 * @param english English words are shown beside the Japanese ones
 * @param step    number of the step shown; 0 for the whole form
 * @param steps   the steps that are not hidden
 * @param nodes   what is shown
 * @param refresh some shown control decides what else is shown, so the page needs its refresh button
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

    /** @param current it is being shown @param problems it holds, soft ones left out */
    public record StepLink(int number, String title, String titleEn, boolean current, int problems) {}

    /** Words for people. @param en empty unless English was asked for */
    public record Message(String ja, String en) {}

    /** One thing on the page. {@link #type()} tells the macros which record it is. */
    public sealed interface Node {
        String type();
    }

    /** A group. */
    public record Group(String elementId, String label, String labelEn, Message help, List<Node> nodes)
            implements Node {
        @Override
        public String type() {
            return "group";
        }
    }

    /**
     * A dynamic list.
     *
     * @param path of the list
     * @param add  a row can be added now
     */
    public record Rows(
            String path,
            String elementId,
            String label,
            String labelEn,
            String status,
            Message help,
            List<Message> errors,
            String comment,
            String rowLabel,
            boolean add,
            List<Row> rows)
            implements Node {
        @Override
        public String type() {
            return "rows";
        }
    }

    /** @param path {@code rows[0]} @param heading 事業所 1 @param remove it can be taken away */
    public record Row(String path, String heading, boolean remove, List<Node> nodes) {}

    /** Static words. @param html made here from the safe Markdown subset, never by an applicant */
    public record Words(String html, String htmlEn) implements Node {
        @Override
        public String type() {
            return "words";
        }
    }

    /** A separator or spacer. */
    public record Gap(String type) implements Node {}

    /** @param elementId HTML id of its control */
    public record ChoiceView(String value, String label, String labelEn, boolean selected, String elementId) {}

    /**
     * A field.
     *
     * @param control      text, textarea, number, select, radio, checkbox, checklist, date, file
     * @param path         of its answer, and its parameter
     * @param elementId    HTML id of its first control
     * @param status       required, soft, optional, locked, or "" when nothing is asked
     * @param help         support text, above the control
     * @param value        to show in the control
     * @param parts        of a date: year, month, day as typed
     * @param lines        the answer as people read it; empty when there is none
     * @param linesBefore  the earlier answer, when {@code changed}
     * @param changed      differs from the earlier answer
     * @param refresh      decides what else is shown
     */
    public record Field(
            String control,
            String path,
            String elementId,
            String label,
            String labelEn,
            String status,
            boolean editable,
            Message help,
            List<Message> errors,
            List<Message> warnings,
            String comment,
            String value,
            List<String> parts,
            List<ChoiceView> choices,
            List<Upload> files,
            boolean multiple,
            String accept,
            String unit,
            String inputMode,
            String autocomplete,
            int visibleRows,
            List<String> lines,
            List<String> linesBefore,
            boolean changed,
            boolean refresh)
            implements Node {
        @Override
        public String type() {
            return "field";
        }
    }
}
