package jp.madoguchi.merchant.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.letters.Printing;
import jp.madoguchi.merchant.Merchants;
import jp.madoguchi.merchant.domain.Guideline;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.programme.Programme;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The register for the office and its contractor: kits to be sent (S3-45 to S3-48), QR stands, each merchant's history (S3-44). */
@Controller
class MerchantRegister {

    private final Merchants merchants;
    private final MerchantProgrammes programmes;
    private final Cases cases;
    private final Printing printing;

    MerchantRegister(Merchants merchants, MerchantProgrammes programmes, Cases cases, Printing printing) {
        this.merchants = merchants;
        this.programmes = programmes;
        this.cases = cases;
        this.printing = printing;
    }

    /** A merchant with its last kit, or null where none was sent. */
    public record Row(Merchant merchant, Merchants.Kit kit) {

        public String sentOn() {
            return kit == null ? "" : JapaneseDates.compact(kit.sentOn());
        }

        boolean waits() {
            return kit == null && merchant.isRegistered();
        }
    }

    /**
     * How many pieces of an item are needed: as many as merchants are registered (S3-48).
     *
     * @param sent pieces in the kits sent to merchants that are registered
     */
    public record Total(String item, int needed, int sent, int missing) {}

    /** One line of a merchant's history in words. */
    public record Past(String at, String kind, String caseNumber, List<String> changes) {}

    @GetMapping("/office/merchants/{programme}")
    String list(@PathVariable String programme, Model model) {
        Programme found = programmes.ofOurs(programme);
        List<Row> rows = rows(found);
        model.addAttribute("programme", found);
        model.addAttribute("cards", programmes.hasCards(found));
        model.addAttribute("rows", rows);
        model.addAttribute("waiting", rows.stream().filter(Row::waits).count());
        model.addAttribute("totals", totals(found, rows));
        return "merchant/register";
    }

    /** What the sender needs: addresses and pieces of the kits not sent yet, and the totals below. */
    @GetMapping("/office/merchants/{programme}/kits.csv")
    ResponseEntity<byte[]> kits(@PathVariable String programme) throws IOException {
        Programme found = programmes.ofOurs(programme);
        Guideline guideline = Guideline.of(found);
        List<Row> waiting = rows(found).stream().filter(Row::waits).toList();
        List<Csv.Column> columns = new ArrayList<>(List.of(Csv.Column.text("登録番号"), Csv.Column.text("店舗名"), Csv.Column.text("事業者名"),
                Csv.Column.text("郵便番号"), Csv.Column.text("所在地"), Csv.Column.text("電話番号")));
        guideline.kit().forEach(item -> columns.add(Csv.Column.number(item.name())));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table table = Csv.write(out, Csv.Format.SPREADSHEET, columns.toArray(Csv.Column[]::new))) {
            for (Row row : waiting) {
                Merchant m = row.merchant();
                table.row(cells(List.of(m.number(), m.shopName(), m.ownerName(), programmes.shown(found, "shopPostalCode", m.postalCode()), m.address(),
                        programmes.shown(found, "contactPhone", m.phone())), guideline, 1));
            }
            table.row(cells(List.of("合計", "", "", "", "", ""), guideline, waiting.size()));
        }
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8").header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"merchant-kits.csv\"").body(out.toByteArray());
    }

    private static Object[] cells(List<?> first, Guideline guideline, int sets) {
        List<Object> cells = new ArrayList<>(first);
        guideline.kit().forEach(item -> cells.add(item.perShop() * sets));
        return cells.toArray();
    }

    @GetMapping("/office/merchants/{programme}/{merchant}")
    String one(@PathVariable String programme, @PathVariable String merchant, Actor actor, Model model) {
        Programme found = programmes.ofOurs(programme);
        Merchant entry = entry(found, merchant);
        cases.viewed(cases.get(new CaseNumber(entry.caseNumber())), actor, "merchant");
        model.addAttribute("programme", found);
        model.addAttribute("cards", programmes.hasCards(found));
        model.addAttribute("merchant", entry);
        model.addAttribute("category", programmes.category(found, entry.category()).label());
        model.addAttribute("postalCode", programmes.shown(found, "shopPostalCode", entry.postalCode()));
        model.addAttribute("phone", programmes.shown(found, "contactPhone", entry.phone()));
        model.addAttribute("registeredOn", JapaneseDates.full(entry.registeredOn()));
        model.addAttribute("leftOn", entry.leftOn() == null ? "" : JapaneseDates.full(entry.leftOn()));
        model.addAttribute("pledge", entry.pledge() == null ? "" : entry.pledge().version() + "　"
                + JapaneseDates.dateTime(LocalDateTime.ofInstant(entry.pledge().at(), BusinessClock.JST)));
        model.addAttribute("kits", merchants.kits(found.code()).stream().filter(kit -> kit.merchant().equals(entry.number()))
                .map(kit -> JapaneseDates.full(kit.sentOn()) + "　" + kit.sets() + "組　" + or(kit.carrier()) + "　" + or(kit.trackingNumber())).toList());
        model.addAttribute("history", merchants.history(entry.number()).stream().map(line -> past(found, line)).toList());
        return "merchant/entry";
    }

    /** S3-46: one sheet that stands on the counter, for payments that the customer's phone reads (MPM). */
    @GetMapping("/office/merchants/{programme}/{merchant}/stand.pdf")
    ResponseEntity<byte[]> stand(@PathVariable String programme, @PathVariable String merchant) {
        Programme found = programmes.ofOurs(programme);
        Merchant entry = entry(found, merchant);
        String qr = Guideline.of(found).qr().replace("{merchant}", entry.number());
        byte[] pdf = printing.pdf("merchant/stand-pdf.ftlh", Map.of("programme", found.name(), "number", entry.number(), "shop", entry.shopName(),
                "qr", QrCode.dataAddress(qr), "contact", found.contact().section(), "phone", or(found.contact().phone())));
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "application/pdf").header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"stand-" + entry.number() + ".pdf\"").body(pdf);
    }

    private Merchant entry(Programme programme, String number) {
        return merchants.find(programme.code(), number).orElseThrow(() -> new NotFoundException("merchant " + number));
    }

    private List<Row> rows(Programme programme) {
        Map<String, Merchants.Kit> kits = merchants.kits(programme.code()).stream()
                .collect(Collectors.toMap(Merchants.Kit::merchant, kit -> kit, (first, later) -> later));
        return merchants.ofProgramme(programme.code()).stream().map(merchant -> new Row(merchant, kits.get(merchant.number()))).toList();
    }

    private static List<Total> totals(Programme programme, List<Row> rows) {
        int registered = (int) rows.stream().filter(row -> row.merchant().isRegistered()).count();
        int waiting = (int) rows.stream().filter(Row::waits).count();
        return Guideline.of(programme).kit().stream().map(item -> new Total(item.name(), registered * item.perShop(),
                (registered - waiting) * item.perShop(), waiting * item.perShop())).toList();
    }

    private Past past(Programme programme, Merchants.HistoryEntry entry) {
        return new Past(JapaneseDates.dateTime(LocalDateTime.ofInstant(entry.at(), BusinessClock.JST)), entry.kind().label(), entry.caseNumber(),
                entry.changes().entrySet().stream().map(change -> label(programme, change.getKey()) + "：" + value(programme, change.getKey(), change.getValue().get(0)) + " → "
                        + value(programme, change.getKey(), change.getValue().get(1))).toList());
    }

    private String label(Programme programme, String field) {
        return field.equals("account") ? "振込先の口座" : programmes.label(programme, field);
    }

    /** An account is told without its number; who needs it opens the case. */
    private String value(Programme programme, String field, String value) {
        return value == null ? "（なし）" : field.equals("account") ? "（登録あり）" : programmes.shown(programme, field, value);
    }

    private static String or(String text) {
        return text == null ? "" : text;
    }
}
