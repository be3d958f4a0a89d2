package jp.madoguchi.kernel;

import java.util.function.Supplier;

/**
 * Whose rows this thread may touch. Every database transaction is opened under it and PostgreSQL's row level security
 * enforces it, so that a query that forgets its filter finds nothing instead of another government's data.
 *
 * <p>A scope is a government's code (its staff), {@link #ofContractor a government with some of its programmes}, an
 * account's id (an applicant), {@link #EVERYTHING} (timers, sweeps, the public's published lists) or, when nobody set
 * one, {@link #NOTHING}.
 */
public final class DataScope {

    /** Rows of all governments: only for the system's own work and for what is published. */
    public static final String EVERYTHING = "*";

    /** No rows at all. */
    public static final String NOTHING = "-";

    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    /** Between a government's code and the programmes a contractor works for. */
    public static final char PROGRAMMES = '@';

    private DataScope() {}

    /** A contractor sees the cases of the programmes it works for, and of no other (requirements §3.3, T28). */
    public static String ofContractor(String government, java.util.Collection<String> programmes) {
        return programmes.isEmpty() ? NOTHING : government + PROGRAMMES + String.join(",", programmes);
    }

    /** Whether this thread works on a programme: its government's staff, or a contractor bound to it. */
    public static boolean coversProgramme(String government, String programme) {
        String scope = current();
        int programmes = scope.indexOf(PROGRAMMES);
        return scope.equals(EVERYTHING) || scope.equals(government)
                || programmes > 0 && scope.substring(0, programmes).equals(government)
                && java.util.List.of(scope.substring(programmes + 1).split(",")).contains(programme);
    }

    public static String current() {
        String scope = CURRENT.get();
        return scope == null ? NOTHING : scope;
    }

    /** Runs work under a scope and gives the earlier one back, whatever happens. Open transactions keep theirs. */
    public static <T> T within(String scope, Supplier<T> work) {
        String before = CURRENT.get();
        CURRENT.set(scope);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** As {@link #within(String, Supplier)}, for work without a result. */
    public static void within(String scope, Runnable work) {
        within(scope, () -> {
            work.run();
            return null;
        });
    }
}
