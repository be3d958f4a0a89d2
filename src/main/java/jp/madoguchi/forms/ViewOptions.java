package jp.madoguchi.forms;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a form is to be shown.
 *
 * @param language {@code ja}, or {@code en} for English labels beside the Japanese ones
 * @param step     number of the one step to show, from 1; 0 for the whole form
 * @param problems shown at their fields
 * @param readOnly nothing can be edited
 * @param unlocked the only paths that can be edited (a correction); {@code null} when all can
 * @param comments an officer's words, by path
 * @param before   earlier answers: fields that differ are marked and show the earlier value; {@code null} for none
 * @param uploads  names and addresses of the files in the answers, by id
 */
public record ViewOptions(
        String language,
        int step,
        List<Problem> problems,
        boolean readOnly,
        Set<String> unlocked,
        Map<String, String> comments,
        Answers before,
        Map<String, Upload> uploads) {

    /** The whole form, editable, in Japanese. */
    public static ViewOptions editable() {
        return new ViewOptions("ja", 0, List.of(), false, null, Map.of(), null, Map.of());
    }

    /** The whole form for reading: preview, review, letters. */
    public static ViewOptions reading() {
        return new ViewOptions("ja", 0, List.of(), true, null, Map.of(), null, Map.of());
    }

    public ViewOptions language(String language) {
        return new ViewOptions(language, step, problems, readOnly, unlocked, comments, before, uploads);
    }

    public ViewOptions step(int number) {
        return new ViewOptions(language, number, problems, readOnly, unlocked, comments, before, uploads);
    }

    public ViewOptions problems(List<Problem> problems) {
        return new ViewOptions(
                language, step, List.copyOf(problems), readOnly, unlocked, comments, before, uploads);
    }

    /** A correction: only these paths are editable, the rest is shown 編集不可. */
    public ViewOptions unlocked(Set<String> paths) {
        return new ViewOptions(
                language, step, problems, readOnly, Set.copyOf(paths), comments, before, uploads);
    }

    /** An officer's comment per path. */
    public ViewOptions comments(Map<String, String> comments) {
        return new ViewOptions(
                language, step, problems, readOnly, unlocked, Map.copyOf(comments), before, uploads);
    }

    /** Marks what differs from earlier answers. */
    public ViewOptions before(Answers before) {
        return new ViewOptions(language, step, problems, readOnly, unlocked, comments, before, uploads);
    }

    public ViewOptions uploads(Map<String, Upload> uploads) {
        return new ViewOptions(
                language, step, problems, readOnly, unlocked, comments, before, Map.copyOf(uploads));
    }

    boolean english() {
        return "en".equals(language);
    }

    boolean editable(String path) {
        return !readOnly && (unlocked == null || Paths.covers(unlocked, path));
    }
}
