package jp.madoguchi.kernel;

/**
 * Who does something.
 *
 * @param id         the account's id, or {@code system}
 * @param name       as shown to people
 * @param kind       which door the person came through
 * @param government the code of the government whose cases a member of staff or a contractor works on; null for
 *                   applicants and the system
 */
public record Actor(String id, String name, Kind kind, String government) {

    /** Doors into the product. A contractor works for a government's programme without being its staff. */
    public enum Kind { APPLICANT, CONTRACTOR, STAFF, SERVICE, SYSTEM }

    /** Timers, sweeps and the engine itself. */
    public static final Actor SYSTEM = new Actor("system", "システム", Kind.SYSTEM, null);

    /** Whether this person works on a government's cases: its own people, a service, a contractor within its programmes. */
    public boolean isStaff() {
        return kind == Kind.STAFF || kind == Kind.SERVICE || kind == Kind.CONTRACTOR;
    }
}
