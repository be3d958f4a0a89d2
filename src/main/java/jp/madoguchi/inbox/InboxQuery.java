package jp.madoguchi.inbox;

/**
 * What somebody asks the work list.
 *
 * @param programme  code, or "" for all
 * @param step       a task's id in its model, or "" for all
 * @param text       part of a number, name or kana, in any width and script; "" for all
 * @param sort       ignored for {@link View#DONE}, which has the newest conclusion first
 * @param cursor     {@link InboxPage#next} or {@link InboxPage#previous} of an earlier page, "" for the first; one that was
 *                   not made for this person, view and order counts as ""
 * @param size       rows, 1 to {@value #LARGEST}
 */
public record InboxQuery(View view, String programme, String step, Due due, String text, Sort sort, boolean descending,
                         String cursor, int size) {

    public static final int SIZE = 50;
    public static final int LARGEST = 200;

    public InboxQuery {
        size = Math.max(1, Math.min(size, LARGEST));
    }

    /** The first page without filters, the most pressing first. */
    public static InboxQuery of(View view) {
        return new InboxQuery(view, "", "", Due.ANY, "", Sort.DUE, false, "", SIZE);
    }

    public InboxQuery programme(String code) {
        return new InboxQuery(view, code, step, due, text, sort, descending, cursor, size);
    }

    public InboxQuery step(String taskKey) {
        return new InboxQuery(view, programme, taskKey, due, text, sort, descending, cursor, size);
    }

    public InboxQuery due(Due days) {
        return new InboxQuery(view, programme, step, days, text, sort, descending, cursor, size);
    }

    public InboxQuery text(String part) {
        return new InboxQuery(view, programme, step, due, part, sort, descending, cursor, size);
    }

    public InboxQuery sort(Sort order, boolean fromTheEnd) {
        return new InboxQuery(view, programme, step, due, text, order, fromTheEnd, cursor, size);
    }

    public InboxQuery cursor(String place) {
        return new InboxQuery(view, programme, step, due, text, sort, descending, place, size);
    }

    public InboxQuery size(int rows) {
        return new InboxQuery(view, programme, step, due, text, sort, descending, cursor, rows);
    }

    public boolean filtered() {
        return !programme.isEmpty() || !step.isEmpty() || due != Due.ANY || !text.isBlank();
    }
}
