package jp.madoguchi.forms;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/**
 * What a validation covers.
 *
 * @param today   what {@code today} means in date bounds
 * @param step    number of the one step to check, from 1; 0 for the whole form
 * @param only    the only paths to check (a correction); {@code null} for all. {@code rows} covers all its rows
 * @param draft   only what makes an answer unsafe to keep is checked: My Number and monstrous lengths
 * @param uploads the uploads this person may use, by id; {@code null} when files are checked elsewhere
 */
public record Options(LocalDate today, int step, Set<String> only, boolean draft, Map<String, Upload> uploads) {

    /** The whole form, as for filing. */
    public static Options whole(LocalDate today) {
        return new Options(today, 0, null, false, null);
    }

    /** One step of the wizard, from 1. */
    public Options step(int number) {
        return new Options(today, number, only, draft, uploads);
    }

    /** A correction: only these fields were reopened. */
    public Options only(Set<String> paths) {
        return new Options(today, step, Set.copyOf(paths), draft, uploads);
    }

    /** An unfinished draft that is about to be kept. */
    public Options asDraft() {
        return new Options(today, step, only, true, uploads);
    }

    /** Files are checked too: known, counted, of an accepted type by name. */
    public Options uploads(Map<String, Upload> uploads) {
        return new Options(today, step, only, draft, Map.copyOf(uploads));
    }

    boolean covers(String path) {
        return only == null || Paths.covers(only, path);
    }
}
