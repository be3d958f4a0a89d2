package jp.madoguchi.merchant.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.merchant.MerchantOffice;
import jp.madoguchi.merchant.MerchantOffice.City;
import jp.madoguchi.merchant.Merchants;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.Pdfs;
import jp.madoguchi.support.TestOffice;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionOperations;

/** The published list, the register, kits and stands, as the browser gets them. */
@MadoguchiTest
class MerchantPagesTest {

    @Autowired
    TestOffice office;
    @Autowired
    Merchants merchants;
    @Autowired
    Accounts accounts;
    @Autowired
    Programmes programmes;
    @Autowired
    List<Measure> measures;
    @Autowired
    TransactionOperations transactions;
    @Autowired
    TestRestTemplate http;

    private MerchantOffice local;
    private CaseNumber number;
    private Merchant merchant;

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("加盟店の一覧は、だれでも名前・カナ・業種・地区で探せ、CSVとPDFで取得でき、口座や連絡先のメールは載らない")
    void the_published_list(City city) throws Exception {
        isRegisteredIn(city);
        String home = "/programmes/" + city.programme + "/merchants";
        String area = city == City.ANNAKA ? "安中地区" : "大間々地区";
        assertThat(page(home + "?q={q}", merchant.shopName())).contains(merchant.shopName(), "食料品", area, merchant.address(), "〒")
                .doesNotContain("aoki@example.jp", merchant.account().number());
        // Other tests' shops sound the same and may fill the page.
        assertThat(page(home + "?q={q}&category=食料品&area={area}", "あおきしょうてん", area)).contains("青木商店").doesNotContain("条件に合う店舗はありません");
        assertThat(page(home + "?q={q}&category=飲食店", merchant.shopName())).contains("条件に合う店舗はありません").doesNotContain(merchant.address());
        assertThat(page("/calls/" + city.programme + "/merchant")).contains("href=\"" + home + "\"");
        String csv = new String(http.getForObject(home + ".csv", byte[].class), StandardCharsets.UTF_8);
        assertThat(csv).startsWith("登録番号,店舗名,フリガナ,業種,地区,郵便番号,所在地,電話番号,登録日,取扱最終日" + (city == City.ANNAKA ? ",カードの販売" : "\r\n"))
                .contains(merchant.number() + "," + merchant.shopName() + ",アオキショウテン,食料品," + area).doesNotContain(merchant.account().number());
        assertThat(Pdfs.text(http.getForObject(home + ".pdf", byte[].class))).contains("加盟店の一覧", merchant.shopName(), "食料品");
        CaseNumber leaving = local.receives(local.applicant, "merchant-change", Map.of("merchantNumber", merchant.number(), "changeKind", "leave",
                "changeFrom", office.today().toString(), "changeReason", "閉店のため。", "declaresTruth", true));
        office.concludes(local.contractor, leaving, "UserTask_CheckChange", "accept");
        office.concludes(local.decider, leaving, "UserTask_Decide", "granted");
        assertThat(page(home + "?q={q}", merchant.shopName())).contains(merchant.address());
        office.daysPass(1);
        assertThat(page(home + "?q={q}", merchant.shopName())).doesNotContain(merchant.address());
        assertThat(http.getForEntity("/programmes/gunma-mask-r5/merchants", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("キットの必要数は登録された加盟店の数に従い、発送一覧には未発送の店舗と品目ごとの合計が載る（S3-48）")
    void kits_follow_the_number_registered(City city) {
        isRegisteredIn(city);
        long registered = local.within(() -> merchants.ofProgramme(city.programme)).stream().filter(Merchant::isRegistered).count();
        assertThat(counted("merchants-registered")).isEqualTo(registered);
        long missing = counted("merchant-kits-missing");
        String home = "/office/merchants/" + city.programme;
        assertThat(as(local.contractor).getForObject(home, String.class)).contains("未発送 %d店".formatted(missing), merchant.shopName());
        String item = city == City.ANNAKA ? "操作マニュアル" : "決済POP";
        String list = as(local.contractor).getForObject(home + "/kits.csv", String.class);
        assertThat(list).contains(item, merchant.number() + "," + merchant.shopName()).contains("合計,,,,,," + missing);
        local.sendsTheKit(number);
        assertThat(counted("merchant-kits-missing")).isEqualTo(missing - 1);
        assertThat(as(local.contractor).getForObject(home + "/kits.csv", String.class)).doesNotContain(merchant.shopName()).contains("合計,,,,,," + (missing - 1));
        assertThat(as(local.reviewer).getForObject(home + "/" + merchant.number(), String.class))
                .contains("1234-5678-9012", "令和6年4月版", "登録", number.value()).doesNotContain(merchant.account().number());
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("二次元コードスタンドを印刷して読み取ると、その店舗の番号になる")
    void the_stand_is_read(City city) throws Exception {
        isRegisteredIn(city);
        byte[] pdf = as(local.contractor).getForObject("/office/merchants/" + city.programme + "/" + merchant.number() + "/stand.pdf", byte[].class);
        assertThat(Pdfs.text(pdf)).contains(merchant.shopName(), merchant.number());
        String expected = city == City.ANNAKA ? "https://pay.annaka.example/m/" : "https://pay.midori.example/shops/";
        assertThat(scanned(pdf)).isEqualTo(expected + merchant.number());
    }

    @ParameterizedTest
    @EnumSource(City.class)
    @DisplayName("台帳とスタンドは、住民にも、ほかの市の職員にも、別の事業の受託者にも見えない")
    void the_register_is_for_its_own_office(City city) {
        isRegisteredIn(city);
        City elsewhere = city == City.ANNAKA ? City.MIDORI : City.ANNAKA;
        for (String path : List.of("", "/kits.csv", "/" + merchant.number(), "/" + merchant.number() + "/stand.pdf")) {
            String address = "/office/merchants/" + city.programme + path;
            assertThat(as(local.reviewer).getForEntity(address, byte[].class).getStatusCode()).as(address).isEqualTo(HttpStatus.OK);
            for (Actor stranger : List.of(local.applicant, new MerchantOffice(office, elsewhere).reviewer,
                    office.contractor(city.government, city.section, "other-programme", "別の事務局"))) {
                assertThat(as(stranger).getForEntity(address, byte[].class).getStatusCode()).as(address).isIn(HttpStatus.NOT_FOUND, HttpStatus.FORBIDDEN);
            }
        }
    }

    private void isRegisteredIn(City city) {
        local = new MerchantOffice(office, city);
        number = local.registers(local.application());
        merchant = local.within(() -> merchants.ofCase(number)).orElseThrow();
    }

    private String page(String address, Object... values) {
        var answer = http.getForEntity(address, String.class, values);
        assertThat(answer.getStatusCode()).as(address).isEqualTo(HttpStatus.OK);
        return answer.getBody();
    }

    private TestRestTemplate as(Actor actor) {
        return http.withBasicAuth(accounts.get(actor.id()).login(), "madoguchi-test");
    }

    private long counted(String measure) {
        return local.within(() -> transactions.execute(status -> measures.stream().filter(one -> one.code().equals(measure))
                .flatMap(one -> one.value(programmes.get(local.city.programme)).stream()).findFirst().orElseThrow().longValue()));
    }

    /** Photographs the sheet at 150 dots an inch and reads the code in it. */
    private static String scanned(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            BufferedImage photo = new PDFRenderer(document).renderImageWithDPI(0, 150);
            int[] pixels = photo.getRGB(0, 0, photo.getWidth(), photo.getHeight(), null, 0, photo.getWidth());
            return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(
                    new RGBLuminanceSource(photo.getWidth(), photo.getHeight(), pixels)))).getText();
        }
    }
}
