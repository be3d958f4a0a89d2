package jp.madoguchi.org;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import jp.madoguchi.kernel.Actor;

/** Somebody who can sign in. Staff and service accounts belong to a government, contractors' people to a contractor. */
@Entity
public class Account {

    /** Wrong passwords in a row before the door closes. */
    static final int FAILURES_ALLOWED = 5;
    /** How long it stays closed. */
    static final Duration LOCKED_FOR = Duration.ofMinutes(15);

    @Id
    private String id;
    @Version
    private long version;
    private String login;
    @Enumerated(EnumType.STRING)
    private Actor.Kind kind;
    private String name;
    private String email;
    private String password;
    private String government;
    private String contractor;
    private Instant confirmedAt;
    private String confirmationCode;
    private int failures;
    private Instant lockedUntil;
    private boolean retired;

    protected Account() {}

    private Account(String id, String login, Actor.Kind kind, String name, String email, String password) {
        this.id = id;
        this.login = login;
        this.kind = kind;
        this.name = name;
        this.email = email;
        this.password = password;
    }

    static Account applicant(String id, String login, String email, String name, String encodedPassword, String confirmationCode) {
        Account account = new Account(id, login, Actor.Kind.APPLICANT, name, email, encodedPassword);
        account.confirmationCode = confirmationCode;
        return account;
    }

    static Account staff(String id, String login, Actor.Kind kind, String name, String email, String encodedPassword,
                         String government, Instant now) {
        Account account = new Account(id, login, kind, name, email, encodedPassword);
        account.government = government;
        account.confirmedAt = now;
        return account;
    }

    static Account contractor(String id, String login, String name, String email, String encodedPassword,
                              String government, String contractor, Instant now) {
        Account account = new Account(id, login, Actor.Kind.CONTRACTOR, name, email, encodedPassword);
        account.government = government;
        account.contractor = contractor;
        account.confirmedAt = now;
        return account;
    }

    void confirm(Instant now) {
        confirmedAt = now;
        confirmationCode = null;
    }

    void failedToSignIn(Instant now) {
        if (++failures >= FAILURES_ALLOWED) {
            lockedUntil = now.plus(LOCKED_FOR);
            failures = 0;
        }
    }

    void signedIn() {
        failures = 0;
        lockedUntil = null;
    }

    void retire() {
        retired = true;
    }

    /** Confirmed, not retired, not locked. */
    public boolean maySignIn(Instant now) {
        return !retired && confirmedAt != null && !isLocked(now);
    }

    public boolean isLocked(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    /** What comes back by mail, or null once it did. */
    String confirmationCode() {
        return confirmationCode;
    }

    public boolean isConfirmed() {
        return confirmedAt != null;
    }

    /** Left the office; signs in no more. */
    public boolean isRetired() {
        return retired;
    }

    public Actor asActor() {
        return new Actor(id, name, kind, government);
    }

    public String id() {
        return id;
    }

    public String login() {
        return login;
    }

    public Actor.Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public String email() {
        return email;
    }

    /** The encoded password, or null where an identity provider vouches for the person. */
    public String password() {
        return password;
    }

    public String government() {
        return government;
    }

    public String contractor() {
        return contractor;
    }
}
