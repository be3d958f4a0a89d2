package jp.madoguchi.tracing.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.FormView;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.letters.Letter;
import jp.madoguchi.tracing.CaseExports;
import jp.madoguchi.tracing.CaseTracing;
import jp.madoguchi.tracing.CaseTracing.Round;
import jp.madoguchi.workflow.Judgement;
import jp.madoguchi.workflow.Walk;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.util.UriComponentsBuilder;

/** One case as the auditor sees it, a page for each of its sides. */
@Controller
@RequestMapping("/tracing/cases/{number}")
class TracedCasePages {

    private static final String VIEW = "view.";

    private final CaseTracing tracing;
    private final CaseExports exports;
    private final CaseFrame frame;
    private final EventLines lines;
    private final AnswerWords answers;
    private final Moments moments;

    TracedCasePages(CaseTracing tracing, CaseExports exports, CaseFrame frame, EventLines lines, AnswerWords answers, Moments moments) {
        this.tracing = tracing;
        this.exports = exports;
        this.frame = frame;
        this.lines = lines;
        this.answers = answers;
        this.moments = moments;
    }

    /** The timeline. Opening it is what is recorded as a view of the case. */
    @GetMapping
    String timeline(@PathVariable String number, Actor auditor, Model model) {
        tracing.viewed(number, auditor, "tracing");
        CaseFile file = frame.fill(number, "timeline", model).file();
        model.addAttribute("lines", caseLines(file, tracing.events(number)).stream().filter(line -> !line.kind().startsWith(VIEW)).toList());
        return "tracing/timeline";
    }

    @GetMapping("/views")
    String views(@PathVariable String number, Model model) {
        CaseFile file = frame.fill(number, "views", model).file();
        model.addAttribute("lines", caseLines(file, tracing.events(number)).stream().filter(line -> line.kind().startsWith(VIEW)).toList());
        return "tracing/views";
    }

    /**
     * A run of a procedure with its table of steps.
     *
     * @param ordinal which time the same procedure ran for this case, from 1
     * @param times   how often it ran in all
     */
    public record Run(Walk walk, String callerName, int ordinal, int times, Map<String, String> started, Map<String, String> ended,
                      List<Stay> stays) {}

    /** @param state running, done or cancelled */
    public record Stay(String name, String type, Map<String, String> started, Map<String, String> ended, String span, String state) {}

    @GetMapping("/path")
    String path(@PathVariable String number, Model model) {
        GovernmentCode government = new GovernmentCode(frame.fill(number, "path", model).file().government());
        List<Walk> walks = tracing.walks(number);
        Map<String, Integer> seen = new LinkedHashMap<>();
        List<Run> runs = new ArrayList<>();
        for (Walk walk : walks) {
            int ordinal = seen.merge(walk.procedure(), 1, Integer::sum);
            int times = (int) walks.stream().filter(other -> other.procedure().equals(walk.procedure())).count();
            runs.add(new Run(walk, callerName(walk, walks), ordinal, times, moments.moment(walk.startedAt()), moments.moment(walk.endedAt()),
                    walk.steps().stream().map(step -> stay(step, government)).toList()));
        }
        model.addAttribute("runs", runs);
        return "tracing/path";
    }

    @GetMapping(value = "/diagrams/{instance}.xml", produces = MediaType.APPLICATION_XML_VALUE)
    @ResponseBody
    String diagram(@PathVariable String number, @PathVariable String instance) {
        return tracing.diagram(number, instance);
    }

    /** What the picture marks: see {@code ui.diagram}. */
    @GetMapping(value = "/diagrams/{instance}.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Map<String, Object> overlay(@PathVariable String number, @PathVariable String instance) {
        Walk walk = tracing.walk(number, instance);
        Map<String, Long> counts = walk.steps().stream().collect(Collectors.groupingBy(Walk.Step::activity, Collectors.counting()));
        return Map.of("walked", new TreeSet<>(counts.keySet()), "flows", new TreeSet<>(walk.flows()), "current", new TreeSet<>(walk.waiting()),
                "incidents", new TreeSet<>(walk.incidents()));
    }

    public record Judged(Judgement judgement, Map<String, String> at) {}

    @GetMapping("/rules")
    String rules(@PathVariable String number, Model model) {
        frame.fill(number, "rules", model);
        model.addAttribute("judged", tracing.judgements(number).stream().map(one -> new Judged(one, moments.moment(one.at()))).toList());
        return "tracing/rules";
    }

    public record RoundView(Round round, Map<String, String> at, FormView form, List<AnswerWords.Difference> differences) {}

    public record DocumentView(StoredDocument document, Map<String, String> at, String size) {}

    /** Answers and files are personal data: reading them is recorded by itself. */
    @GetMapping("/submissions")
    String submissions(@PathVariable String number, Actor auditor, Model model) {
        tracing.viewed(number, auditor, "submissions");
        CaseFile file = frame.fill(number, "submissions", model).file();
        List<StoredDocument> documents = tracing.documents(number);
        List<Round> rounds = tracing.rounds(number);
        model.addAttribute("rounds", rounds.stream().map(round -> new RoundView(round, moments.moment(round.submission().submittedAt()),
                answers.view(round, documents, file), answers.differences(round, documents))).toList());
        tracing.openCorrection(number).ifPresent(open -> model.addAttribute("asked",
                answers.asked(open, rounds.get(rounds.size() - 1).submission(), documents)));
        model.addAttribute("documents", documents.stream().map(document -> new DocumentView(document,
                moments.moment(document.uploadedAt()), bytes(document.size()))).toList());
        return "tracing/submissions";
    }

    @GetMapping("/documents/{id}")
    ResponseEntity<byte[]> document(@PathVariable String number, @PathVariable String id, Actor auditor) {
        StoredDocument document = tracing.document(number, id);
        return download(tracing.read(number, id, auditor), document.name(), MediaType.parseMediaType(document.type()));
    }

    public record Work(TaskRecord record, Map<String, String> at, FormView form) {}

    @GetMapping("/work")
    String work(@PathVariable String number, Model model) {
        CaseFile file = frame.fill(number, "work", model).file();
        List<StoredDocument> documents = tracing.documents(number);
        model.addAttribute("records", tracing.records(number).stream().map(record -> new Work(record, moments.moment(record.concludedAt()),
                answers.view(record, documents, file))).toList());
        return "tracing/work";
    }

    public record Posted(CaseTracing.Sent sent, String issuedOn, Map<String, String> delivered, String size) {}

    @GetMapping("/letters")
    String letters(@PathVariable String number, Model model) {
        frame.fill(number, "letters", model);
        model.addAttribute("letters", tracing.letters(number).stream().map(sent -> new Posted(sent, JapaneseDates.full(sent.letter().issuedOn()),
                moments.moment(sent.delivery().at()), bytes(sent.letter().size()))).toList());
        return "tracing/letters";
    }

    @GetMapping("/letters/{id}.pdf")
    ResponseEntity<byte[]> letter(@PathVariable String number, @PathVariable String id, Actor auditor) {
        Letter letter = tracing.letter(number, id);
        return download(tracing.readLetter(number, id, auditor), letter.number() + ".pdf", MediaType.APPLICATION_PDF);
    }

    /** @param kept size of a tree head that the reader keeps, as typed, or empty */
    @GetMapping("/export.json")
    ResponseEntity<byte[]> export(@PathVariable String number, @RequestParam(defaultValue = "") String kept, Actor auditor) {
        if (!kept.isBlank() && !exports.canProveFrom(kept.strip())) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER).location(UriComponentsBuilder.fromPath("/tracing/cases/{number}/verification")
                    .queryParam("kept", "{kept}").encode().buildAndExpand(number, kept.strip()).toUri()).build();
        }
        byte[] export = exports.export(number, kept.isBlank() ? null : Long.valueOf(kept.strip()), auditor);
        return download(export, "trail-" + number + ".json", MediaType.APPLICATION_JSON);
    }

    private List<EventLines.Line> caseLines(CaseFile file, List<TrailEvent> events) {
        List<StoredDocument> documents = tracing.documents(file.number().value());
        return lines.ofCase(events, change -> answers.shown(change, file, documents));
    }

    private Stay stay(Walk.Step step, GovernmentCode government) {
        return new Stay(step.name() == null ? "" : step.name(), step.type(), moments.moment(step.startedAt()), moments.moment(step.endedAt()),
                moments.span(government, step.startedAt(), step.endedAt()),
                step.endedAt() == null ? "running" : step.cancelled() ? "cancelled" : "done");
    }

    private static String callerName(Walk walk, List<Walk> walks) {
        return walks.stream().filter(parent -> parent.instance().equals(walk.parent())).flatMap(parent -> parent.steps().stream())
                .filter(step -> walk.instance().equals(step.called())).map(Walk.Step::name).findFirst().orElse("");
    }

    private static ResponseEntity<byte[]> download(byte[] bytes, String name, MediaType type) {
        return ResponseEntity.ok().contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString())
                .header("X-Content-Type-Options", "nosniff").body(bytes);
    }

    private static String bytes(long size) {
        return size < 1024 ? size + "バイト" : size < 1024 * 1024 ? size / 1024 + "KB" : "%.1fMB".formatted(size / 1024.0 / 1024.0);
    }
}
