package jp.madoguchi.site.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import jp.madoguchi.audit.Finding;
import jp.madoguchi.audit.InclusionProof;
import jp.madoguchi.audit.PublicSigningKey;
import jp.madoguchi.audit.SignedHead;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.audit.Verification;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail and its proofs, for auditors; the signed head for everybody, so that anybody can keep one. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "audit", description = "監査 — the trail and its proofs")
class AuditApi {

    private final Trail trail;
    private final Cases cases;
    private final Organisation organisation;
    private final BusinessClock clock;

    AuditApi(Trail trail, Cases cases, Organisation organisation, BusinessClock clock) {
        this.trail = trail;
        this.cases = cases;
        this.organisation = organisation;
        this.clock = clock;
    }

    record Events(String caseNumber, List<Event> events) {}

    record Who(String account, String name, String kind) {

        static Who of(Actor actor) {
            return actor == null ? null : new Who(actor.id(), actor.name(), actor.kind().name());
        }
    }

    /** @param detail the event's facts @param index place in the tree; null for less than a second, until it is sealed */
    record Event(long seq, OffsetDateTime at, Who actor, Who onBehalfOf, String kind, Map<String, String> detail,
                 List<CaseEvent.Change> changes, String leafHash, Long index) {

        static Event of(TrailEvent event) {
            return new Event(event.seq(), Jst.of(event.at()), Who.of(event.actor()), Who.of(event.onBehalfOf()), event.kind(), event.facts(),
                    event.changes(), event.leafHash(), event.index());
        }
    }

    /** @param signedText exactly what the signature is over */
    record Head(long size, String root, OffsetDateTime at, String keyId, String signature, String signedText) {

        static Head of(SignedHead head) {
            return head == null ? null : new Head(head.size(), head.root(), Jst.of(head.at()), head.keyId(), head.signature(), head.signedText());
        }
    }

    /** @param key the key that signs now; after a change of keys older heads name another */
    record PublishedHead(Head head, Key key) {}

    /** @param id SHA-256 of the X.509 encoding @param x509 base64 */
    record Key(String id, String x509) {}

    record Proof(long seq, long index, String leafHash, List<String> path, Head head) {}

    record Found(String kind, Long seq, String detail, String detailEn) {

        static Found of(Finding finding) {
            return new Found(finding.kind().name(), finding.seq(), finding.explanation(), finding.kind().inEnglish());
        }
    }

    /** @param events how many were examined, 0 when tampered @param findings empty when intact */
    record Verified(String caseNumber, boolean intact, long events, long unsealed, Head head, List<Found> findings) {}

    @GetMapping("/cases/{number}/trail")
    @Operation(summary = "証跡 / the recorded events of a case, oldest first; reading them is recorded")
    Events trail(@PathVariable String number, Actor actor) {
        CaseFile file = cases.get(number);
        mustAudit(actor);
        cases.viewed(file, actor, "trail");
        return new Events(number, trail.ofCase(file.number()).stream().map(Event::of).toList());
    }

    @GetMapping("/audit/head")
    @SecurityRequirements
    @Operation(summary = "署名付き木頭 / the latest signed tree head (RFC 6962 §3.5)")
    PublishedHead head() {
        PublicSigningKey key = trail.key();
        return new PublishedHead(trail.head().map(Head::of).orElseThrow(() -> new NotFoundException("signed head")),
                new Key(key.id(), key.base64()));
    }

    @GetMapping("/audit/proof")
    @Operation(summary = "包含証明 / proof that an event stands under the latest head (RFC 9162 §2.1.3)")
    Proof proof(@RequestParam long seq) {
        InclusionProof proof = trail.inclusionProof(seq);
        return new Proof(proof.seq(), proof.index(), proof.leafHash(), proof.path(), Head.of(proof.head()));
    }

    @GetMapping("/audit/verification")
    @Operation(summary = "検証 / examine every event of a case")
    Verified verification(@RequestParam("case") String number) {
        if (!CaseNumber.isWellFormed(number)) {
            throw new NotFoundException("trail of " + number);
        }
        // Not through the case file: whoever deletes that must not hide its trail with it.
        Verification found = trail.verification(new CaseNumber(number));
        if (found instanceof Verification.Tampered tampered) {
            return new Verified(number, false, 0, 0, null, tampered.findings().stream().map(Found::of).toList());
        }
        Verification.Intact intact = (Verification.Intact) found;
        return new Verified(number, true, intact.events(), intact.unsealed(), Head.of(intact.upTo()), List.of());
    }

    private void mustAudit(Actor actor) {
        boolean auditor = organisation.desksOf(actor.id(), clock.today()).stream().anyMatch(desk -> desk.desk().role() == Role.AUDITOR);
        if (!auditor) {
            throw new AccessDeniedException("only auditors read the trail");
        }
    }
}
