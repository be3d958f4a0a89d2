package jp.madoguchi.tracing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.StatutoryClock;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.casefile.Submission;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.letters.Delivery;
import jp.madoguchi.letters.Letter;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.workflow.Judgement;
import jp.madoguchi.workflow.Walk;
import jp.madoguchi.workflow.Walks;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Everything an auditor reads about one case. Each method finds the case first, so that another government's is none. */
@Service
@Transactional
public class CaseTracing {

    private final Cases cases;
    private final StatutoryClock statutoryClock;
    private final Corrections corrections;
    private final Documents documents;
    private final Letters letters;
    private final Organisation organisation;
    private final Walks walks;
    private final Trail trail;

    CaseTracing(Cases cases, StatutoryClock statutoryClock, Corrections corrections, Documents documents, Letters letters,
                Organisation organisation, Walks walks, Trail trail) {
        this.cases = cases;
        this.statutoryClock = statutoryClock;
        this.corrections = corrections;
        this.documents = documents;
        this.letters = letters;
        this.organisation = organisation;
        this.walks = walks;
        this.trail = trail;
    }

    /** What stands above every tab. */
    public record Header(CaseFile file, String programme, String call, String section, StatutoryClock.Ledger ledger) {}

    /**
     * A round of answers.
     *
     * @param before     the round before, or null
     * @param correction what was asked for this round to be made, or null
     */
    public record Round(Submission submission, Submission before, Corrections.Correction correction) {}

    public record Sent(Letter letter, Delivery delivery) {}

    /** @throws NotFoundException when there is none in this data scope, or the text is no case number */
    public Header header(String number) {
        CaseFile file = cases.get(number);
        return new Header(file, cases.programme(file).name(), cases.call(file).name(),
                organisation.section(file.government(), file.section()).name(), statutoryClock.ledger(file).orElse(null));
    }

    /** Records that an auditor looked. @param what {@code tracing}, {@code submissions}, {@code document}, {@code letter} */
    public void viewed(String number, Actor auditor, String what) {
        cases.viewed(cases.get(number), auditor, what);
    }

    /** Oldest first. */
    public List<TrailEvent> events(String number) {
        return trail.ofCase(cases.get(number).number());
    }

    public List<Walk> walks(String number) {
        return walks.of(cases.get(number).number());
    }

    /** @throws NotFoundException when the run is none of this case */
    public Walk walk(String number, String instance) {
        return walks(number).stream().filter(walk -> walk.instance().equals(instance)).findFirst()
                .orElseThrow(() -> new NotFoundException("run " + instance + " of " + number));
    }

    /** @throws NotFoundException when the run is none of this case */
    public String diagram(String number, String instance) {
        return walks.bpmnXml(walk(number, instance).definition());
    }

    public List<Judgement> judgements(String number) {
        return walks.judgements(cases.get(number).number());
    }

    /** Oldest first. */
    public List<Round> rounds(String number) {
        CaseNumber of = cases.get(number).number();
        Map<Integer, Corrections.Correction> asked = corrections.of(of.value()).stream()
                .collect(Collectors.toMap(Corrections.Correction::round, Function.identity(), (first, second) -> second));
        List<Round> rounds = new ArrayList<>();
        Submission before = null;
        for (Submission submission : cases.submissions(of)) {
            rounds.add(new Round(submission, before, before == null ? null : asked.get(before.round())));
            before = submission;
        }
        return rounds;
    }

    /** A correction that the applicant has not answered, if any. */
    public Optional<Corrections.Correction> openCorrection(String number) {
        return corrections.open(cases.get(number).number().value());
    }

    public List<StoredDocument> documents(String number) {
        return documents.ofCase(cases.get(number).number().value());
    }

    /** A file of the case, for reading; that it was read is recorded. @throws NotFoundException when it is none of this case */
    public byte[] read(String number, String document, Actor auditor) {
        document(number, document);
        viewed(number, auditor, "document");
        return documents.bytes(document);
    }

    /** @throws NotFoundException when it is none of this case */
    public StoredDocument document(String number, String id) {
        return documents(number).stream().filter(document -> document.id().equals(id)).findFirst()
                .orElseThrow(() -> new NotFoundException("document " + id + " of " + number));
    }

    public List<TaskRecord> records(String number) {
        return cases.records(cases.get(number).number());
    }

    public List<Sent> letters(String number) {
        return letters.ofCase(cases.get(number).number()).stream().map(letter -> new Sent(letter, letters.delivery(letter))).toList();
    }

    /** A letter's PDF; that it was read is recorded. @throws NotFoundException when it is none of this case */
    public byte[] readLetter(String number, String id, Actor auditor) {
        letter(number, id);
        viewed(number, auditor, "letter");
        return letters.pdf(id);
    }

    /** @throws NotFoundException when it is none of this case */
    public Letter letter(String number, String id) {
        return letters.ofCase(cases.get(number).number()).stream().filter(letter -> letter.id().equals(id)).findFirst()
                .orElseThrow(() -> new NotFoundException("letter " + id + " of " + number));
    }
}
