package jp.madoguchi.kernel;

import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Statements over many rows at once. Row level security hides from the planner how many rows there are, and plans the session kept
 * may be of a time when there were few: it would then look through all of one table for every row of the other, which takes
 * minutes for what takes a second.
 */
public final class Batches {

    private Batches() {}

    /** Runs a part of the caller's transaction without either. The plans it makes are for many rows and do not outlive it. */
    public static <T> T run(JdbcClient jdbc, Supplier<T> work) {
        jdbc.sql("discard plans").update();
        jdbc.sql("set local enable_nestloop = off").update();
        T result = work.get();
        jdbc.sql("set local enable_nestloop = on").update();
        jdbc.sql("discard plans").update();
        return result;
    }
}
