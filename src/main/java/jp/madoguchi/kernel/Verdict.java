package jp.madoguchi.kernel;

/** What a rule answers. An expected refusal is a value with a reason, never an exception. */
public sealed interface Verdict {

    Verdict ACCEPTED = new Accepted();

    static Verdict refused(String reasonCode, String wording) {
        return new Refused(reasonCode, wording);
    }

    /** The first refusal wins. */
    default Verdict and(java.util.function.Supplier<Verdict> next) {
        return this instanceof Refused ? this : next.get();
    }

    /** For use cases whose transaction must roll back. @throws RefusedException when refused */
    default void orThrow() {
        if (this instanceof Refused refused) {
            throw new RefusedException(refused);
        }
    }

    /** It may be done. */
    record Accepted() implements Verdict {}

    /**
     * It may not be done.
     *
     * @param reasonCode stable word for tests, figures and the API ({@code window.closed})
     * @param wording    a Japanese sentence that tells the person what to do next
     */
    record Refused(String reasonCode, String wording) implements Verdict {}
}
