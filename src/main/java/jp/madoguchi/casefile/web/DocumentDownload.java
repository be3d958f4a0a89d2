package jp.madoguchi.casefile.web;

import java.nio.charset.StandardCharsets;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.kernel.Actor;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Hands out files that people handed in, so that none of them can do anything in a browser. */
@Controller
class DocumentDownload {

    private final Documents documents;
    private final Cases cases;

    DocumentDownload(Documents documents, Cases cases) {
        this.documents = documents;
        this.cases = cases;
    }

    /**
     * @param view shows known-safe types in the browser instead of saving them
     * @throws jp.madoguchi.kernel.NotFoundException when there is none in this person's data scope
     */
    @GetMapping("/documents/{id}")
    ResponseEntity<byte[]> download(@PathVariable String id, @RequestParam(required = false) String view, Actor actor) {
        StoredDocument document = documents.get(id);
        byte[] bytes = documents.bytes(id);
        if (actor.isStaff() && document.caseNumber() != null) {
            cases.viewed(cases.get(document.caseNumber()), actor, "document");
        }
        boolean shown = view != null && document.safeToShow();
        ContentDisposition disposition = (shown ? ContentDisposition.inline() : ContentDisposition.attachment())
                .filename(document.name(), StandardCharsets.UTF_8).build();
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(document.type()))
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .body(bytes);
    }
}
