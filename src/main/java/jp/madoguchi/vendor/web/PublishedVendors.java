package jp.madoguchi.vendor.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.vendor.Vendors;
import jp.madoguchi.vendor.domain.Vendor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The published list of vendors on sale (S1-11), for people and as open data. */
@Controller
class PublishedVendors {

    private static final String PROCEDURE = "vendor-application";
    private static final String LISTING_FORM = "vendor/product-listing";

    private final Vendors vendors;
    private final Programmes programmes;
    private final Organisation organisation;
    private final FormCatalogue forms;
    private final BusinessClock clock;

    PublishedVendors(Vendors vendors, Programmes programmes, Organisation organisation, FormCatalogue forms, BusinessClock clock) {
        this.vendors = vendors;
        this.programmes = programmes;
        this.organisation = organisation;
        this.forms = forms;
        this.clock = clock;
    }

    /** One product on sale, as published. @param price yen, tax included */
    public record Entry(String number, String name, String kana, String product, long price, String payment, LocalDate saleFrom,
                        String phone, String description) {

        public String saleFromInWords() {
            return JapaneseDates.full(saleFrom);
        }
    }

    @GetMapping("/programmes/{programme}/vendors")
    String list(@PathVariable String programme, @RequestParam(defaultValue = "") String q, Model model) {
        Programme found = withVendors(programme);
        List<Entry> all = published(programme);
        String sought = SearchKeys.of(q);
        model.addAttribute("programme", found);
        model.addAttribute("owner", DataScope.within(DataScope.EVERYTHING, () -> organisation.government(found.government())));
        model.addAttribute("q", q);
        model.addAttribute("total", all.size());
        model.addAttribute("vendors", all.stream().filter(entry ->
                SearchKeys.of(entry.name() + " " + entry.kana() + " " + entry.product()).contains(sought)).toList());
        return "vendor/published";
    }

    @GetMapping("/programmes/{programme}/vendors.csv")
    ResponseEntity<byte[]> csv(@PathVariable String programme) throws IOException {
        withVendors(programme);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.OPEN_DATA, Csv.Column.text("登録番号"), Csv.Column.text("販売企業"),
                Csv.Column.text("フリガナ"), Csv.Column.text("商品"), Csv.Column.number("価格（税込・円）"), Csv.Column.text("決済方法"),
                Csv.Column.text("販売開始日"), Csv.Column.text("問合せ先電話番号"))) {
            for (Entry e : published(programme)) {
                table.row(e.number(), e.name(), e.kana(), e.product(), e.price(), e.payment(), e.saleFrom(), e.phone());
            }
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"vendors.csv\"").body(out.toByteArray());
    }

    /** Vendors on sale are published to everybody, signed in or not, so they are read under every scope. */
    private List<Entry> published(String programme) {
        return DataScope.within(DataScope.EVERYTHING, () -> vendors.ofProgramme(programme).stream()
                .filter(vendor -> vendor.state() == Vendor.State.ON_SALE).flatMap(vendor -> entries(vendor).stream()).toList());
    }

    private List<Entry> entries(Vendor vendor) {
        Answers listing = vendor.listing();
        String payment = FormViews.text(forms.get(LISTING_FORM), listing, "paymentMethods");
        Map<String, Long> prices = new LinkedHashMap<>();
        vendors.prices(vendor.number()).stream().filter(price -> !price.effectiveFrom().isAfter(clock.today()))
                .sorted(java.util.Comparator.comparing(Vendors.Price::effectiveFrom))
                .forEach(price -> prices.put(price.product(), price.price()));
        if (prices.isEmpty()) {
            listing.number("listingPrice").ifPresent(price -> prices.put(listing.text("listingTitle"), price.longValue()));
        }
        return prices.entrySet().stream().map(price -> new Entry(vendor.number(), vendor.name(), vendor.kana(), price.getKey(),
                price.getValue(), payment, vendor.saleFrom(), listing.text("inquiryPhone"), listing.text("listingDescription"))).toList();
    }

    /** @throws NotFoundException when the programme has no vendors at all */
    private Programme withVendors(String code) {
        Programme programme = programmes.get(code);
        if (programme.calls().stream().noneMatch(call -> PROCEDURE.equals(call.procedure()))) {
            throw new NotFoundException("vendors of " + code);
        }
        return programme;
    }
}
