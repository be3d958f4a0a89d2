package jp.madoguchi.draw;

/** Hears how far a draw is. Called seldom enough to write it to a page; it has no influence on the result. */
@FunctionalInterface
public interface DrawProgress {

    DrawProgress SILENT = (step, done, total) -> {};

    /** How many lots, or places in the order, lie between two calls. */
    int INTERVAL = 1 << 16;

    /** @param done of {@code total} lots, or places in the order */
    void at(Step step, long done, long total);

    /** In this order. */
    enum Step { READ, KEYS, SORT, WALK, WRITE }
}
