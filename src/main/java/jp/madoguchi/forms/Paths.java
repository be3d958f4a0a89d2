package jp.madoguchi.forms;

import java.util.Set;

/** Paths of answers: {@code key}, {@code rows}, {@code rows[0].key}. */
final class Paths {

    private Paths() {}

    static String inRow(String rows, int index, String key) {
        return rows + "[" + index + "]." + key;
    }

    /** Whether a path, its row or its whole list is among the given ones. */
    static boolean covers(Set<String> given, String path) {
        int bracket = path.indexOf('[');
        return given.contains(path)
                || bracket > 0
                        && (given.contains(path.substring(0, bracket))
                                || given.contains(path.substring(0, path.indexOf(']') + 1))
                                || given.contains(withoutIndex(path)));
    }

    /** {@code rows[0].key} → {@code rows[].key}, the field of the form an answer belongs to. */
    static String withoutIndex(String path) {
        return path.replaceAll("\\[\\d+]", "[]");
    }
}
