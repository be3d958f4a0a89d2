package jp.madoguchi.tracing.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jp.madoguchi.audit.Finding;
import jp.madoguchi.audit.SignedHead;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.audit.Verification;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.tracing.CaseTracing;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Proves that nothing was changed: one case, the whole trail, and what one needs to do it without us. */
@Controller
class VerificationPages {

    private final Trail trail;
    private final CaseTracing tracing;
    private final CaseFrame frame;
    private final EventLines lines;
    private final Moments moments;
    private final ObjectMapper json;

    VerificationPages(Trail trail, CaseTracing tracing, CaseFrame frame, EventLines lines, Moments moments, ObjectMapper json) {
        this.trail = trail;
        this.tracing = tracing;
        this.frame = frame;
        this.lines = lines;
        this.moments = moments;
        this.json = json;
    }

    /** @param number of the line on the case's timeline, or 0 when the event is not there any more or concerns no line */
    public record Found(Finding finding, int number) {}

    /**
     * @param run  whether to examine now; a press of the button leads here
     * @param kept size of a head that an export could not prove from, as typed, or empty
     */
    @GetMapping("/tracing/cases/{number}/verification")
    String ofCase(@PathVariable String number, @RequestParam(defaultValue = "false") boolean run,
                  @RequestParam(defaultValue = "") String kept, Model model) {
        CaseFile file = frame.fill(number, "verification", model).file();
        model.addAttribute("kept", kept);
        if (!kept.isEmpty()) {
            model.addAttribute("errors", List.of(Map.of("label", "控えておいた先頭の件数", "href", "#kept",
                    "text", "1から、最新の先頭の件数（%d）までの整数を入力してください。".formatted(trail.head().map(SignedHead::size).orElse(0L)))));
        }
        if (run) {
            List<EventLines.Line> events = lines.ofCase(tracing.events(number), change -> change);
            Verification verification = trail.verification(file.number());
            show(verification, events, model);
            Set<Long> accused = findings(verification).stream().map(Finding::seq).collect(Collectors.toSet());
            model.addAttribute("lines", events);
            model.addAttribute("accused", events.stream().filter(line -> accused.contains(line.seq()))
                    .map(line -> "" + line.seq()).toList());
        }
        return "tracing/verification";
    }

    @PostMapping("/tracing/cases/{number}/verification")
    String verifyCase(@PathVariable String number, RedirectAttributes redirect) {
        tracing.header(number);
        redirect.addAttribute("run", true);
        redirect.addAttribute("number", number);
        return "redirect:/tracing/cases/{number}/verification";
    }

    /** @param head a head kept outside, as {@code head.json} gives it, or empty */
    @GetMapping("/tracing/verification")
    String whole(@RequestParam(defaultValue = "false") boolean run, @RequestParam(defaultValue = "") String head, Model model) {
        model.addAttribute("kept", head);
        model.addAttribute("head", trail.head().orElse(null));
        if (run) {
            Optional<SignedHead> remembered = parse(head);
            if (head.isBlank() || remembered.isPresent()) {
                show(trail.verifyAll(remembered.orElse(null)), List.of(), model);
            } else {
                model.addAttribute("errors", List.of(Map.of("label", "控えておいた先頭", "href", "#head",
                        "text", "先頭のファイル（head.json）または書き出しの中身を、そのまま貼り付けてください。")));
            }
        }
        return "tracing/whole";
    }

    @PostMapping("/tracing/verification")
    String verifyWhole(@RequestParam(defaultValue = "") String head, RedirectAttributes redirect) {
        redirect.addAttribute("run", true);
        if (!head.isBlank()) {
            // an export is too long for an address; only its head is needed
            redirect.addAttribute("head", parse(head).map(this::text).orElse(head.substring(0, Math.min(head.length(), 1000))));
        }
        return "redirect:/tracing/verification";
    }

    @GetMapping("/tracing/head")
    String head(Model model) {
        model.addAttribute("key", trail.key());
        trail.head().ifPresent(head -> {
            model.addAttribute("head", head);
            model.addAttribute("headAt", moments.moment(head.at()));
        });
        return "tracing/head";
    }

    /** The latest signed head, to be kept outside. */
    @GetMapping("/tracing/head.json")
    ResponseEntity<String> currentHead() {
        SignedHead head = trail.head().orElseThrow(() -> new NotFoundException("signed head"));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("head-" + head.size() + ".json").build().toString())
                .body(text(head));
    }

    private void show(Verification verification, List<EventLines.Line> events, Model model) {
        if (verification instanceof Verification.Intact intact) {
            model.addAttribute("intact", intact);
            if (intact.upTo() != null) {
                model.addAttribute("headAt", moments.moment(intact.upTo().at()));
            }
        }
        List<Finding> findings = findings(verification);
        if (!findings.isEmpty()) {
            model.addAttribute("findings", findings.stream().map(finding -> new Found(finding, events.stream()
                    .filter(line -> finding.seq() != null && line.seq() == finding.seq()).map(EventLines.Line::number).findFirst().orElse(0))).toList());
        }
    }

    private static List<Finding> findings(Verification verification) {
        return verification instanceof Verification.Tampered tampered ? tampered.findings() : List.of();
    }

    private String text(SignedHead head) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("size", head.size());
        fields.put("root", head.root());
        fields.put("at", head.at().toString());
        fields.put("keyId", head.keyId());
        fields.put("signature", head.signature());
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A head alone, or the one in an export. */
    private Optional<SignedHead> parse(String text) {
        try {
            JsonNode node = json.readTree(text);
            JsonNode head = node.hasNonNull("head") ? node.get("head") : node;
            return !head.hasNonNull("size") || !head.hasNonNull("root") || !head.hasNonNull("at") ? Optional.empty()
                    : Optional.of(new SignedHead(head.get("size").asLong(), head.get("root").asText(), Instant.parse(head.get("at").asText()),
                            head.path("keyId").asText(), head.path("signature").asText()));
        } catch (JsonProcessingException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
