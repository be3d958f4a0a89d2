package jp.madoguchi.stockpile.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Csv.Column;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.stockpile.Bookkeeping;
import jp.madoguchi.stockpile.LotFile;
import jp.madoguchi.stockpile.LotSpec;
import jp.madoguchi.stockpile.Movement;
import jp.madoguchi.stockpile.Occasion;
import jp.madoguchi.stockpile.Quantity;
import jp.madoguchi.stockpile.Stock;
import jp.madoguchi.stockpile.StockFigures;
import jp.madoguchi.stockpile.StockTerms;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One lot with all its lines, and what its keeper enters by hand. Non-public (S2-32). */
@Controller
class LotPages {

    /** Problems of a file on the page; whoever mends these finds the next ones. */
    private static final int MOST_PROBLEMS = 100;

    private final Stock stock;
    private final StockFigures figures;
    private final Bookkeeping books;
    private final Programmes programmes;
    private final BusinessClock clock;

    LotPages(Stock stock, StockFigures figures, Bookkeeping books, Programmes programmes, BusinessClock clock) {
        this.stock = stock;
        this.figures = figures;
        this.books = books;
        this.programmes = programmes;
        this.clock = clock;
    }

    @GetMapping("/stock/{programme}/lots/{lot}")
    String page(@PathVariable String programme, @PathVariable long lot, Actor actor, Model model) {
        return page(StockPages.ofOurs(programmes, programme), lot, actor, model);
    }

    private String page(Programme programme, long lot, Actor actor, Model model) {
        List<Movement> movements = figures.movements(programme, lot);
        Set<Long> reversed = movements.stream().map(Movement::reverses).filter(id -> id != null).collect(Collectors.toSet());
        model.addAttribute("programme", programme);
        model.addAttribute("terms", StockTerms.of(programme));
        model.addAttribute("lot", stock.find(programme, lot));
        model.addAttribute("balances", figures.now(programme, lot));
        model.addAttribute("movements", movements);
        model.addAttribute("reversible", movements.stream().filter(one -> one.reverses() == null && !reversed.contains(one.id())).map(Movement::id).toList());
        model.addAttribute("keeps", books.isKeptBy(actor));
        model.addAttribute("say", new StockPages.Say(clock.today()));
        model.asMap().putIfAbsent("typed", Map.of());
        return "stock/lot";
    }

    @PostMapping("/stock/{programme}/lots/{lot}/transfer")
    String transfer(@PathVariable String programme, @PathVariable long lot, @RequestParam String from, @RequestParam String to, @RequestParam String quantity,
                    @RequestParam(required = false) LocalDate day, @RequestParam(defaultValue = "") String reason, Actor actor, Model model,
                    HttpServletResponse response, RedirectAttributes redirect) {
        return enter(programme, lot, actor, model, response, redirect, "移動を記録しました", Map.of("form", "transfer", "from", from, "to", to, "quantity", quantity,
                "reason", reason), found -> books.transfer(found, lot, from, to, new Quantity(whole(quantity)), occasion(day, actor, reason)));
    }

    @PostMapping("/stock/{programme}/lots/{lot}/count")
    String count(@PathVariable String programme, @PathVariable long lot, @RequestParam String warehouse, @RequestParam String counted,
                 @RequestParam(required = false) LocalDate day, @RequestParam(defaultValue = "") String reason, Actor actor, Model model,
                 HttpServletResponse response, RedirectAttributes redirect) {
        return enter(programme, lot, actor, model, response, redirect, "棚卸を記録しました", Map.of("form", "count", "warehouse", warehouse, "counted", counted,
                "reason", reason), found -> books.count(found, lot, warehouse, whole(counted), occasion(day, actor, reason)));
    }

    @PostMapping("/stock/{programme}/lots/{lot}/movements/{movement}/reverse")
    String reverse(@PathVariable String programme, @PathVariable long lot, @PathVariable long movement, @RequestParam(defaultValue = "") String reason,
                   Actor actor, Model model, HttpServletResponse response, RedirectAttributes redirect) {
        return enter(programme, lot, actor, model, response, redirect, "記録を取り消しました", Map.of("form", "reverse-" + movement, "reason", reason),
                found -> books.reverse(found, movement, occasion(clock.today(), actor, reason)));
    }

    /** What was there at the end of a day: today's, or a past one's as it was. A day ahead is today. */
    @GetMapping("/stock/{programme}/day")
    String day(@PathVariable String programme, @RequestParam(required = false) LocalDate on, Model model) {
        Programme found = StockPages.ofOurs(programmes, programme);
        LocalDate day = past(on);
        List<StockFigures.Balance> lots = figures.at(found, day);
        model.addAttribute("programme", found);
        model.addAttribute("terms", StockTerms.of(found));
        model.addAttribute("day", day);
        model.addAttribute("last", clock.today());
        model.addAttribute("totals", figures.totals(found, day));
        model.addAttribute("lots", StockPages.head(lots));
        model.addAttribute("lotRows", lots.size());
        model.addAttribute("say", new StockPages.Say(day));
        return "stock/day";
    }

    @GetMapping("/stock/{programme}/day.csv")
    ResponseEntity<byte[]> dayTable(@PathVariable String programme, @RequestParam(required = false) LocalDate on, @RequestParam(defaultValue = "") String encoding)
            throws IOException {
        Programme found = StockPages.ofOurs(programmes, programme);
        StockTerms terms = StockTerms.of(found);
        LocalDate day = past(on);
        return StockPages.csv("stock-" + day, found, encoding, figures.at(found, day).stream().map(one -> {
            LotSpec lot = one.lot().spec();
            return StockPages.row(day, terms.item(lot.item()).name(), lot.size(), lot.maker(), lot.product(), lot.lotNumber(),
                    terms.warehouse(one.warehouse()).name(), one.quantity(), lot.made(), lot.useBy());
        }), Column.text("日付"), Column.text("品目"), Column.text("サイズ"), Column.text("製造者"), Column.text("製品名"), Column.text("ロット番号"), Column.text("倉庫"),
                Column.number("数量"), Column.text("製造日"), Column.text("使用推奨期限"));
    }

    private LocalDate past(LocalDate on) {
        LocalDate today = clock.today();
        return on == null || on.isAfter(today) ? today : on;
    }

    /** The columns alone, to fill in. */
    @GetMapping("/stock/{programme}/lots-blank.csv")
    ResponseEntity<byte[]> blank(@PathVariable String programme) throws IOException {
        Programme found = StockPages.ofOurs(programmes, programme);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(out, Csv.Format.SPREADSHEET, LotFile.COLUMNS.stream().map(Column::text).toArray(Column[]::new)).close();
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"lots-" + found.code() + ".csv\"").body(out.toByteArray());
    }

    @GetMapping("/stock/{programme}/import")
    String file(@PathVariable String programme, Actor actor, Model model) {
        Programme found = StockPages.ofOurs(programmes, programme);
        model.addAttribute("programme", found);
        model.addAttribute("terms", StockTerms.of(found));
        model.addAttribute("columns", LotFile.COLUMNS);
        model.addAttribute("keeps", books.isKeptBy(actor));
        return "stock/import";
    }

    @PostMapping("/stock/{programme}/import")
    String take(@PathVariable String programme, @RequestParam MultipartFile file, @RequestParam(defaultValue = "false") boolean goodOnesAlone, Actor actor,
                Model model, HttpServletResponse response) {
        String view = file(programme, actor, model);
        LotFile.Imported imported = books.take(StockPages.ofOurs(programmes, programme), file::getInputStream, goodOnesAlone, actor);
        model.addAttribute("imported", imported);
        model.addAttribute("problems", imported.problems().subList(0, Math.min(MOST_PROBLEMS, imported.problems().size())));
        if (imported.taken() == 0 && !imported.problems().isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        }
        return view;
    }

    /** What is done to the ledger of a programme. */
    private interface Entry {
        void in(Programme programme);
    }

    /** A refusal is shown with what was typed. */
    private String enter(String code, long lot, Actor actor, Model model, HttpServletResponse response, RedirectAttributes redirect, String done,
                         Map<String, String> typed, Entry entry) {
        Programme programme = StockPages.ofOurs(programmes, code);
        try {
            entry.in(programme);
        } catch (RefusedException refused) {
            model.addAttribute("refusal", refused.refusal().wording());
            model.addAttribute("typed", typed);
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(programme, lot, actor, model);
        }
        redirect.addFlashAttribute("flash", List.of(Map.of("type", "success", "title", done, "text", "")));
        return "redirect:/stock/" + programme.code() + "/lots/" + lot;
    }

    private Occasion occasion(LocalDate day, Actor actor, String reason) {
        if (day == null) {
            throw new RefusedException("stock.day", "日付を入力してください。");
        }
        return new Occasion(day, actor, null, reason);
    }

    private static long whole(String typed) {
        String digits = Normalizer.normalize(typed, Normalizer.Form.NFKC).replace(",", "").strip();
        if (!digits.matches("[0-9]{1,10}")) {
            throw new RefusedException("stock.quantity", "数量は枚単位の整数で入力してください。");
        }
        return Long.parseLong(digits);
    }
}
