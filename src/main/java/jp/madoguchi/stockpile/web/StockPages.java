package jp.madoguchi.stockpile.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Csv.Column;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.stockpile.Bookkeeping;
import jp.madoguchi.stockpile.Forecast;
import jp.madoguchi.stockpile.Forecasts;
import jp.madoguchi.stockpile.LotSpec;
import jp.madoguchi.stockpile.LotWatch;
import jp.madoguchi.stockpile.Margins;
import jp.madoguchi.stockpile.Obligations;
import jp.madoguchi.stockpile.Products;
import jp.madoguchi.stockpile.StockFigures;
import jp.madoguchi.stockpile.StockTerms;
import jp.madoguchi.stockpile.Subcontracts;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** 備蓄: what a programme holds against what it must, when it runs out, and what the year still owes (S2-07 to S2-34). Non-public (S2-32). */
@Controller
class StockPages {

    /** Rows of a list on the page; its CSV has all. */
    private static final int MOST = 200;

    private final StockFigures figures;
    private final Forecasts forecasts;
    private final Obligations obligations;
    private final Bookkeeping books;
    private final LotWatch watch;
    private final Products products;
    private final Subcontracts subcontracts;
    private final Programmes programmes;
    private final MessageSource messages;
    private final BusinessClock clock;

    StockPages(StockFigures figures, Forecasts forecasts, Obligations obligations, Bookkeeping books, LotWatch watch, Products products,
               Subcontracts subcontracts, Programmes programmes, MessageSource messages, BusinessClock clock) {
        this.figures = figures;
        this.forecasts = forecasts;
        this.obligations = obligations;
        this.books = books;
        this.watch = watch;
        this.products = products;
        this.subcontracts = subcontracts;
        this.programmes = programmes;
        this.messages = messages;
        this.clock = clock;
    }

    /** How the page writes days and years, and what remains of a lot. */
    public static final class Say {

        private final LocalDate today;

        Say(LocalDate today) {
            this.today = today;
        }

        public LocalDate today() {
            return today;
        }

        public String day(LocalDate day) {
            return JapaneseDates.full(day);
        }

        public String year(int year) {
            return JapaneseDates.fiscalYearLabel(new FiscalYear(year));
        }

        /** Whole months; null without a date. */
        public Long months(LotSpec lot) {
            return lot.monthsLeft(today);
        }

        public boolean passed(LocalDate day) {
            return day.isBefore(today);
        }
    }

    /**
     * Lots that keep less than some months, or all.
     *
     * @param months 0 for all
     * @param lots   how many
     */
    public record Choice(int months, long lots, boolean current) {}

    /**
     * A lot of which something would be left.
     *
     * @param item name
     */
    public record Left(String item, Forecast.Line line) {}

    @GetMapping("/stock/{programme}")
    String page(@PathVariable String programme, @RequestParam(required = false) Integer months, @RequestParam(required = false) Integer year, Actor actor,
                Model model) {
        Programme found = ofOurs(programme);
        StockTerms terms = StockTerms.of(found);
        LocalDate today = clock.today();
        List<StockFigures.Balance> all = figures.now(found, null);
        List<StockFigures.Balance> shown = lots(found, terms, months);
        List<Forecast> ahead = ahead(found);
        List<Left> first = sendFirst(ahead);
        model.addAttribute("programme", found);
        model.addAttribute("terms", terms);
        model.addAttribute("handedOver", figures.handedOver(found).orElse(null));
        model.addAttribute("margins", margins(found));
        model.addAttribute("choices", choices(terms, all, chosen(terms, months), today));
        model.addAttribute("chosen", chosen(terms, months));
        model.addAttribute("lots", head(shown));
        model.addAttribute("watched", watch.of(found).values().stream().collect(Collectors.toMap(one -> "" + one.lot(), one -> one)));
        model.addAttribute("lotRows", shown.size());
        model.addAttribute("ahead", ahead);
        model.addAttribute("sendFirst", head(first));
        model.addAttribute("sendFirstRows", first.size());
        model.addAttribute("keeps", books.isKeptBy(actor));
        model.addAttribute("orders", obligations.open(found));
        model.addAttribute("products", products.all(found));
        model.addAttribute("subcontracts", subcontracts.all(found));
        model.addAttribute("years", years(terms));
        model.addAttribute("year", year(terms, year));
        model.addAttribute("yearOver", new FiscalYear(year(terms, year)).lastDay().isBefore(today));
        model.addAttribute("gaps", figures.yearGaps(found, new FiscalYear(year(terms, year))));
        model.addAttribute("say", new Say(today));
        return "stock/stock";
    }

    @GetMapping("/stock/{programme}/items.csv")
    ResponseEntity<byte[]> items(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        return csv("items", found, encoding, margins(found).stream().map(one -> row(one.item().name(), one.total(), one.managed(), one.margin(),
                        one.released(),
                        one.releasedUntil(), one.issuable(), one.designated(), one.half(), word("stock.designated." + one.designatedAt()), one.underAYear())),
                Column.text("品目"), Column.number("総数"), Column.number("管理数量"), Column.number("過不足"), Column.number("供給の指示による引下げ"), Column.text("引下げの末日"),
                Column.number("払出可能数"), Column.number("指定備蓄倉庫の数量"), Column.number("指定備蓄倉庫の目安"), Column.text("指定備蓄倉庫の状況"),
                Column.number("期限まで1年未満"));
    }

    @GetMapping("/stock/{programme}/sizes.csv")
    ResponseEntity<byte[]> sizes(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        return csv("sizes", found, encoding, margins(found).stream().flatMap(one -> one.sizes().stream().map(size -> row(one.item().name(), size.size(),
                        size.quantity(), "%.1f".formatted(size.share()), "%.1f".formatted(size.wanted())))),
                Column.text("品目"), Column.text("サイズ"), Column.number("数量"), Column.number("割合"), Column.number("基準の割合"));
    }

    @GetMapping("/stock/{programme}/lots.csv")
    ResponseEntity<byte[]> lots(@PathVariable String programme, @RequestParam(required = false) Integer months, @RequestParam(defaultValue = "") String encoding)
            throws IOException {
        Programme found = ofOurs(programme);
        StockTerms terms = StockTerms.of(found);
        LocalDate today = clock.today();
        Map<Long, LotWatch.Watched> watched = watch.of(found);
        return csv("lots", found, encoding, lots(found, terms, months).stream().map(one -> {
            LotSpec lot = one.lot().spec();
            return row(terms.item(lot.item()).name(), terms.kind(lot.kind()), lot.size(), lot.maker(), lot.product(), lot.lotNumber(),
                    terms.warehouse(one.warehouse()).name(), one.quantity(), lot.made(), lot.useBy(), lot.monthsLeft(today), word("stock.owner." + lot.owner()),
                    stage(watched.get(one.lot().id())), Optional.ofNullable(watched.get(one.lot().id())).map(LotWatch.Watched::number).orElse(null));
        }), Column.text("品目"), Column.text("種別"), Column.text("サイズ"), Column.text("製造者"), Column.text("製品名"), Column.text("ロット番号"), Column.text("倉庫"),
                Column.number("数量"), Column.text("製造日"), Column.text("使用推奨期限"), Column.number("残り月数"), Column.text("所有"), Column.text("見守り"), Column.text("見守りの受付番号"));
    }

    @GetMapping("/stock/{programme}/forecast.csv")
    ResponseEntity<byte[]> forecast(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        return csv("forecast", found, encoding, ahead(found).stream().map(one -> row(one.item().name(), Math.round(one.perMonth()), one.needed(),
                        one.sendFirst().size(), left(one))),
                Column.text("品目"), Column.number("月あたりの払出"), Column.number("必要な月あたりの払出"), Column.number("残る見込みのロット"), Column.number("残る見込みの数量"));
    }

    @GetMapping("/stock/{programme}/send-first.csv")
    ResponseEntity<byte[]> sendFirst(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        StockTerms terms = StockTerms.of(found);
        return csv("send-first", found, encoding, sendFirst(ahead(found)).stream().map(one -> {
            LotSpec lot = one.line().lot().spec();
            return row(one.item(), terms.kind(lot.kind()), lot.size(), lot.maker(), lot.product(), lot.lotNumber(), one.line().quantity(), lot.useBy(), one.line().lastDay(),
                    one.line().left());
        }), Column.text("品目"), Column.text("種別"), Column.text("サイズ"), Column.text("製造者"), Column.text("製品名"), Column.text("ロット番号"), Column.number("数量"),
                Column.text("使用推奨期限"), Column.text("1年以上残る最後の日"), Column.number("残る見込みの数量"));
    }

    /** What waits to be replenished (S2-09, S2-52), and whether the contractor pays for it (S2-53). */
    @GetMapping("/stock/{programme}/orders.csv")
    ResponseEntity<byte[]> orders(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        StockTerms terms = StockTerms.of(found);
        return csv("orders", found, encoding, obligations.open(found).stream().map(one -> row(one.number(), one.openedOn(), one.institution(),
                        terms.item(one.order().item()).name(), terms.kind(one.order().kind()), one.order().size(), one.quantity(), one.replenished(), one.open(),
                        word("stock.owner." + (one.contractorPays() ? LotSpec.Owner.CONTRACTOR : LotSpec.Owner.PREFECTURE)))),
                Column.text("受付番号"), Column.text("払出・廃棄の日"), Column.text("医療機関"), Column.text("品目"), Column.text("種別"), Column.text("サイズ"),
                Column.number("払出・廃棄"), Column.number("補充"), Column.number("未補充"), Column.text("費用負担"));
    }

    /** What was approved in another product's place (S2-26). */
    @GetMapping("/stock/{programme}/products.csv")
    ResponseEntity<byte[]> products(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        StockTerms terms = StockTerms.of(found);
        return csv("products", found, encoding, products.all(found).stream().map(one -> row(one.number(), terms.item(one.item()).name(), terms.kind(one.kind()),
                        one.maker(), one.product(), one.from(), one.until())),
                Column.text("受付番号"), Column.text("品目"), Column.text("種別"), Column.text("製造者"), Column.text("製品名"), Column.text("納品できる初日"),
                Column.text("納品できる末日"));
    }

    /** What was consented to (S2-51). */
    @GetMapping("/stock/{programme}/subcontracts.csv")
    ResponseEntity<byte[]> subcontracts(@PathVariable String programme, @RequestParam(defaultValue = "") String encoding) throws IOException {
        Programme found = ofOurs(programme);
        return csv("subcontracts", found, encoding, subcontracts.all(found).stream().map(one -> row(one.number(), one.subcontractor(), one.address(),
                        one.parts(), one.from(), one.to(), one.amount(), one.consentedOn())),
                Column.text("受付番号"), Column.text("相手方"), Column.text("所在地"), Column.text("業務"), Column.text("初日"), Column.text("末日"),
                Column.number("金額"), Column.text("承諾した日"));
    }

    @GetMapping("/stock/{programme}/year.csv")
    ResponseEntity<byte[]> year(@PathVariable String programme, @RequestParam(required = false) Integer year, @RequestParam(defaultValue = "") String encoding)
            throws IOException {
        Programme found = ofOurs(programme);
        int of = year(StockTerms.of(found), year);
        return csv("year-" + of, found, encoding, figures.yearGaps(found, new FiscalYear(of)).stream().map(one -> row(
                        JapaneseDates.fiscalYearLabel(new FiscalYear(of)), one.item().name(), one.received(), one.issued(), one.disposed(), one.replenished(), one.open())),
                Column.text("年度"), Column.text("品目"), Column.number("入庫"), Column.number("払出"), Column.number("廃棄"), Column.number("補充"),
                Column.number("未補充"));
    }

    /** The longest months at which lots are announced, unless the reader asked for others; 0 for all lots. */
    private static int chosen(StockTerms terms, Integer months) {
        return months != null && (months == 0 || terms.limits().contains(months)) ? months : terms.limits().get(0);
    }

    private List<StockFigures.Balance> lots(Programme programme, StockTerms terms, Integer months) {
        int chosen = chosen(terms, months);
        return chosen != 0 ? figures.keepingLess(programme, clock.today(), chosen) : figures.now(programme, null).stream().sorted(Comparator.comparing(
                one -> one.lot().spec().useBy(), Comparator.nullsLast(Comparator.naturalOrder()))).toList();
    }

    private static List<Choice> choices(StockTerms terms, List<StockFigures.Balance> all, int chosen, LocalDate today) {
        List<Choice> choices = new ArrayList<>();
        for (int months : terms.limits()) {
            LocalDate until = today.plusMonths(months);
            choices.add(new Choice(months, count(all.stream().filter(one -> one.lot().spec().useBy() != null && one.lot().spec().useBy().isBefore(until))),
                    months == chosen));
        }
        choices.add(new Choice(0, count(all.stream()), chosen == 0));
        return choices;
    }

    private static long count(Stream<StockFigures.Balance> balances) {
        return balances.map(one -> one.lot().id()).distinct().count();
    }

    private static List<Left> sendFirst(List<Forecast> ahead) {
        return ahead.stream().flatMap(one -> one.sendFirst().stream().map(line -> new Left(one.item().name(), line))).toList();
    }

    private static long left(Forecast forecast) {
        return forecast.sendFirst().stream().mapToLong(Forecast.Line::left).sum();
    }

    /** The planned years that have begun, the present one first. */
    private List<Integer> years(StockTerms terms) {
        int now = FiscalYear.of(clock.today()).value();
        return Stream.concat(Stream.of(now), terms.plan().keySet().stream().filter(year -> year < now).sorted((a, b) -> b - a)).toList();
    }

    private int year(StockTerms terms, Integer year) {
        return year != null && years(terms).contains(year) ? year : years(terms).get(0);
    }

    static <T> List<T> head(List<T> rows) {
        return rows.subList(0, Math.min(MOST, rows.size()));
    }

    private Programme ofOurs(String code) {
        return ofOurs(programmes, code);
    }

    /** @throws NotFoundException when the reader has nothing to do with the programme, or it keeps no stock */
    static Programme ofOurs(Programmes programmes, String code) {
        Programme programme = programmes.get(code);
        if (!DataScope.coversProgramme(programme.government(), programme.code()) || !StockTerms.setBy(programme)) {
            throw new NotFoundException("stock of " + code);
        }
        return programme;
    }

    /** None once all of it was handed over. */
    private List<Margins> margins(Programme programme) {
        return figures.handedOver(programme).isPresent() ? List.of() : figures.margins(programme);
    }

    private List<Forecast> ahead(Programme programme) {
        return figures.handedOver(programme).isPresent() ? List.of() : forecasts.of(programme);
    }

    private String stage(LotWatch.Watched lot) {
        return lot == null ? "" : messages.getMessage("stock.watch.step", new Object[] {word("stock.watch." + lot.step()), lot.months()}, Locale.JAPANESE);
    }

    private String word(String key) {
        return messages.getMessage(key, null, Locale.JAPANESE);
    }

    static Object[] row(Object... cells) {
        return Arrays.stream(cells).map(cell -> Objects.requireNonNullElse(cell, "")).toArray();
    }

    static ResponseEntity<byte[]> csv(String name, Programme programme, String encoding, Stream<Object[]> rows, Column... columns) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.Format format = encoding.equals("windows-31j") ? Csv.Format.LEGACY_SPREADSHEET : Csv.Format.SPREADSHEET;
        try (Csv.Table table = Csv.write(out, format, columns)) {
            for (Object[] row : rows.toList()) {
                table.row(row);
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=" + (format == Csv.Format.LEGACY_SPREADSHEET ? "windows-31j" : "UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "-" + programme.code() + ".csv\"").body(out.toByteArray());
    }
}
