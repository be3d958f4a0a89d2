package jp.madoguchi.letters;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Mail to send. It is queued in the transaction that causes it and sent afterwards, at least once: a crash between the
 * mail server's 250 and our commit sends it again, under the same Message-ID. Reads stay within the thread's data scope.
 */
@Service
@Transactional
public class Outbox {

    /** Pause after the first, second, … failure; after the last one the mail is given up. */
    private static final List<Duration> PAUSES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5),
            Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4));
    private static final int LONGEST_ERROR = 1000;
    private static final String SELECT = "select * from mail_outbox";

    private final JdbcClient jdbc;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    Outbox(JdbcClient jdbc, BusinessClock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /**
     * A mail and how it fared.
     *
     * @param caseNumber may be null
     * @param letter     id of the letter it tells of, or null
     * @param account    for whom, where the address comes from an account
     * @param recipient  the address; null until an account's address was looked up
     * @param state      QUEUED, SENT or FAILED (given up)
     * @param attempts   how often it failed
     * @param nextAt     when it is tried next, while queued
     */
    public record Mail(String id, String government, String party, String caseNumber, String letter, String kind, String account,
                       String recipient, String subject, String body, String state, int attempts, Instant queuedAt,
                       Instant nextAt, Instant sentAt, String lastError) {

        boolean isQueued() {
            return state.equals("QUEUED");
        }

        Delivery delivery() {
            Delivery.State at = switch (state) {
                case "SENT" -> Delivery.State.SENT;
                case "FAILED" -> Delivery.State.FAILED;
                default -> attempts == 0 ? Delivery.State.QUEUED : Delivery.State.RETRYING;
            };
            return new Delivery(at, recipient, sentAt == null ? queuedAt : sentAt, attempts, lastError);
        }
    }

    /** Mails that were given up, oldest first; they are incidents. */
    @Transactional(readOnly = true)
    public List<Mail> failed() {
        return jdbc.sql(SELECT + " where state = 'FAILED' order by queued_at, id").query(this::map).list();
    }

    /** Mails about a case, oldest first. */
    @Transactional(readOnly = true)
    public List<Mail> ofCase(CaseNumber number) {
        return jdbc.sql(SELECT + " where case_number = ? order by queued_at, id").param(number.value()).query(this::map).list();
    }

    /**
     * Tries a given-up mail again, from the start.
     *
     * @throws NotFoundException when there is none in this data scope
     * @throws RefusedException  when it was not given up
     */
    public void retry(String id, Actor actor) {
        Mail mail = jdbc.sql(SELECT + " where id = ? for update").param(id).query(this::map).optional()
                .orElseThrow(() -> new NotFoundException("mail " + id));
        if (!mail.state().equals("FAILED")) {
            throw new RefusedException("mail.not-failed", "このメールは送信済みか、すでに再送待ちです。");
        }
        jdbc.sql("update mail_outbox set state = 'QUEUED', attempts = 0, next_at = ? where id = ?").params(now(), id).update();
        CaseNumber number = mail.caseNumber() == null ? null : new CaseNumber(mail.caseNumber());
        events.publishEvent(new CaseEvent("mail.retried", number, mail.government(), null, mail.party(), actor, null,
                Map.of("kind", mail.kind(), "subject", mail.subject()), List.of()));
    }

    void queue(CaseFile file, String letter, String kind, Recipient to, MailText text) {
        queue(file.government(), file.party(), file.number().value(), letter, kind, to, text);
    }

    /** @param party who may see it besides the government; both null for mail that concerns no case */
    void queue(String government, String party, String caseNumber, String letter, String kind, Recipient to, MailText text) {
        jdbc.sql("""
                insert into mail_outbox (id, government, party, case_number, letter, kind, account, recipient, subject, body,
                                         state, attempts, queued_at, next_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', 0, ?, ?)""")
                .params(UUID.randomUUID().toString(), government, party, caseNumber, letter, kind, to.account(), to.address(),
                        text.subject(), text.body(), now(), now()).update();
    }

    @Transactional(readOnly = true)
    Optional<Mail> newestOf(String letter) {
        return jdbc.sql(SELECT + " where letter = ? order by queued_at desc, id limit 1").param(letter).query(this::map).optional();
    }

    /** One mail that is due and that nobody else is sending; it stays locked until the transaction ends. */
    Optional<Mail> nextDue() {
        return jdbc.sql(SELECT + " where state = 'QUEUED' and next_at <= ? order by next_at, id limit 1 for update skip locked")
                .param(now()).query(this::map).optional();
    }

    void sent(Mail mail, String recipient) {
        jdbc.sql("update mail_outbox set state = 'SENT', recipient = ?, sent_at = ?, last_error = null where id = ?")
                .params(recipient, now(), mail.id()).update();
    }

    /** @return whether it is given up now */
    boolean failed(Mail mail, String error) {
        boolean givenUp = mail.attempts() >= PAUSES.size();
        Timestamp next = givenUp ? now() : Timestamp.from(clock.instant().plus(PAUSES.get(mail.attempts())));
        jdbc.sql("update mail_outbox set state = ?, attempts = attempts + 1, next_at = ?, last_error = ? where id = ?")
                .params(givenUp ? "FAILED" : "QUEUED", next, error.substring(0, Math.min(error.length(), LONGEST_ERROR)), mail.id())
                .update();
        return givenUp;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private Mail map(ResultSet row, int n) throws SQLException {
        Timestamp sent = row.getTimestamp("sent_at");
        return new Mail(row.getString("id"), row.getString("government"), row.getString("party"), row.getString("case_number"),
                row.getString("letter"), row.getString("kind"), row.getString("account"), row.getString("recipient"),
                row.getString("subject"), row.getString("body"), row.getString("state"), row.getInt("attempts"),
                row.getTimestamp("queued_at").toInstant(), row.getTimestamp("next_at").toInstant(),
                sent == null ? null : sent.toInstant(), row.getString("last_error"));
    }
}
