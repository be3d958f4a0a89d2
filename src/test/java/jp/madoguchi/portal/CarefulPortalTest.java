package jp.madoguchi.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Drafts;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.Visitor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What can go wrong between a person and the portal, and does not. */
@MadoguchiTest
class CarefulPortalTest {

    private static final String NASTY = "𠮷\uFA19髙<script>alert(1)</script>\"'&${7*7}";

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("portal");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Drafts drafts;
    @Autowired
    FormCatalogue forms;
    @Autowired
    Cases cases;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    @Test
    @DisplayName("利用者登録：どのアドレスでも同じ答え、メールのリンクで完了し、ログインできる")
    void signing_up() {
        Visitor visitor = new Visitor(chromium, true);
        visitor.opens("/sign-up");
        visitor.findsNoBarrier("sign-up");
        visitor.types(Map.of("name", NASTY, "email", "new-applicant@example.jp", "password", "long-password-1", "again", "another"));
        visitor.presses("確認メールを送る");
        assertThat(visitor.reads()).contains("2つのパスワードが一致していません");
        assertThat(visitor.page.inputValue("#name")).isEqualTo(NASTY);
        visitor.findsNoBarrier("sign-up-errors");
        visitor.types(Map.of("password", "long-password-1", "again", "long-password-1"));
        visitor.presses("確認メールを送る");
        String answer = visitor.reads();
        visitor.findsNoBarrier("sign-up-sent");
        visitor.opens("/sign-up");
        visitor.types(Map.of("name", "別人", "email", "new-applicant@example.jp", "password", "long-password-2", "again", "long-password-2"));
        visitor.presses("確認メールを送る");
        assertThat(visitor.reads()).as("nobody learns who is signed up").isEqualTo(answer);

        String code = everything(() -> jdbc.sql("select confirmation_code from account where login = 'new-applicant@example.jp'")
                .query(String.class).single());
        visitor.opens("/sign-up/confirm?code=" + code);
        visitor.findsNoBarrier("sign-up-confirm");
        visitor.presses("登録を完了する");
        assertThat(visitor.reads()).contains("メールアドレスを確認しました");
        visitor.opens("/sign-up/confirm?code=" + code);
        visitor.presses("登録を完了する");
        assertThat(visitor.reads()).contains("このリンクは使えません");
    }

    @Test
    @DisplayName("二度押し、二つのタブ、古い画面：案件は一つだけ、説明つき")
    void a_doubled_submission_is_one_case() {
        Actor applicant = office.applicant("株式会社二度押し");
        Drafts.Draft draft = complete(applicant, "株式会社二度押し");
        Visitor visitor = signedIn(applicant, true);
        visitor.opens("/drafts/" + draft.id() + "/preview");
        Page other = visitor.newPage();
        other.navigate(chromium.address("/drafts/" + draft.id() + "/preview"));
        Page stale = visitor.newPage();
        stale.navigate(chromium.address("/drafts/" + draft.id() + "/preview"));
        DataScope.within(applicant.id(), () -> drafts.save(applicant, draft.id(), draft.answers().with("supplyNote", "あとから"), 7));
        stale.waitForNavigation(() -> stale.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("この内容で提出する")).click());
        assertThat(stale.locator("main").innerText()).contains("確認画面を開いたあとに、内容が変わりました", "あとから");

        visitor.opens("/drafts/" + draft.id() + "/preview");
        other.reload();
        visitor.page.evaluate("""
                () => Promise.all([1, 2, 3].map(() => fetch(document.querySelector('form[action$="/submit"]').action,
                    {method: 'POST', body: new FormData(document.querySelector('form[action$="/submit"]'))})))""");
        other.waitForNavigation(() -> other.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("この内容で提出する")).click());
        assertThat(other.url()).endsWith("/receipt");
        assertThat(other.locator("main").innerText()).contains("この申込みはすでに提出されています");
        assertThat(DataScope.within(applicant.id(), () -> cases.ofParty(applicant.id()))).hasSize(1);
    }

    @Test
    @DisplayName("長い入力の途中でログインが切れても、何も失われない")
    void a_session_that_ends_loses_nothing() {
        Actor applicant = office.applicant("株式会社途中");
        Drafts.Draft draft = DataScope.within(applicant.id(), () -> drafts.begin(applicant, "gunma-mask-r5", "vendor"));
        Visitor visitor = signedIn(applicant, true);
        visitor.opens("/drafts/" + draft.id());
        visitor.types("companyName", "途中まで入力した会社");
        visitor.page.waitForCondition(() -> visitor.page.locator("[data-autosave-status]").innerText().contains("下書きを保存しました"));
        visitor.sessionEnds();
        visitor.opens("/drafts/" + draft.id());
        assertThat(visitor.heading()).isEqualTo("ログイン");
        visitor.signsIn(accounts.get(applicant.id()).login());
        assertThat(visitor.page.inputValue("[name=companyName]")).isEqualTo("途中まで入力した会社");
        visitor.opens("/my/cases");
        assertThat(visitor.reads()).contains("入力中の下書き", "続きから入力する");
        visitor.findsNoBarrier("my-cases-draft");
    }

    @Test
    @DisplayName("キーボードだけで入力を進められ、Enter は次へ進む")
    void the_wizard_by_keyboard_alone() {
        Actor applicant = office.applicant("株式会社キーボード");
        Drafts.Draft draft = complete(applicant, "株式会社キーボード");
        Visitor visitor = signedIn(applicant, true);
        visitor.opens("/drafts/" + draft.id() + "?step=1");
        tabsTo(visitor, "companyName");
        visitor.page.keyboard().press("Control+A");
        visitor.page.keyboard().type("株式会社鍵盤");
        visitor.page.waitForNavigation(() -> visitor.page.keyboard().press("Enter"));
        assertThat(visitor.page.url()).contains("step=2");
        assertThat(DataScope.within(applicant.id(), () -> drafts.get(applicant, draft.id())).answers().text("companyName")).isEqualTo("株式会社鍵盤");
        visitor.opens("/drafts/" + draft.id() + "?step=6");
        tabsTo(visitor, "_next");
        visitor.page.waitForNavigation(() -> visitor.page.keyboard().press("Enter"));
        assertThat(visitor.page.url()).endsWith("/preview");
    }

    @Test
    @DisplayName("珍しい漢字とスクリプトは、どの項目でも文字のまま")
    void rare_kanji_and_scripts_are_only_text() {
        Actor applicant = office.applicant("<b>𠮷田</b>");
        Drafts.Draft draft = complete(applicant, NASTY);
        Answers answers = draft.answers();
        for (String field : List.of("representativeTitle", "representativeName", "address", "contactDepartment", "contactName",
                "productName", "factoryName", "factoryAddress", "vfeCertificationBody", "supplyNote")) {
            answers = answers.with(field, NASTY);
        }
        answers = answers.with("sites", List.of(Map.of("siteType", "headquarters", "name", NASTY, "prefecture", "10", "address", NASTY)));
        Answers typed = answers;
        DataScope.within(applicant.id(), () -> drafts.save(applicant, draft.id(), typed, 7));
        Visitor visitor = signedIn(applicant, true);
        for (int step = 1; step <= 6; step++) {
            visitor.opens("/drafts/" + draft.id() + "?step=" + step);
            visitor.findsNoBarrier("nasty-step-" + step);
        }
        visitor.narrow();
        visitor.opens("/drafts/" + draft.id() + "/preview");
        assertThat(visitor.reads().split(java.util.regex.Pattern.quote(NASTY), -1)).hasSizeGreaterThan(12);
        visitor.findsNoBarrier("nasty-preview");
        visitor.presses("この内容で提出する");
        visitor.findsNoBarrier("nasty-receipt");
        CaseNumber number = new CaseNumber(visitor.page.locator(".md-copyable__text").first().innerText());
        for (String path : List.of("/my/cases", "/my/cases/" + number, "/my/cases/" + number + "/submissions/1", "/my/cases/" + number + "/withdrawal")) {
            visitor.opens(path);
            visitor.findsNoBarrier("nasty" + path.replaceAll("GMASK-\\d+", "n").replace('/', '-'));
        }
        visitor.types("reason", NASTY);
        visitor.presses("取り下げる");
        assertThat(visitor.reads()).contains("申込みを取り下げました");
        assertThat(DataScope.within(applicant.id(), () -> cases.submission(number)).answers().text("representativeName"))
                .as("stored as typed").isEqualTo(NASTY);
    }

    @Test
    @DisplayName("マイナンバーは保存されず、説明つきで入力欄に残る")
    void a_my_number_is_not_kept() {
        Actor applicant = office.applicant("株式会社番号");
        Drafts.Draft draft = complete(applicant, "株式会社番号");
        Visitor visitor = signedIn(applicant, false);
        visitor.opens("/drafts/" + draft.id() + "?step=4");
        visitor.types("supplyNote", "番号は123456789018です");
        visitor.presses("次へ進む");
        assertThat(visitor.reads()).contains("マイナンバー");
        assertThat(visitor.page.inputValue("[name=supplyNote]")).isEqualTo("番号は123456789018です");
        assertThat(DataScope.within(applicant.id(), () -> drafts.get(applicant, draft.id())).answers().text("supplyNote")).isEmpty();
    }

    @Test
    @DisplayName("ほかの人の下書き・案件・書類は見つからない")
    void what_belongs_to_others_is_not_there() {
        Actor owner = office.applicant("株式会社持ち主");
        Drafts.Draft draft = complete(owner, "株式会社持ち主");
        CaseNumber number = office.receives(owner, office.eligibleApplication(owner, "株式会社持ち主"));
        String document = office.uploads(owner, "ひみつ.pdf");
        Visitor visitor = signedIn(office.applicant("よその人"), false);
        for (String path : List.of("/drafts/" + draft.id(), "/drafts/" + draft.id() + "/preview", "/my/cases/" + number,
                "/my/cases/" + number + "/receipt", "/my/cases/" + number + "/submissions/1", "/documents/" + document,
                "/programmes/annaka-currency-r6/vendors", "/calls/gunma-mask-r5/emergency-activation", "/apply/gunma-mask-r5/emergency-activation")) {
            assertThat(visitor.page.request().get(chromium.address(path)).status()).as(path).isEqualTo(404);
        }
        Page itself = signedIn(owner, false).page;
        var answer = itself.request().get(chromium.address("/documents/" + document));
        assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff")
                .containsEntry("content-security-policy", "sandbox; default-src 'none'");
        assertThat(answer.headers().get("content-disposition")).startsWith("attachment");
        assertThat(itself.request().get(chromium.address("/documents/" + document + "?view")).headers().get("content-disposition"))
                .startsWith("inline");
    }

    @Test
    @DisplayName("職員は紙の申込みをスキャンとともに入力する")
    void staff_enter_a_paper_application() {
        Actor reviewer = office.reviewer("前橋　花子");
        Drafts.Draft draft = DataScope.within(reviewer.government(), () -> drafts.begin(reviewer, "gunma-mask-r5", "vendor"));
        Answers application = office.eligibleApplication(reviewer, "紙の株式会社");
        DataScope.within(reviewer.government(), () -> drafts.save(reviewer, draft.id(), application, 7));
        Visitor visitor = signedIn(reviewer, true);
        visitor.opens("/postal");
        assertThat(visitor.reads()).contains("販売企業の追加募集", "入力中の下書き");
        visitor.findsNoBarrier("postal");
        visitor.opens("/office");
        visitor.findsNoBarrier("office");
        visitor.opens("/drafts/" + draft.id() + "/preview");
        visitor.findsNoBarrier("postal-preview");
        visitor.page.locator("#scan").setInputFiles(new FilePayload("申込書.png", "image/png", TestOffice.PNG));
        visitor.presses("この内容で提出する");
        CaseNumber number = new CaseNumber(visitor.page.url().replaceAll(".*/cases/", ""));
        assertThat(office.file(number).channel()).isEqualTo(Channel.POSTAL);
        assertThat(office.file(number).party()).isNull();
        assertThat(everything(() -> jdbc.sql("select name from document where case_number = ?").param(number.value())
                .query(String.class).list())).contains("申込書.png");
        assertThat(signedInStatus(office.staff("020001", "青森　一郎", "kansen", Role.REVIEWER, "主任"), "/apply/gunma-mask-r5/vendor")).isEqualTo(404);
    }

    @Test
    @DisplayName("英語を選ぶと、英語が並ぶ。携帯の幅でも読める")
    void english_and_a_phone() {
        Actor applicant = office.applicant("Jomo Masks Ltd.");
        Drafts.Draft draft = complete(applicant, "Jomo Masks");
        Visitor visitor = signedIn(applicant, true);
        visitor.narrow();
        for (String path : List.of("/", "/calls/gunma-mask-r5/vendor", "/my/cases", "/drafts/" + draft.id() + "?step=1", "/drafts/" + draft.id() + "/preview")) {
            visitor.opens(path);
            visitor.findsNoBarrier("phone" + path.replaceAll("[0-9a-f-]{36}", "d").replaceAll("[/?=]", "-"));
        }
        visitor.opens("/?lang=en");
        assertThat(visitor.reads()).contains("Recruitment of additional mask vendors", "Gunma");
        visitor.findsNoBarrier("phone-home-en");
        visitor.opens("/calls/gunma-mask-r5/vendor");
        assertThat(visitor.reads()).contains("the Japanese text decides", "non-woven masks made in Gunma", "Certificates of filter performance", "a hearing and so on");
        visitor.findsNoBarrier("phone-call-en");
        visitor.opens("/drafts/" + draft.id() + "?step=1");
        visitor.findsNoBarrier("phone-step-en");
        visitor.opens("/?lang=ja");
    }

    @Test
    @DisplayName("入力の途中で様式が新しくなっても下書きは開き、何が変わったかを告げ、入力したものは失われない")
    void a_renewed_form_loses_nothing() {
        Actor applicant = office.applicant("株式会社様式");
        Drafts.Draft draft = complete(applicant, "株式会社様式");
        FormDefinition now = forms.get("vendor/application");
        FormDefinition before = FormDefinition.parse("before.form", now.schema().replace("\"supplyNote\"", "\"formerNote\"")
                .replace("供給体制の補足", "以前の補足").replace("単独企業", "一社での申込み"));
        everything(() -> jdbc.sql("insert into form_version (form_id, hash, content, first_seen) select ?, ?, ?, first_seen from form_version limit 1")
                .params(now.id(), before.hash(), before.schema()).update()
                + jdbc.sql("update draft set form_hash = ?, answers = ? where id = ?")
                .params(before.hash(), draft.answers().with("formerNote", "前の様式で書いたこと").toJson(), draft.id()).update());
        for (boolean scripts : new boolean[] {true, false}) {
            Visitor visitor = signedIn(applicant, scripts);
            visitor.opens("/drafts/" + draft.id() + "?step=1");
            assertThat(visitor.reads()).contains("様式が新しくなりました", "新しい項目：供給体制の補足", "なくなった項目：以前の補足",
                    "変わった項目：申込者の区分");
            assertThat(visitor.page.inputValue("[name=companyName]")).isEqualTo("株式会社様式");
            visitor.findsNoBarrier("draft-renewed");
        }
        Visitor visitor = signedIn(applicant, false);
        visitor.opens("/drafts/" + draft.id() + "?step=1");
        visitor.types("contactName", "新しい担当");
        visitor.presses("次へ進む");
        Answers saved = DataScope.within(applicant.id(), () -> drafts.get(applicant, draft.id())).answers();
        assertThat(saved.text("contactName")).isEqualTo("新しい担当");
        assertThat(saved.text("formerNote")).as("kept, should the question come back").isEqualTo("前の様式で書いたこと");
        assertThat(saved.text("companyName")).isEqualTo("株式会社様式");
        visitor.opens("/drafts/" + draft.id() + "/preview");
        visitor.presses("この内容で提出する");
        assertThat(visitor.heading()).isEqualTo("申込みを受け付けました");
    }

    @Test
    @DisplayName("大きすぎるファイルは、スクリプトがあれば送る前に、なければその項目で断られ、ほかの入力は残る")
    void an_oversized_file_takes_nothing_with_it(@TempDir Path folder) throws IOException {
        Path large = file(folder, "大きい証明書.pdf", Documents.LARGEST + 1);
        Actor applicant = office.applicant("株式会社大容量");
        for (boolean scripts : new boolean[] {true, false}) {
            Drafts.Draft draft = complete(applicant, "株式会社大容量");
            Visitor visitor = signedIn(applicant, scripts);
            visitor.opens("/drafts/" + draft.id() + "?step=3");
            visitor.types("productName", "打ち込んだ製品名" + scripts);
            Locator input = visitor.page.locator("input[name='bfeCertificate.file']");
            input.setInputFiles(large);
            if (scripts) {
                assertThat(visitor.page.locator(".md-files__error").innerText()).contains("大きすぎます（上限 10.0MB）");
                assertThat(input.evaluate("input => input.files.length")).as("nothing is sent").isEqualTo(0);
                visitor.findsNoBarrier("file-too-large");
                visitor.presses("次へ進む");
            } else {
                visitor.presses("次へ進む");
                assertThat(visitor.reads()).contains("「大きい証明書.pdf」は大きすぎます（上限10MB）");
                assertThat(visitor.page.inputValue("[name=productName]")).isEqualTo("打ち込んだ製品名false");
                visitor.findsNoBarrier("file-too-large");
            }
            assertThat(DataScope.within(applicant.id(), () -> drafts.get(applicant, draft.id())).answers().text("productName"))
                    .isEqualTo("打ち込んだ製品名" + scripts);
        }
    }

    @Test
    @DisplayName("送信できる量を超えたときも、日本語で理由と次にすることが示され、下書きは残る")
    void more_than_the_server_takes_is_told_in_words(@TempDir Path folder) throws IOException {
        Path huge = file(folder, "巨大.pdf", 101L * 1024 * 1024);
        Actor applicant = office.applicant("株式会社超過");
        Drafts.Draft draft = complete(applicant, "株式会社超過");
        Visitor visitor = signedIn(applicant, false);
        visitor.opens("/drafts/" + draft.id() + "?step=3");
        visitor.page.locator("input[name='bfeCertificate.file']").setInputFiles(huge);
        visitor.presses("次へ進む");
        assertThat(visitor.reads()).contains("ファイルが大きすぎます", "保存済みの下書き");
        visitor.opens("/drafts/" + draft.id() + "?step=3");
        assertThat(visitor.page.inputValue("[name=productName]")).isEqualTo(draft.answers().text("productName"));
    }

    @Test
    @DisplayName("ファイルを選ぶボタンは画面の言語で、キーボードで届き、本来の入力欄のまま読み上げられる")
    void the_file_button_speaks_the_pages_language() {
        Actor applicant = office.applicant("株式会社言語");
        Drafts.Draft draft = complete(applicant, "株式会社言語");
        Visitor visitor = signedIn(applicant, true);
        visitor.opens("/drafts/" + draft.id() + "?step=3");
        assertThat(visitor.page.locator(".md-drop__button").first().innerText()).startsWith("ファイルを選ぶ");
        tabsTo(visitor, "vfeCertificate.file");
        assertThat(visitor.page.evaluate("document.activeElement.type")).isEqualTo("file");
        assertThat(visitor.page.evaluate("document.activeElement.labels[0].innerText")).asString().contains("証明書");
        // With a listener from now on no press of a key comes before the browser hands its dialogues over.
        visitor.page.onFileChooser(any -> assertThat(any.page()).isEqualTo(visitor.page));
        FileChooser chooser = visitor.page.waitForFileChooser(() -> visitor.page.keyboard().press("Space"));
        chooser.setFiles(new FilePayload("選んだ.png", "image/png", TestOffice.PNG));
        assertThat(visitor.page.locator(".md-files").first().innerText()).contains("選んだ.png");
        visitor.findsNoBarrier("file-button");
        visitor.page.waitForFileChooser(() -> visitor.page.locator(".md-drop").nth(1).click());
        visitor.opens("/?lang=en");
        visitor.opens("/drafts/" + draft.id() + "?step=3");
        assertThat(visitor.page.locator(".md-drop__button").first().innerText()).startsWith("Choose");
        visitor.narrow();
        visitor.findsNoBarrier("phone-file-button");
        visitor.opens("/?lang=ja");
    }

    private static Path file(Path folder, String name, long bytes) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.write(TestOffice.PDF);
            content.setLength(bytes);
        }
        return file;
    }

    private Drafts.Draft complete(Actor applicant, String company) {
        Answers answers = office.eligibleApplication(applicant, company);
        return DataScope.within(applicant.id(), () -> {
            Drafts.Draft draft = drafts.begin(applicant, "gunma-mask-r5", "vendor");
            return drafts.save(applicant, draft.id(), answers, 7);
        });
    }

    private Visitor signedIn(Actor actor, boolean scripts) {
        Visitor visitor = new Visitor(chromium, scripts);
        visitor.signsIn(accounts.get(actor.id()).login());
        return visitor;
    }

    private int signedInStatus(Actor actor, String path) {
        Visitor visitor = signedIn(actor, false);
        return visitor.page.request().get(chromium.address(path)).status();
    }

    private static void tabsTo(Visitor visitor, String name) {
        for (int i = 0; i < 80; i++) {
            visitor.page.keyboard().press("Tab");
            if (name.equals(visitor.page.evaluate("() => document.activeElement.name && document.activeElement.tabIndex >= 0 ? document.activeElement.name : ''"))) {
                return;
            }
        }
        throw new AssertionError(name + " cannot be reached by the keyboard");
    }

    private <T> T everything(java.util.function.Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
