package jp.madoguchi.inbox.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.inbox.DecisionList;
import jp.madoguchi.inbox.DecisionLists;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.RefusedException;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 一括決裁: the lists, a new one, and one to decide. A refusal keeps what was ticked and typed. */
@Controller
@RequestMapping("/inbox/lists")
class DecisionListPages {

    private static final String REASON = "reason-";

    private final DecisionLists lists;
    private final Cases cases;
    private final ProgrammeNames names;

    DecisionListPages(DecisionLists lists, Cases cases, ProgrammeNames names) {
        this.lists = lists;
        this.cases = cases;
        this.names = names;
    }

    @GetMapping
    String all(Model model) {
        List<DecisionList> newest = lists.newest();
        List<DecisionLists.Waiting> waiting = lists.waiting();
        model.addAttribute("lists", newest);
        model.addAttribute("waiting", waiting);
        model.addAttribute("names", Stream.concat(newest.stream().map(DecisionList::programme), waiting.stream().map(DecisionLists.Waiting::programme))
                .distinct().collect(Collectors.toMap(Function.identity(), names::of)));
        return "inbox/lists";
    }

    @GetMapping("/new")
    String fresh(@RequestParam String programme, Model model) {
        return prepare(programme, "", "", List.of(), model);
    }

    @PostMapping
    String create(@RequestParam String programme, @RequestParam(defaultValue = "") String title, @RequestParam(defaultValue = "") String note,
                  @RequestParam(name = "case", defaultValue = "") List<String> numbers, Actor actor, Model model, HttpServletResponse response,
                  RedirectAttributes redirect) {
        String id;
        try {
            id = lists.prepare(actor, programme, title, note, numbers.stream().filter(CaseNumber::isWellFormed).map(CaseNumber::new).toList());
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            response.setStatus(HttpStatus.CONFLICT.value());
            return prepare(programme, title, note, numbers, model);
        }
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", "一括決裁の一覧" + id + "を作成しました")));
        return "redirect:/inbox/lists/" + id;
    }

    @GetMapping("/{list}")
    String show(@PathVariable String list, Actor actor, Model model) {
        DecisionList found = lists.get(list);
        found.rows().forEach(row -> cases.viewed(cases.get(row.caseNumber()), actor, "list"));
        return sheet(found, Map.of(), "", actor, model);
    }

    @PostMapping("/{list}/decide")
    String decide(@PathVariable String list, @RequestParam(defaultValue = "") String comment,
                  @RequestParam(name = "exclude", defaultValue = "") List<String> excluded, @RequestParam Map<String, String> all, Actor actor,
                  Model model, HttpServletResponse response, RedirectAttributes redirect) {
        Map<CaseNumber, String> leftOut = new LinkedHashMap<>();
        excluded.stream().filter(CaseNumber::isWellFormed)
                .forEach(number -> leftOut.put(new CaseNumber(number), all.getOrDefault(REASON + number, "").strip()));
        try {
            lists.decide(list, actor, comment, leftOut);
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            response.setStatus(HttpStatus.CONFLICT.value());
            return sheet(lists.get(list), leftOut, comment, actor, model);
        }
        DecisionList done = lists.get(list);
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", "一括決裁しました",
                "text", "決定%d件、除外%d件、対象外%d件".formatted(done.count(DecisionList.RowState.GRANTED),
                        done.count(DecisionList.RowState.EXCLUDED), done.count(DecisionList.RowState.GONE)))));
        return "redirect:/inbox/lists/" + list;
    }

    @PostMapping("/{list}/discard")
    String discard(@PathVariable String list, Actor actor, Model model, HttpServletResponse response, RedirectAttributes redirect) {
        try {
            lists.discard(list, actor);
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            response.setStatus(HttpStatus.CONFLICT.value());
            return sheet(lists.get(list), Map.of(), "", actor, model);
        }
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", "一覧" + list + "を取りやめました")));
        return "redirect:/inbox/lists";
    }

    @GetMapping("/{list}.csv")
    ResponseEntity<byte[]> csv(@PathVariable String list) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.SPREADSHEET, Csv.Column.number("番号"), Csv.Column.text("受付番号"), Csv.Column.text("申込者"),
                Csv.Column.text("審査意見"), Csv.Column.text("結果"), Csv.Column.text("理由"))) {
            for (DecisionList.Row row : lists.get(list).rows()) {
                table.row(row.position(), row.caseNumber(), row.title(), row.opinion(), row.state().label(), row.reason());
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + list + ".csv\"").body(out.toByteArray());
    }

    private String prepare(String programme, String title, String note, List<String> ticked, Model model) {
        model.addAttribute("programme", programme);
        model.addAttribute("programmeName", names.of(programme));
        model.addAttribute("title", title);
        model.addAttribute("note", note);
        model.addAttribute("ticked", ticked);
        model.addAttribute("candidates", lists.candidates(programme));
        model.addAttribute("most", DecisionList.MOST);
        return "inbox/list-new";
    }

    private String sheet(DecisionList list, Map<CaseNumber, String> leftOut, String comment, Actor actor, Model model) {
        Map<String, String> reasons = new LinkedHashMap<>();
        leftOut.forEach((number, reason) -> reasons.put(number.value(), reason));
        model.addAttribute("list", list);
        model.addAttribute("programmeName", names.of(list.programme()));
        model.addAttribute("reasons", reasons);
        model.addAttribute("comment", comment);
        model.addAttribute("mayDecide", lists.mayDecide(list, actor));
        return "inbox/list";
    }
}
