package jp.madoguchi.kernel;

/** Carries an expected refusal out of a transaction that has to roll back; pages show its wording, never an error. */
public class RefusedException extends RuntimeException {

    private final transient Verdict.Refused refusal;

    public RefusedException(Verdict.Refused refusal) {
        super(refusal.reasonCode() + ": " + refusal.wording());
        this.refusal = refusal;
    }

    public RefusedException(String reasonCode, String wording) {
        this(new Verdict.Refused(reasonCode, wording));
    }

    /** @param cause the lost race, where the refusal says no more than that somebody else was faster */
    public RefusedException(String reasonCode, String wording, Throwable cause) {
        this(reasonCode, wording);
        initCause(cause);
    }

    public Verdict.Refused refusal() {
        return refusal;
    }
}
