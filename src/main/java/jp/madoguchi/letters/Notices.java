package jp.madoguchi.letters;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.DataScope;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * お知らせメール: light notices without a document number. Most follow a {@link CaseEvent} and are queued in its
 * transaction; the template {@code templates/letters/notices/<kind>.ftl} has the subject on its first line.
 */
@Service
public class Notices {

    private static final Set<String> TO_THE_PARTY = Set.of("case.filed", "correction.requested", "correction.reminded",
            "correction.expired", "party.asked", "party.reminded", "case.withdrawn",
            "premium.rejected", "premium.won", "premium.lost", "premium.promoted", "premium.lapsed", "premium.ended");
    /** Of those, what only somebody who applied is told; a case of the office's own begins and ends with letters. */
    private static final Set<String> TO_APPLICANTS = Set.of("case.filed", "case.withdrawn");
    private static final Set<String> TO_STAFF = Set.of("task.reminded", "task.escalated");
    private static final Set<String> ON_REQUEST = Set.of("account-confirmation");
    /** All of them; each has a template. */
    static final Set<String> KINDS = all();

    private final LetterTemplates templates;
    private final CaseWords words;
    private final Cases cases;
    private final Outbox outbox;
    private final TransactionTemplate apart;
    private final String baseUrl;

    Notices(LetterTemplates templates, CaseWords words, Cases cases, Outbox outbox, PlatformTransactionManager transactions,
            @Value("${madoguchi.base-url}") String baseUrl) {
        this.templates = templates;
        this.words = words;
        this.cases = cases;
        this.outbox = outbox;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        this.baseUrl = baseUrl;
    }

    /**
     * Queues a notice that concerns no case, in a transaction of its own, because nobody may be signed in yet.
     *
     * @param kind  {@code account-confirmation}
     * @param model what its template names: name and link (a path of this site, or a whole address)
     */
    public void send(String kind, String toMail, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.computeIfPresent("link", (key, link) -> link.toString().startsWith("/") ? baseUrl + link : link);
        MailText text = templates.notice(kind, all);
        DataScope.within(DataScope.EVERYTHING, () -> apart.executeWithoutResult(status ->
                outbox.queue(null, null, null, null, kind, Recipient.address(toMail), text)));
    }

    /** Whoever is concerned hears of it by mail; a party without an address, and nobody else, is left out. */
    @EventListener
    void hear(CaseEvent event) {
        if (event.caseNumber() == null) {
            return;
        }
        if (TO_THE_PARTY.contains(event.kind())) {
            CaseFile file = cases.get(event.caseNumber());
            if (file.channel() == Channel.OFFICE && TO_APPLICANTS.contains(event.kind())) {
                return;
            }
            Recipient.of(file, cases).ifPresent(to ->
                    outbox.queue(file, null, event.kind(), to, templates.notice(event.kind(), model(file, event))));
        } else if (TO_STAFF.contains(event.kind()) && event.facts().containsKey("recipient")) {
            CaseFile file = cases.get(event.caseNumber());
            outbox.queue(file.government(), null, file.number().value(), null, event.kind(),
                    Recipient.account(event.facts().get("recipient")), templates.notice(event.kind(), model(file, event)));
        }
    }

    private Map<String, Object> model(CaseFile file, CaseEvent event) {
        Map<String, Object> model = words.of(file);
        model.put("facts", event.facts());
        for (String day : List.of("from", "due")) {
            String iso = event.facts().get(day);
            if (iso != null) {
                model.put(day, JapaneseDates.fullWithWeekday(LocalDate.parse(iso)));
                model.put(day + "En", iso);
            }
        }
        return model;
    }

    /** Words for trying the templates. */
    static Map<String, Object> sample() {
        Map<String, Object> model = CaseWords.sample();
        model.putAll(Map.of("facts", Map.of("task", "見本", "reason", "見本", "sets", "見本", "place", "見本"), "from", "見本", "fromEn", "見本", "due", "見本", "dueEn", "見本", "name", "見本"));
        return model;
    }

    private static Set<String> all() {
        Set<String> kinds = new TreeSet<>();
        List.of(TO_THE_PARTY, TO_STAFF, ON_REQUEST).forEach(kinds::addAll);
        return Set.copyOf(kinds);
    }
}
