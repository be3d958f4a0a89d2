package jp.madoguchi.portal.web;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Drafts;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.Place;
import jp.madoguchi.casefile.Receipt;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programmes;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** From a draft to a case: filing, the scan of a paper application, and the end of the draft, in one transaction. */
@Service
@Transactional
class Applications {

    private final Drafts drafts;
    private final Filing filing;
    private final Documents documents;
    private final Cases cases;
    private final Programmes programmes;

    Applications(Drafts drafts, Filing filing, Documents documents, Cases cases, Programmes programmes) {
        this.drafts = drafts;
        this.filing = filing;
        this.documents = documents;
        this.cases = cases;
        this.programmes = programmes;
    }

    /** A file as a browser sent it. */
    record Scan(String name, byte[] bytes) {}

    /**
     * Files a draft. Its id is the idempotency key: pressed twice, in two tabs or after going back, it is one case.
     *
     * @param scan of the paper, or null
     * @throws jp.madoguchi.kernel.RefusedException when it cannot be taken; the draft stays
     */
    Receipt file(Actor actor, Drafts.Draft draft, Scan scan) {
        Receipt receipt = filing.file(new FilingRequest(draft.programme(), draft.call(), draft.answers(), draft.id(), actor,
                actor.isStaff() ? null : actor.id(), channel(actor, draft)));
        if (scan != null && !receipt.repeated()) {
            StoredDocument stored = documents.store(actor, scan.name(), scan.bytes());
            documents.attachScan(cases.get(receipt.caseNumber()), stored.id(), actor);
        }
        drafts.discard(actor, draft.id());
        return receipt;
    }

    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    Optional<Place> placeOnArrival(CaseNumber number) {
        return filing.placeOnArrival(number);
    }

    /** Outside a transaction, which would hide the others of the queue under the applicant's data scope. */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    Optional<Place> placeNow(CaseNumber number) {
        return filing.placeNow(number);
    }

    /** The receipt of a draft that was filed before. */
    @Transactional(readOnly = true)
    Optional<Receipt> receipt(Actor actor, String draft) {
        return filing.receipt(actor, draft);
    }

    /** What the procedure's room finds about the answers so far. */
    List<Problem> problems(Drafts.Draft draft, Answers answers) {
        return filing.problems(draft.programme(), draft.call(), answers);
    }

    /** Gives up a draft and the files uploaded for it. */
    void discard(Actor actor, String id) {
        Drafts.Draft draft = drafts.get(actor, id);
        documents.uploads(drafts.form(draft), draft.answers(), actor).keySet().forEach(file -> documents.forget(actor, file));
        drafts.discard(actor, id);
    }

    Call call(Drafts.Draft draft) {
        return programmes.get(draft.programme()).call(draft.call()).orElseThrow();
    }

    private Channel channel(Actor actor, Drafts.Draft draft) {
        if (!actor.isStaff()) {
            return Channel.WEB;
        }
        return call(draft).internal() ? Channel.OFFICE : Channel.POSTAL;
    }
}
