package jp.madoguchi.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.programme.Programme;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.FileSystemUtils;

/** Requirements §2.8, S1-44, G27, T23, T20. */
class LetterRenderingTest {

    private static final LetterTemplates TEMPLATES = new LetterTemplates();
    private static final LetterPdf PDF = new LetterPdf();

    @Test
    @DisplayName("決定通知は、公文書の体裁どおりに組まれる")
    void decision() throws IOException {
        byte[] pdf = pdf("vendor-decision", words("vendor-decision", false));
        assertThat(text(pdf)).isEqualTo("""
                － 1 －
                産政第12号
                令和元年5月1日
                株式会社上毛マスク　代表取締役　上毛　花子　様
                群馬県知事　群馬　太郎　　（公印省略）
                令和5年度「群馬県マスク地産地消推進プロジェクト」県民向けマスク
                販売事業に係る販売企業の決定について（通知）
                令和5年3月20日付けで申込みのありましたこのことについて、群馬県民向けマスク等販
                売事業実施要領に基づき審査した結果、下記のとおり販売企業に決定しましたので、通知し
                ます。
                記
                1 登録番号 V-0001
                2 登録年月日 令和5年4月1日
                3 取扱製品 上毛マスク（不織布マスク、50枚入り）
                4 条件 (1) 決定後は速やかに群馬県のシステムと連携し、販売できる体制
                を整えてください。
                (2) 本事業において発生する費用は、原則として販売企業の負担と
                なります。
                (3) 申込みの内容に変更が生じたときは、速やかに変更の届出をし
                てください。
                担当 群馬県 産業経済部 産業政策課 産業戦略室 新事業推進係
                住所 〒371-8570　群馬県前橋市大手町一丁目1番1号（12階）
                電話 027-897-2794
                メール sangyo@pref.gunma.lg.jp
                """);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isOne();
            assertThat(document.getDocumentInformation().getTitle()).endsWith("販売企業の決定について（通知）");
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("ja");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
            for (COSName name : document.getPage(0).getResources().getFontNames()) {
                PDFont font = document.getPage(0).getResources().getFont(name);
                assertThat(font.isEmbedded()).as(font.getName()).isTrue();
            }
        }
    }

    private static byte[] pdf(String kind, Map<String, Object> words) throws IOException {
        byte[] pdf = PDF.render(PDF.printable(TEMPLATES.letter(kind, words)));
        Files.createDirectories(Path.of("target/letters"));
        Files.write(Path.of("target/letters", kind + (words.get("disposition").equals(true) ? "-disposition" : "") + ".pdf"), pdf);
        return pdf;
    }

    static Map<String, Object> words(String kindCode, boolean disposition) {
        Map<String, Object> words = new HashMap<>(CaseWords.sample());
        words.putAll(Map.of("caseNumber", "GMASK-000012", "addressee", "株式会社上毛マスク　代表取締役　上毛　花子", "government", "群馬県",
                "head", "群馬県知事", "programme", "令和5年度「群馬県マスク地産地消推進プロジェクト」県民向けマスク販売事業",
                "legalBasis", "群馬県民向けマスク等販売事業実施要領", "call", "販売企業の追加募集", "receivedOn", "令和5年3月20日",
                "receivedAt", "令和5年3月31日 17時00分", "link", "https://example.jp/cases/GMASK-000012"));
        words.put("contact", Map.of("section", "群馬県 産業経済部 産業政策課 産業戦略室 新事業推進係", "postalCode", "371-8570", "address",
                "群馬県前橋市大手町一丁目1番1号（12階）", "phone", "027-897-2794", "email", "sangyo@pref.gunma.lg.jp"));
        LetterKind kind = TEMPLATES.kind(kindCode);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("登録番号", "V-0001");
        facts.put("登録年月日", "令和5年4月1日");
        facts.put("取扱製品", "上毛マスク（不織布マスク、50枚入り）");
        List<String> reasons = kind.refusal() ? List.of("フィルター部の性能のうち、微粒子（PFE）のカット率が98.9%であり、募集要領に定める99%以上を満たしていないため。",
                "バクテリア飛沫（BFE）の証明書が、国内認証機関によるものであることを確認できないため。") : List.of();
        return LetterWords.add(words, kind, kind.subjectFor((String) words.get("programme")), "産政第12号", LocalDate.of(2019, 5, 1),
                new Programme.LetterSettings("産政", "群馬県知事", "群馬　太郎", true), disposition, facts, reasons, List.of());
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    @DisplayName("不決定通知は理由を示し、処分であるときだけ教示する")
    void appeal() throws IOException {
        String contractual = text(pdf("vendor-refusal", words("vendor-refusal", false)));
        String disposition = text(pdf("vendor-refusal", words("vendor-refusal", true))).replace("\n", "");
        assertThat(contractual).contains("4 理由", "(1) フィルター部", "(2) バクテリア").doesNotContain("教示", "審査請求", "3か月");
        assertThat(disposition).contains("（教示）", "起算して3か月以内に、群馬県知事に対して審査請求", "起算して6か月以内に、群馬県を被告として",
                "訴訟において群馬県を代表する者は、群馬県知事です", "起算して1年を経過したときは");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vendor-decision", "vendor-refusal", "vendor-late-refusal", "vendor-change-accepted", "vendor-change-refused",
        "merchant-registration", "merchant-refusal", "merchant-change-accepted", "merchant-change-refused", "merchant-guidance", "merchant-hearing",
        "merchant-cancellation", "merchant-retained"})
    @DisplayName("どの通知も1ページに収まり、公印を押すときは省略と書かない")
    void everyKind(String kind) throws IOException {
        Map<String, Object> words = words(kind, false);
        words.put("sealOmitted", false);
        byte[] pdf = PDF.render(PDF.printable(TEMPLATES.letter(kind, words)));
        assertThat(text(pdf)).contains("について（通知）", "様", "担当").doesNotContain("公印省略", "－ 2 －", "（通\n");
        assertThat(TEMPLATES.mail(kind, words).body()).contains("https://example.jp/cases/GMASK-000012", "産政第12号");
    }

    @Test
    @DisplayName("フォントにない字は〓にして知らせ、ある異体字はそのまま、記号や制御文字で組版は壊れない")
    void characters() throws IOException {
        Map<String, Object> words = words("vendor-decision", false);
        words.put("addressee", "𠮷野家<b>&\"'\u0000\u000b髙\uFA19神\uDB40\uDD00㈱" + (char) 0xD800);
        LetterPdf.Printable printable = PDF.printable(TEMPLATES.letter("vendor-decision", words));
        assertThat(printable.unprintable()).isEqualTo("𠮷" + Character.toString(0xE0100) + (char) 0xD800);
        assertThat(text(PDF.render(printable))).contains("〓野家<b>&\"'髙\uFA19神㈱〓　様");
    }

    @Test
    @DisplayName("理由や教示の欄がない不決定通知、壊れたひな形、書き誤った宣言では起動しない")
    void startFails(@TempDir Path home) throws IOException {
        Path shipped = new FileSystemResource("src/main/resources/templates/letters").getFile().toPath();
        FileSystemUtils.copyRecursively(shipped, home);
        assertThat(new LetterTemplates(home.toUri().toString()).kind("vendor-refusal").refusal()).isTrue();

        replace(home.resolve("vendor-refusal/letter.ftlh"), "<@s.reasons/>", "");
        replace(home.resolve("vendor-late-refusal/letter.ftlh"), "<@s.appeal/>", "<#-- <@s.appeal/> -->");
        replace(home.resolve("vendor-change-refused/letter.ftlh"), "${receivedOn}", "${recievedOn}");
        replace(home.resolve("vendor-change-accepted/kind.yaml"), "facts: ", "seal: true\nfacts: ");
        replace(home.resolve("notices/case.filed.ftl"), "${link}", "${lnik}");
        Files.delete(home.resolve("vendor-decision/mail.ftl"));
        assertThatThrownBy(() -> new LetterTemplates(home.toUri().toString())).isInstanceOf(InvalidLettersException.class)
                .hasMessageContaining("vendor-refusal/letter.ftlh: 不利益な決定の通知には理由の欄が必要です")
                .hasMessageContaining("vendor-late-refusal/letter.ftlh: 不利益な決定の通知には教示の欄が必要です")
                .hasMessageContaining("vendor-change-refused/letter.ftlh: ひな形を組み立てられません。")
                .hasMessageContaining("recievedOn")
                .hasMessageContaining("vendor-change-accepted/kind.yaml: 項目")
                .hasMessageContaining("seal")
                .hasMessageContaining("vendor-decision/mail.ftl: ひな形")
                .hasMessageContaining("notices/case.filed.ftl: ひな形")
                .extracting(Throwable::getMessage).asString().hasLineCount(7);
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to), StandardCharsets.UTF_8);
    }
}
