package jp.madoguchi.letters;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 施行: numbers, renders, stores and sends letters (requirements §2.8, §2.9). Works within the thread's data scope. */
@Service
@Transactional
public class Letters {

    private final LetterTemplates templates;
    private final LetterPdf pdf;
    private final LetterRepository letters;
    private final DocumentNumbers numbers;
    private final CaseWords words;
    private final List<LetterFacts> rooms;
    private final Cases cases;
    private final Outbox outbox;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    Letters(LetterTemplates templates, LetterPdf pdf, LetterRepository letters, DocumentNumbers numbers, CaseWords words,
            List<LetterFacts> rooms, Cases cases, Outbox outbox, JdbcClient jdbc, BusinessClock clock) {
        this.templates = templates;
        this.pdf = pdf;
        this.letters = letters;
        this.numbers = numbers;
        this.words = words;
        this.rooms = rooms;
        this.cases = cases;
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Issues a letter: allots its number, renders it, stores the PDF and queues the mail, all in one transaction.
     * Issuing the same kind again in the same round of the case gives the letter that exists.
     *
     * @throws RefusedException         when a refusal has no reason (行政手続法 Art. 8), or a fact the kind needs is missing
     * @throws IllegalArgumentException when there is no such kind
     */
    public Letter issue(CaseNumber caseNumber, String kindCode) {
        LetterKind kind = templates.kind(kindCode);
        CaseFile file = cases.get(caseNumber);
        Optional<Letter> earlier = existing(file, kindCode);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        LocalDate today = clock.today();
        String symbol = cases.programme(file).letter().numberSymbol();
        int year = FiscalYear.of(today).value();
        numbers.lock(file.government(), symbol, year);
        // Whoever held the lock before may have issued this very letter.
        earlier = existing(file, kindCode);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        DocumentNumber number = numbers.take(file.government(), symbol, year);
        List<String> reasons = reasons(file, kindCode);
        if (kind.refusal() && reasons.isEmpty()) {
            throw new RefusedException("letter.reason", "理由のない不利益な決定は通知できません（行政手続法第8条）。理由を記録してください。");
        }
        Map<String, Object> model = model(file, kindCode, kind, number.text(), today, reasons);
        LetterPdf.Printable text = pdf.printable(templates.letter(kindCode, model));
        byte[] bytes = pdf.render(text);
        MailText mail = templates.mail(kindCode, model);
        Optional<Recipient> recipient = Recipient.of(file, cases);
        Letter letter = letters.saveAndFlush(new Letter("l-" + UUID.randomUUID(), caseNumber, file.government(), file.party(),
                file.programme(), kindCode, file.round(), number, (String) model.get("subject"), (String) model.get("addressee"),
                today, clock.instant(), Sha256.hexOf(bytes), bytes.length, text.unprintable(), recipient.isEmpty()));
        jdbc.sql("insert into letter_content (letter, government, party, pdf, mail_subject, mail_body) values (?, ?, ?, ?, ?, ?)")
                .params(letter.id(), letter.government(), letter.party(), bytes, mail.subject(), mail.body()).update();
        recipient.ifPresent(to -> outbox.queue(file, letter.id(), "letter." + kindCode, to, mail));
        Map<String, String> facts = new LinkedHashMap<>(Map.of("number", letter.number(), "kind", kindCode,
                "subject", letter.subject(), "sha256", letter.sha256()));
        if (!letter.unprintable().isEmpty()) {
            facts.put("unprintable", letter.unprintable());
        }
        cases.tell(caseNumber, "letter.issued", Actor.SYSTEM, facts);
        return letter;
    }

    /**
     * What the letter would look like if it were issued now, with 見本 in place of its number. Nothing is stored. Where a
     * refusal's reason is still to be written by the decider, the letter says so in its place.
     *
     * @return PDF
     * @throws RefusedException         when a fact the kind needs is missing
     * @throws IllegalArgumentException when there is no such kind
     */
    @Transactional(readOnly = true)
    public byte[] preview(CaseNumber caseNumber, String kindCode) {
        CaseFile file = cases.get(caseNumber);
        LetterKind kind = templates.kind(kindCode);
        List<String> reasons = reasons(file, kindCode);
        Map<String, Object> model = model(file, kindCode, kind, LetterWords.SPECIMEN, clock.today(),
                kind.refusal() && reasons.isEmpty() ? List.of(LetterWords.REASON_TO_COME) : reasons);
        return pdf.render(pdf.printable(templates.letter(kindCode, model)));
    }

    /** In the order in which they were issued. */
    @Transactional(readOnly = true)
    public List<Letter> ofCase(CaseNumber caseNumber) {
        return letters.findByCaseNumberOrderByIssuedAtAscIdAsc(caseNumber.value());
    }

    /** @throws NotFoundException when there is none in this data scope */
    @Transactional(readOnly = true)
    public Letter get(String id) {
        return letters.findById(id).orElseThrow(() -> new NotFoundException("letter " + id));
    }

    /**
     * The PDF as it was issued.
     *
     * @throws NotFoundException     when there is none in this data scope
     * @throws IllegalStateException when the stored bytes are not those that were issued
     */
    @Transactional(readOnly = true)
    public byte[] pdf(String id) {
        Letter letter = get(id);
        byte[] bytes = jdbc.sql("select pdf from letter_content where letter = ?").param(id).query(byte[].class).single();
        if (!Sha256.hexOf(bytes).equals(letter.sha256())) {
            throw new IllegalStateException("letter " + letter.number() + " does not match its hash");
        }
        return bytes;
    }

    /** How it is on its way: its newest mail, unless it was posted. */
    @Transactional(readOnly = true)
    public Delivery delivery(Letter letter) {
        if (letter.postedAt() != null) {
            return new Delivery(Delivery.State.POSTED, null, letter.postedAt(), 0, null);
        }
        return outbox.newestOf(letter.id()).map(Outbox.Mail::delivery)
                .orElseGet(() -> new Delivery(Delivery.State.TO_POST, null, letter.issuedAt(), 0, null));
    }

    /**
     * Mails it once more, to the address that holds now.
     *
     * @throws RefusedException when nobody can be mailed, or the last mail is still on its way
     */
    public void resend(String id, Actor actor) {
        Letter letter = get(id);
        CaseFile file = cases.get(letter.caseNumber());
        Recipient to = Recipient.of(file, cases).orElseThrow(() -> new RefusedException("letter.no-address",
                "この案件にはメールアドレスが登録されていません。通知書を印刷して郵送してください。"));
        if (outbox.newestOf(id).filter(Outbox.Mail::isQueued).isPresent()) {
            throw new RefusedException("letter.on-its-way", "この通知のメールは、まだ送信待ちです。送信の結果が出てから再送してください。");
        }
        MailText mail = jdbc.sql("select mail_subject, mail_body from letter_content where letter = ?").param(id)
                .query((row, n) -> new MailText(row.getString(1), row.getString(2))).single();
        outbox.queue(file, id, "letter." + letter.kind(), to, mail);
        cases.tell(letter.caseNumber(), "letter.resent", actor, Map.of("number", letter.number()));
    }

    /** Staff printed and posted it. @throws RefusedException when that was recorded before */
    public void posted(String id, Actor actor) {
        Letter letter = get(id);
        letter.posted(clock.instant(), actor.name());
        letters.saveAndFlush(letter);
        cases.tell(letter.caseNumber(), "letter.posted", actor, Map.of("number", letter.number()));
    }

    private Optional<Letter> existing(CaseFile file, String kind) {
        return letters.findByCaseNumberAndKindAndRound(file.number().value(), kind, file.round());
    }

    private LetterFacts room(String kindCode) {
        return rooms.stream().filter(r -> r.answers(kindCode)).findFirst()
                .orElseThrow(() -> new IllegalStateException("No room answers for letters of kind " + kindCode));
    }

    private List<String> reasons(CaseFile file, String kindCode) {
        return room(kindCode).reasons(file.number(), kindCode).stream().filter(reason -> !reason.isBlank()).toList();
    }

    private Map<String, Object> model(CaseFile file, String kindCode, LetterKind kind, String number, LocalDate day, List<String> reasons) {
        LetterFacts room = room(kindCode);
        Map<String, String> facts = room.facts(file.number(), kindCode);
        for (String needed : kind.facts()) {
            if (facts.getOrDefault(needed, "").isBlank()) {
                throw new RefusedException("letter.fact", "通知書に必要な「" + needed + "」がまだ決まっていないため、発行できません。");
            }
        }
        Programme programme = cases.programme(file);
        return LetterWords.add(words.of(file), kind, kind.subjectFor(programme.name()), number, day, programme.letter(),
                cases.call(file).disposition(), facts, reasons, room.conditions(file.number(), kindCode));
    }
}
