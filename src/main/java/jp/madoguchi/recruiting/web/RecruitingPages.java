package jp.madoguchi.recruiting.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Printing;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.recruiting.Approach;
import jp.madoguchi.recruiting.Candidate;
import jp.madoguchi.recruiting.Candidates;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The call list for the office that recruits. */
@Controller
@RequestMapping("/recruiting")
class RecruitingPages {

    private static final String RECRUITMENT = "merchant-application";

    private final Candidates candidates;
    private final Programmes programmes;
    private final Printing printing;

    RecruitingPages(Candidates candidates, Programmes programmes, Printing printing) {
        this.candidates = candidates;
        this.programmes = programmes;
        this.printing = printing;
    }

    /** How many candidates stand somewhere. */
    public record Tally(Candidate.State state, long count) {}

    /** Dates as these pages write them. */
    public static final class Days {

        public String day(Instant at) {
            return JapaneseDates.compact(LocalDate.ofInstant(at, BusinessClock.JST));
        }
    }

    /** The one programme somebody recruits for is opened at once. */
    @GetMapping
    String all(Model model) {
        List<Programme> mine = programmes.all().stream().filter(one -> DataScope.coversProgramme(one.government(), one.code()))
                .filter(one -> one.calls().stream().anyMatch(call -> RECRUITMENT.equals(call.procedure()))).toList();
        if (mine.size() == 1) {
            return "redirect:/recruiting/" + mine.get(0).code();
        }
        model.addAttribute("programmes", mine);
        return "recruiting/programmes";
    }

    @GetMapping("/{programme}")
    String list(@PathVariable String programme, @RequestParam(defaultValue = "") String state, @RequestParam(defaultValue = "") String q, Model model) {
        return page(programme, state, q, model);
    }

    @PostMapping("/{programme}/import")
    String take(@PathVariable String programme, @RequestParam MultipartFile file, Actor actor, Model model, HttpServletResponse response) {
        try {
            model.addAttribute("imported", candidates.take(programme, file::getInputStream, actor));
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        return page(programme, "", "", model);
    }

    @PostMapping("/{programme}/dispatch")
    String dispatch(@PathVariable String programme, @RequestParam(name = "candidate", defaultValue = "") List<Long> ids,
                    @RequestParam(defaultValue = "") String note, Actor actor, Model model, HttpServletResponse response,
                    RedirectAttributes redirect) {
        int sent;
        try {
            sent = candidates.dispatched(programme, ids, note, actor);
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            response.setStatus(HttpStatus.CONFLICT.value());
            return page(programme, "", "", model);
        }
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", sent + "件の送付を記録しました")));
        return "redirect:/recruiting/" + programme;
    }

    @GetMapping("/{programme}/candidates/{candidate}")
    String show(@PathVariable String programme, @PathVariable long candidate, Model model) {
        return sheet(programme, candidate, "", model);
    }

    @PostMapping("/{programme}/candidates/{candidate}")
    String approached(@PathVariable String programme, @PathVariable long candidate, @RequestParam(defaultValue = "CALL") Approach.Kind kind,
                      @RequestParam(required = false) Approach.Outcome outcome, @RequestParam(defaultValue = "") String note, Actor actor, Model model,
                      HttpServletResponse response, RedirectAttributes redirect) {
        try {
            candidates.approached(programme, candidate, kind, outcome == null ? Approach.Outcome.SENT : outcome, note, actor);
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            response.setStatus(HttpStatus.CONFLICT.value());
            return sheet(programme, candidate, note, model);
        }
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", "結果を記録しました")));
        return "redirect:/recruiting/" + programme;
    }

    @GetMapping("/{programme}/candidates.csv")
    ResponseEntity<byte[]> csv(@PathVariable String programme) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.SPREADSHEET, Stream.concat(Candidates.COLUMNS.stream(),
                Stream.of("状態", "送付日", "最後の連絡", "結果", "受付番号")).map(Csv.Column::text).toArray(Csv.Column[]::new))) {
            for (Candidate one : candidates.list(programme, null, "")) {
                table.row(one.name(), one.address(), one.kana(), one.postalCode(), one.phone(), one.category(), one.contact(), one.state().label(),
                        day(one.dispatchedAt()), day(one.lastAt()), one.last() == null ? "" : one.last().label(),
                        Optional.ofNullable(one.application()).orElse(""));
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"candidates.csv\"").body(out.toByteArray());
    }

    /** Address labels of the candidates in a state, two by six on a sheet of A4 (S3-36). */
    @GetMapping("/{programme}/labels.pdf")
    ResponseEntity<byte[]> labels(@PathVariable String programme, @RequestParam(defaultValue = "") String state) {
        byte[] pdf = printing.pdf("recruiting/labels-pdf.ftlh", Map.of("programme", candidates.programme(programme).name(),
                "labels", candidates.list(programme, state(state), "")));
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "application/pdf")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"labels.pdf\"").body(pdf);
    }

    private static Candidate.State state(String word) {
        return Stream.of(Candidate.State.values()).filter(one -> one.name().equals(word)).findFirst().orElse(null);
    }

    private String page(String code, String state, String q, Model model) {
        Candidate.State wanted = state(state);
        model.addAttribute("programme", candidates.programme(code));
        model.addAttribute("tallies", candidates.counts(code).entrySet().stream().map(one -> new Tally(one.getKey(), one.getValue())).toList());
        model.addAttribute("candidates", candidates.list(code, wanted, q));
        model.addAttribute("states", List.of(Candidate.State.values()));
        model.addAttribute("state", wanted == null ? "" : wanted.name());
        model.addAttribute("columns", String.join("、", Candidates.COLUMNS));
        model.addAttribute("q", q);
        model.addAttribute("days", new Days());
        return "recruiting/candidates";
    }

    private String sheet(String code, long id, String note, Model model) {
        model.addAttribute("programme", candidates.programme(code));
        model.addAttribute("candidate", candidates.get(code, id));
        model.addAttribute("approaches", candidates.approaches(code, id));
        model.addAttribute("kinds", List.of(Approach.Kind.CALL, Approach.Kind.VISIT));
        model.addAttribute("outcomes", Stream.of(Approach.Outcome.values()).filter(one -> one != Approach.Outcome.SENT).toList());
        model.addAttribute("note", note);
        model.addAttribute("days", new Days());
        return "recruiting/candidate";
    }

    private static Object day(Instant at) {
        return at == null ? "" : LocalDate.ofInstant(at, BusinessClock.JST);
    }
}
