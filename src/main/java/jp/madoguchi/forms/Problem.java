package jp.madoguchi.forms;

/**
 * Something about an answer that must, or should, be put right.
 *
 * @param path      the answer, {@code key} or {@code rows[0].key}
 * @param code      stable word for tests and the API ({@code required}, {@code max-length}, {@code my-number} …)
 * @param messageJa a sentence that says what to do next
 * @param messageEn the same in English
 * @param soft      does not block filing: the law demands that an incomplete application be accepted; the reviewer sees it
 */
public record Problem(String path, String code, String messageJa, String messageEn, boolean soft) {

    /** Fragment of the control on a page that shows the field: {@code #f-rows-0-key}. */
    public String anchor() {
        return "#" + elementId(path);
    }

    /** The HTML id of the first control of a field. */
    static String elementId(String path) {
        return "f-" + path.replaceAll("[\\[\\].]+", "-");
    }
}
