package jp.madoguchi.letters;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;

/** 通知: a numbered document, rendered once and never changed; only how it went out is added afterwards. */
@Entity
public class Letter {

    @Id
    private String id;
    @Version
    private long version;
    private String caseNumber;
    private String government;
    private String party;
    private String programme;
    private String kind;
    private int round;
    private String symbol;
    private int fiscalYear;
    private int sequence;
    private String number;
    private String subject;
    private String addressee;
    private LocalDate issuedOn;
    private Instant issuedAt;
    private String sha256;
    private long size;
    private String unprintable;
    private boolean postal;
    private Instant postedAt;
    private String postedByName;

    protected Letter() {}

    Letter(String id, CaseNumber caseNumber, String government, String party, String programme, String kind, int round,
           DocumentNumber number, String subject, String addressee, LocalDate issuedOn, Instant issuedAt, String sha256,
           long size, String unprintable, boolean postal) {
        this.id = id;
        this.caseNumber = caseNumber.value();
        this.government = government;
        this.party = party;
        this.programme = programme;
        this.kind = kind;
        this.round = round;
        this.symbol = number.symbol();
        this.fiscalYear = number.fiscalYear();
        this.sequence = number.sequence();
        this.number = number.text();
        this.subject = subject;
        this.addressee = addressee;
        this.issuedOn = issuedOn;
        this.issuedAt = issuedAt;
        this.sha256 = sha256;
        this.size = size;
        this.unprintable = unprintable;
        this.postal = postal;
    }

    /** @throws RefusedException when it was posted before */
    void posted(Instant at, String byName) {
        if (postedAt != null) {
            throw new RefusedException("letter.posted", "この通知は、すでに郵送済みとして記録されています（" + postedByName + "さん）。");
        }
        postedAt = at;
        postedByName = byName;
    }

    public String id() {
        return id;
    }

    public CaseNumber caseNumber() {
        return new CaseNumber(caseNumber);
    }

    public String government() {
        return government;
    }

    /** The account it is addressed to, or null when the case has none. */
    public String party() {
        return party;
    }

    /** The folder of its template. */
    public String kind() {
        return kind;
    }

    /** The round of answers it was issued on; a kind is issued once a round. */
    public int round() {
        return round;
    }

    /** 文書番号: 産政第12号. */
    public String number() {
        return number;
    }

    /** 件名. */
    public String subject() {
        return subject;
    }

    public String addressee() {
        return addressee;
    }

    /** 施行日, the date it bears. */
    public LocalDate issuedOn() {
        return issuedOn;
    }

    public Instant issuedAt() {
        return issuedAt;
    }

    /** Of the PDF's bytes, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** Of the PDF, in bytes. */
    public long size() {
        return size;
    }

    /** Characters the letter's font does not have, printed as 〓; empty when all could be printed. Staff must be warned. */
    public String unprintable() {
        return unprintable;
    }

    /** Whether nobody could be mailed when it was issued, so that it must be printed and posted. */
    public boolean postal() {
        return postal;
    }

    /** When staff recorded that it was posted, or null. */
    public Instant postedAt() {
        return postedAt;
    }

    /** Who recorded that, or null. */
    public String postedByName() {
        return postedByName;
    }

    /** As a browser saves it. */
    public String fileName() {
        return number + ".pdf";
    }
}
