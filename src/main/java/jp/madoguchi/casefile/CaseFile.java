package jp.madoguchi.casefile;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.workflow.Phase;

/** 案件: one run of a procedure about one party. */
@Entity
public class CaseFile {

    @Id
    private String number;
    @Version
    private long version;
    private String government;
    private String section;
    private String programme;
    private String programmeHash;
    private String call;
    private String procedure;
    private String party;
    @Enumerated(EnumType.STRING)
    private Channel channel;
    private String title;
    @Enumerated(EnumType.STRING)
    private CaseStatus status;
    @Enumerated(EnumType.STRING)
    private Phase phase;
    private boolean late;
    private Instant arrivedAt;
    private String form;
    private String formHash;
    private int round;
    private String decision;
    private Instant decidedAt;
    private Instant closedAt;
    private LocalDate expectedOn;
    private String search;

    protected CaseFile() {}

    CaseFile(CaseNumber number, String government, String section, String programme, String programmeHash, String call,
             String procedure, String party, Channel channel, String title, boolean late, Instant arrivedAt, String form,
             String formHash, LocalDate expectedOn, String search) {
        this.number = number.value();
        this.government = government;
        this.section = section;
        this.programme = programme;
        this.programmeHash = programmeHash;
        this.call = call;
        this.procedure = procedure;
        this.party = party;
        this.channel = channel;
        this.title = title;
        this.status = CaseStatus.OPEN;
        this.phase = Phase.RECEIVED;
        this.late = late;
        this.arrivedAt = arrivedAt;
        this.form = form;
        this.formHash = formHash;
        this.round = 1;
        this.expectedOn = expectedOn;
        this.search = search;
    }

    void inPhase(Phase next) {
        if (status == CaseStatus.OPEN || status == CaseStatus.GRANTED) {
            phase = next;
        }
    }

    void expectedOn(LocalDate day) {
        expectedOn = day;
    }

    /** A further round of answers. @throws RefusedException when the case is closed */
    int nextRound(String newTitle, String newSearch) {
        mustBeRunning();
        title = newTitle;
        search = newSearch;
        return ++round;
    }

    /** 決裁 took effect. @throws RefusedException when it was decided before, or is no longer running */
    void decided(boolean granted, Instant at) {
        mustBeRunning();
        if (decision != null) {
            throw new RefusedException("case.decided", "この案件はすでに決裁されています。");
        }
        decision = granted ? "granted" : "refused";
        decidedAt = at;
        status = granted ? CaseStatus.GRANTED : CaseStatus.REFUSED;
    }

    /** 取下げ by the party. @throws RefusedException when it is no longer running */
    void withdrawn(Instant at) {
        mustBeRunning();
        status = CaseStatus.WITHDRAWN;
        closedAt = at;
    }

    /** The procedure came to its end. Idempotent. */
    void closed(Instant at) {
        if (closedAt == null) {
            closedAt = at;
            if (status == CaseStatus.OPEN || status == CaseStatus.GRANTED) {
                status = CaseStatus.COMPLETED;
            }
        }
    }

    private void mustBeRunning() {
        if (isClosed()) {
            throw new RefusedException("case.closed", "この案件の手続はすでに終了しています（" + status.label() + "）。");
        }
    }

    public boolean isClosed() {
        return closedAt != null;
    }

    public CaseNumber number() {
        return new CaseNumber(number);
    }

    public String government() {
        return government;
    }

    public String section() {
        return section;
    }

    public String programme() {
        return programme;
    }

    public String programmeHash() {
        return programmeHash;
    }

    public String call() {
        return call;
    }

    public String procedure() {
        return procedure;
    }

    /** The applicant's account, or null when the case came by post or from the office. */
    public String party() {
        return party;
    }

    public Channel channel() {
        return channel;
    }

    public String title() {
        return title;
    }

    public CaseStatus status() {
        return status;
    }

    public Phase phase() {
        return phase;
    }

    /** 期限後: arrived after the call's last moment. */
    public boolean late() {
        return late;
    }

    public Instant arrivedAt() {
        return arrivedAt;
    }

    public String form() {
        return form;
    }

    public String formHash() {
        return formHash;
    }

    public int round() {
        return round;
    }

    /** {@code granted}, {@code refused}, or null before the decision. */
    public String decision() {
        return decision;
    }

    public Instant decidedAt() {
        return decidedAt;
    }

    public Instant closedAt() {
        return closedAt;
    }

    /** The day on which the standard processing period ends as things stand, or null where none is set. */
    public LocalDate expectedOn() {
        return expectedOn;
    }

    /** What the applicant reads: the phase while it runs, the result afterwards. */
    public String standing() {
        return status == CaseStatus.OPEN || status == CaseStatus.GRANTED && !isClosed() && phase != Phase.AWAITING_DECISION
                ? phase.label() : status.label();
    }
}
