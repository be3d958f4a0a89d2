package jp.madoguchi.inbox.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letter;
import jp.madoguchi.letters.Letters;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Letters of a case for its officers: reading, previewing before the decision, sending again, recording the post. */
@Controller
@RequestMapping("/cases/{number}/letters")
class LetterPages {

    private final Letters letters;
    private final Cases cases;

    LetterPages(Letters letters, Cases cases) {
        this.letters = letters;
        this.cases = cases;
    }

    @GetMapping("/{id}")
    ResponseEntity<byte[]> pdf(@PathVariable String number, @PathVariable String id, Actor actor) {
        CaseFile file = cases.get(number);
        Letter letter = ofCase(file, id);
        cases.viewed(file, actor, "letter");
        return pdf(letter.fileName(), letters.pdf(id));
    }

    /** As it would be issued now, marked as a specimen. */
    @GetMapping("/{kind}/preview")
    ResponseEntity<byte[]> preview(@PathVariable String number, @PathVariable String kind) {
        CaseFile file = cases.get(number);
        try {
            return pdf("見本.pdf", letters.preview(file.number(), kind));
        } catch (IllegalArgumentException e) {
            throw new NotFoundException("letters of kind " + kind);
        }
    }

    @PostMapping("/{id}/resend")
    String resend(@PathVariable String number, @PathVariable String id, Actor actor, RedirectAttributes redirect) {
        return act(number, id, redirect, "通知をもう一度送ります", letter -> letters.resend(letter, actor));
    }

    @PostMapping("/{id}/posted")
    String posted(@PathVariable String number, @PathVariable String id, Actor actor, RedirectAttributes redirect) {
        return act(number, id, redirect, "郵送を記録しました", letter -> letters.posted(letter, actor));
    }

    private String act(String number, String id, RedirectAttributes redirect, String done, Consumer<String> deed) {
        CaseFile file = cases.get(number);
        ofCase(file, id);
        Map<String, String> message;
        try {
            deed.accept(id);
            message = Map.of("type", "success", "title", done);
        } catch (RefusedException e) {
            message = Map.of("type", "error", "title", e.refusal().wording());
        }
        redirect.addFlashAttribute("flash", List.of(message));
        return "redirect:/cases/" + file.number();
    }

    private Letter ofCase(CaseFile file, String id) {
        Letter letter = letters.get(id);
        if (!letter.caseNumber().equals(file.number())) {
            throw new NotFoundException("letter " + id + " of " + file.number());
        }
        return letter;
    }

    private static ResponseEntity<byte[]> pdf(String name, byte[] bytes) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_PDF).header(HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.inline().filename(name, StandardCharsets.UTF_8).build().toString()).body(bytes);
    }
}
