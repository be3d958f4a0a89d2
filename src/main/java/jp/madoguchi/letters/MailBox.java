package jp.madoguchi.letters;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.NotFoundException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What would have been mailed, for everybody to read: the demo's stand-in for SMTP ({@code madoguchi.mail=box}). */
@Service
@Transactional
public class MailBox {

    /** Messages on one page. */
    public static final int PAGE = 50;

    private static final String SELECT = "select id, recipient, subject, body, sent_at, case_number from mail_box";

    private final JdbcClient jdbc;
    private final BusinessClock clock;

    MailBox(JdbcClient jdbc, BusinessClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param caseNumber may be null */
    public record Message(String id, String recipient, String subject, String body, Instant sentAt, String caseNumber) {}

    /** Newest first. @param page from 0 */
    @Transactional(readOnly = true)
    public List<Message> all(int page) {
        return jdbc.sql(SELECT + " order by sent_at desc, id limit ? offset ?").params(PAGE, (long) PAGE * page)
                .query(Message.class).list();
    }

    /** @throws NotFoundException when there is none */
    @Transactional(readOnly = true)
    public Message get(String id) {
        return jdbc.sql(SELECT + " where id = ?").param(id).query(Message.class).optional()
                .orElseThrow(() -> new NotFoundException("message " + id));
    }

    void put(Outbox.Mail mail, String recipient) {
        jdbc.sql("insert into mail_box (id, recipient, subject, body, sent_at, case_number) values (?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(mail.id(), recipient, mail.subject(), mail.body(), Timestamp.from(clock.instant()), mail.caseNumber()).update();
    }
}
