package jp.madoguchi.merchant.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.letters.Printing;
import jp.madoguchi.merchant.Merchants;
import jp.madoguchi.merchant.domain.Guideline;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.programme.Programme;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The published list of merchants (S3-41), for people, for printing and as open data. Places are told in words, without a map. */
@Controller
class PublishedMerchants {

    private static final int PAGE = 100;

    private final Merchants merchants;
    private final MerchantProgrammes programmes;
    private final Organisation organisation;
    private final Printing printing;
    private final BusinessClock clock;

    PublishedMerchants(Merchants merchants, MerchantProgrammes programmes, Organisation organisation, Printing printing, BusinessClock clock) {
        this.merchants = merchants;
        this.programmes = programmes;
        this.organisation = organisation;
        this.printing = printing;
        this.clock = clock;
    }

    /** One shop as published. @param area part of the city, empty where none is told @param until its last day, or null */
    public record Entry(String number, String name, String kana, String category, String categoryEn, String area, String postalCode, String address,
                        String phone, boolean sellsCards, LocalDate registeredOn, LocalDate until) {

        public String untilInWords() {
            return until == null ? "" : JapaneseDates.full(until);
        }
    }

    @GetMapping("/programmes/{programme}/merchants")
    String list(@PathVariable String programme, @RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "") String category,
                @RequestParam(defaultValue = "") String area, @RequestParam(defaultValue = "") String after, Model model) {
        Programme found = programmes.get(programme);
        List<Entry> all = published(found);
        List<Entry> matching = matching(all, found, q, category, area);
        List<Entry> rest = matching.stream().dropWhile(entry -> !after.isEmpty() && !entry.number().equals(after)).skip(after.isEmpty() ? 0 : 1).toList();
        List<Entry> page = rest.stream().limit(PAGE).toList();
        model.addAttribute("programme", found);
        model.addAttribute("owner", DataScope.within(DataScope.EVERYTHING, () -> organisation.government(found.government())));
        model.addAttribute("q", q);
        model.addAttribute("category", category);
        model.addAttribute("area", area);
        model.addAttribute("categories", programmes.categories(found));
        model.addAttribute("areas", Guideline.of(found).areas().stream().map(Guideline.Area::name).toList());
        model.addAttribute("cards", programmes.hasCards(found));
        model.addAttribute("total", all.size());
        model.addAttribute("found", matching.size());
        model.addAttribute("merchants", page);
        model.addAttribute("first", after.isEmpty());
        model.addAttribute("next", rest.size() > PAGE ? page.get(PAGE - 1).number() : "");
        return "merchant/published";
    }

    @GetMapping("/programmes/{programme}/merchants.csv")
    ResponseEntity<byte[]> csv(@PathVariable String programme) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Programme found = programmes.get(programme);
        boolean cards = programmes.hasCards(found);
        Csv.Column[] columns = Stream.of("登録番号", "店舗名", "フリガナ", "業種", "地区", "郵便番号", "所在地", "電話番号", "登録日", "取扱最終日", "カードの販売")
                .limit(cards ? 11 : 10).map(Csv.Column::text).toArray(Csv.Column[]::new);
        try (Csv.Table table = Csv.write(out, Csv.Format.OPEN_DATA, columns)) {
            for (Entry e : published(found)) {
                Stream<Object> cells = Stream.of(e.number(), e.name(), e.kana(), e.category(), e.area(), e.postalCode(), e.address(), e.phone(),
                        e.registeredOn(), e.until() == null ? "" : e.until(), e.sellsCards() ? "あり" : "なし");
                table.row(cells.limit(columns.length).toArray());
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"merchants.csv\"").body(out.toByteArray());
    }

    @GetMapping("/programmes/{programme}/merchants.pdf")
    ResponseEntity<byte[]> pdf(@PathVariable String programme) {
        Programme found = programmes.get(programme);
        byte[] pdf = printing.pdf("merchant/published-pdf.ftlh", Map.of("programme", found.name(), "cards", programmes.hasCards(found), "asOf", JapaneseDates.full(clock.today()),
                "merchants", published(found)));
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "application/pdf")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"merchants.pdf\"").body(pdf);
    }

    private static List<Entry> matching(List<Entry> all, Programme programme, String q, String category, String area) {
        String sought = SearchKeys.of(q);
        return all.stream().filter(entry -> SearchKeys.of(entry.name() + " " + entry.kana() + " " + entry.address()).contains(sought))
                .filter(entry -> area.isEmpty() || entry.area().equals(area))
                .filter(entry -> category.isEmpty() || entry.category().equals(category)).toList();
    }

    /** In the order of their kana. Published to everybody, signed in or not, so they are read under every scope. */
    private List<Entry> published(Programme programme) {
        Guideline guideline = Guideline.of(programme);
        return DataScope.within(DataScope.EVERYTHING, () -> merchants.ofProgramme(programme.code())).stream()
                .filter(merchant -> merchant.isOpenOn(clock.today())).map(merchant -> entry(merchant, programme, guideline))
                .sorted(Comparator.comparing(Entry::kana).thenComparing(Entry::number)).toList();
    }

    private Entry entry(Merchant merchant, Programme programme, Guideline guideline) {
        var category = programmes.category(programme, merchant.category());
        return new Entry(merchant.number(), merchant.shopName(), merchant.shopKana(), category.label(), category.labelEn(),
                guideline.area(merchant.address()).orElse(""), programmes.shown(programme, "shopPostalCode", merchant.postalCode()), merchant.address(),
                programmes.shown(programme, "contactPhone", merchant.phone()), merchant.sellsCards(), merchant.registeredOn(), merchant.leftOn());
    }
}
