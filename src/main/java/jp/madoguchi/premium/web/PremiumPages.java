package jp.madoguchi.premium.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Csv.Column;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.premium.Applications;
import jp.madoguchi.premium.PremiumFigures;
import jp.madoguchi.premium.PremiumFigures.Counts;
import jp.madoguchi.premium.PremiumOffice;
import jp.madoguchi.premium.PurchaseFile;
import jp.madoguchi.premium.ResidentFile;
import jp.madoguchi.premium.Terms;
import jp.madoguchi.premium.Terms.Round;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** 抽選販売: how a programme's sale stands, what waits for an officer, and the files that come in (S5-11, S5-30, S5-104, S5-106). */
@Controller
class PremiumPages {

    /** Held applications and problems of a file on the page; whoever settles these finds the next ones. */
    private static final int MOST = 100;

    private final PremiumFigures figures;
    private final Applications applications;
    private final ResidentFile residents;
    private final PurchaseFile purchases;
    private final PremiumOffice office;
    private final Cases cases;
    private final Programmes programmes;

    PremiumPages(PremiumFigures figures, Applications applications, ResidentFile residents, PurchaseFile purchases, PremiumOffice office, Cases cases,
                 Programmes programmes) {
        this.figures = figures;
        this.applications = applications;
        this.residents = residents;
        this.purchases = purchases;
        this.office = office;
        this.cases = cases;
        this.programmes = programmes;
    }

    /** How the page writes days. */
    public static final class Say {

        public String day(LocalDate day) {
            return JapaneseDates.fullWithWeekday(day);
        }
    }

    @GetMapping("/premium/{programme}")
    String page(@PathVariable String programme, @RequestParam(defaultValue = "") String round, Actor actor, Model model) {
        return page(ofOurs(programme), round, actor, model);
    }

    private String page(Programme found, String code, Actor actor, Model model) {
        Terms terms = Terms.of(found);
        Round chosen = terms.round(code).orElse(terms.rounds().get(0));
        List<Applications.Held> held = applications.held(found, MOST + 1);
        model.addAttribute("programme", found);
        model.addAttribute("terms", terms);
        model.addAttribute("total", figures.total(found));
        model.addAttribute("rounds", figures.rounds(found));
        model.addAttribute("round", chosen);
        model.addAttribute("window", found.call(chosen.call()).orElseThrow());
        model.addAttribute("ages", figures.byAge(found, chosen.code()));
        model.addAttribute("districts", figures.byDistrict(found, chosen.code()));
        model.addAttribute("held", held.subList(0, Math.min(MOST, held.size())));
        model.addAttribute("moreHeld", held.size() > MOST);
        model.addAttribute("residents", residents.count(found));
        model.addAttribute("listed", terms.eligibility() == Terms.Eligibility.RESIDENT_LIST);
        model.addAttribute("keepsList", office.mayKeepList(found, actor));
        model.addAttribute("reportsSales", office.mayReportSales(found, actor));
        model.addAttribute("residentColumns", ResidentFile.COLUMNS);
        model.addAttribute("purchaseColumns", PurchaseFile.COLUMNS);
        model.addAttribute("startable", found.calls().stream().filter(call -> "premium-round".equals(call.procedure())).filter(call -> call.isStartedBy(actor))
                .map(Call::code).findFirst().orElse(null));
        model.addAttribute("say", new Say());
        return "premium/sale";
    }

    /** The evidence side by side. Seeing it stands on the trail. */
    @GetMapping("/premium/{programme}/lots/{lot}")
    String lot(@PathVariable String programme, @PathVariable String lot, Actor actor, Model model) {
        Programme found = ofOurs(programme);
        CaseFile file = cases.get(figures.caseOf(found, lot).orElseThrow(() -> new NotFoundException("lot " + lot)));
        cases.viewed(file, actor, "premium.likenesses");
        model.addAttribute("programme", found);
        model.addAttribute("terms", Terms.of(found));
        model.addAttribute("application", applications.get(file.number()));
        model.addAttribute("file", file);
        model.addAttribute("beside", applications.likenesses(file.number()).stream()
                .map(like -> Map.of("like", like, "lines", applications.compare(file.number(), like.number()))).toList());
        return "premium/lot";
    }

    @GetMapping("/premium/{programme}/figures.csv")
    ResponseEntity<byte[]> table(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.Format format = encoding.equals("windows-31j") ? Csv.Format.LEGACY_SPREADSHEET : Csv.Format.SPREADSHEET;
        try (Csv.Table table = Csv.write(out, format, Column.text("販売回"), Column.text("区分"), Column.text("年代・地区"), Column.number("申込み"),
                Column.number("申込みセット"), Column.number("当選者"), Column.number("当選セット"), Column.number("購入セット"), Column.number("購入率"),
                Column.number("失効セット"), Column.number("購入待ちセット"), Column.number("補欠"))) {
            for (PremiumFigures.OfRound one : figures.rounds(found)) {
                Round round = one.round();
                rows(table, round, "全体", Stream.of(one.counts()));
                rows(table, round, "年代", figures.byAge(found, round.code()).stream());
                rows(table, round, "地区", figures.byDistrict(found, round.code()).stream());
            }
        }
        return csv(out, format == Csv.Format.LEGACY_SPREADSHEET ? "windows-31j" : "UTF-8", "figures-" + found.code());
    }

    private static void rows(Csv.Table table, Round round, String kind, Stream<Counts> groups) {
        groups.forEach(one -> table.row(round.name(), kind, kind.equals("全体") ? "" : one.group(), one.applications(), one.asked(), one.winners(), one.granted(),
                one.bought(), one.conversion() == null ? "" : one.conversion(), one.lapsed(), one.open(), one.reserves()));
    }

    /** The columns alone, to fill in. */
    @GetMapping("/premium/{programme}/residents.csv")
    ResponseEntity<byte[]> blankResidents(@PathVariable String programme) throws IOException {
        return blank(ofOurs(programme), "residents", ResidentFile.COLUMNS);
    }

    @GetMapping("/premium/{programme}/purchases.csv")
    ResponseEntity<byte[]> blankPurchases(@PathVariable String programme) throws IOException {
        return blank(ofOurs(programme), "purchases", PurchaseFile.COLUMNS);
    }

    private static ResponseEntity<byte[]> blank(Programme programme, String name, List<String> columns) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(out, Csv.Format.SPREADSHEET, columns.stream().map(Column::text).toArray(Column[]::new)).close();
        return csv(out, "UTF-8", name + "-" + programme.code());
    }

    private static ResponseEntity<byte[]> csv(ByteArrayOutputStream out, String charset, String name) {
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=" + charset)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"").body(out.toByteArray());
    }

    /** @throws NotFoundException for whoever does not keep the list */
    @PostMapping("/premium/{programme}/residents")
    String residents(@PathVariable String programme, @RequestParam MultipartFile file, Actor actor, Model model, HttpServletResponse response) {
        Programme found = ofOurs(programme);
        if (!office.mayKeepList(found, actor)) {
            throw new NotFoundException("residents of " + programme);
        }
        ResidentFile.Imported imported = residents.take(found, file::getInputStream, actor);
        model.addAttribute("residentsTaken", imported);
        return problems(found, imported.problems(), imported.problems().isEmpty(), actor, model, response);
    }

    @PostMapping("/premium/{programme}/purchases")
    String purchases(@PathVariable String programme, @RequestParam MultipartFile file, Actor actor, Model model, HttpServletResponse response) {
        Programme found = ofOurs(programme);
        if (!office.mayReportSales(found, actor)) {
            throw new NotFoundException("purchases of " + programme);
        }
        PurchaseFile.Imported imported = purchases.take(found, file::getInputStream, actor);
        model.addAttribute("purchasesTaken", imported);
        return problems(found, imported.problems(), imported.taken() + imported.known() > 0 || imported.problems().isEmpty(), actor, model, response);
    }

    private String problems(Programme programme, List<Csv.Problem> problems, boolean took, Actor actor, Model model, HttpServletResponse response) {
        model.addAttribute("problems", problems.subList(0, Math.min(MOST, problems.size())));
        model.addAttribute("problemCount", problems.size());
        if (!took) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        return page(programme, "", actor, model);
    }

    private Programme ofOurs(String code) {
        Programme programme = programmes.get(code);
        if (!DataScope.coversProgramme(programme.government(), programme.code()) || !Terms.setBy(programme)) {
            throw new NotFoundException("sale of " + code);
        }
        return programme;
    }
}
