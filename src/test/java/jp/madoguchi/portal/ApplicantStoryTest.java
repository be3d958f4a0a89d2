package jp.madoguchi.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.support.Chromium;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.support.Visitor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A company's way from the first page to the published list, with scripts and without (T26). */
@MadoguchiTest
class ApplicantStoryTest {

    @RegisterExtension
    static final Chromium chromium = Chromium.picturesIn("portal");

    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("T26: 申込み、補正、ヒアリング、決定、準備、公表まで")
    void a_company_applies_corrects_agrees_and_is_published(boolean scripts) {
        Actor applicant = office.applicant("株式会社上毛マスク");
        Visitor visitor = new Visitor(chromium, scripts);
        CaseNumber number = applies(visitor, applicant);
        correctsWhatIsAsked(visitor, number);
        agreesOnTheHearing(visitor, number);
        receivesTheLetter(visitor, number);
        preparesTheSale(visitor, number);
        isPublished(visitor, number);
    }

    private CaseNumber applies(Visitor visitor, Actor applicant) {
        visitor.opens("/");
        assertThat(visitor.reads()).contains("販売企業の追加募集", "群馬県", "あと", "令和");
        visitor.findsNoBarrier("home");
        visitor.follows("販売企業の追加募集");
        assertThat(visitor.reads()).contains("群馬県民向けマスク等販売事業実施要領", "申込みが届いた日の翌日から20日（開庁日で数えます）", "027-897-2794",
                "VFE（ウイルス飛沫）", "申込みにはログインが必要です");
        visitor.findsNoBarrier("call");
        visitor.follows("この募集に申し込む");
        visitor.signsIn(accounts.get(applicant.id()).login());
        assertThat(visitor.heading()).isEqualTo("申込みをはじめる");
        visitor.findsNoBarrier("start");
        visitor.presses("入力をはじめる");

        visitor.types("applicantType", "single");
        visitor.types("corporateNumber", "123");
        visitor.presses("次へ進む");
        assertThat(visitor.reads()).contains("入力内容を確認してください");
        assertThat(visitor.page.inputValue("[name=corporateNumber]")).as("typed values stay").isEqualTo("123");
        visitor.findsNoBarrier("step-errors");
        visitor.types(company());
        visitor.presses("次へ進む");

        visitor.types(site("sites[0]"));
        visitor.presses("拠点を追加");
        visitor.types("sites[1].name", "まちがい");
        visitor.presses("拠点 2を削除");
        assertThat(visitor.page.locator("[name='sites[1].name']").count()).as("the second row is gone").isZero();
        visitor.findsNoBarrier("step-rows");
        visitor.presses("次へ進む");

        visitor.types(product());
        visitor.uploads("vfeCertificate", "vfe証明書.exe");
        visitor.presses("次へ進む");
        assertThat(visitor.reads()).contains("名前の拡張子と中身の種類が一致しません");
        visitor.uploads("vfeCertificate", "VFE証明書𠮷.pdf");
        visitor.presses("次へ進む");
        visitor.presses("前へ戻る");
        assertThat(visitor.reads()).contains("VFE証明書𠮷.pdf");
        visitor.findsNoBarrier("step-files");
        visitor.presses("VFE証明書𠮷.pdfを削除");
        assertThat(visitor.reads()).doesNotContain("VFE証明書𠮷.pdf");
        visitor.uploads("vfeCertificate", "VFE証明書.pdf");
        visitor.uploads("pfeCertificate", "PFE証明書.pdf");
        visitor.presses("次へ進む");
        List.of("procurementBy", "saleBy", "settlementBy", "deliveryBy").forEach(function -> visitor.types(function, "own"));
        visitor.types(Map.of("monthlySupply", "100,000", "leadTimeDays", "14"));
        visitor.presses("次へ進む");
        visitor.uploads("companyOverview", "会社案内.pdf");
        visitor.uploads("productOverview", "製品案内.pdf");
        visitor.presses("次へ進む");
        List.of("agreesToTerms", "pledgesNoOrganizedCrime", "declaresTruth").forEach(tick -> visitor.types(tick, "true"));
        visitor.presses("確認へ進む");

        assertThat(visitor.heading()).isEqualTo("内容の確認");
        assertThat(visitor.reads()).contains("まだ足りないもの", "株式会社上毛マスク", "髙﨑　神太郎", "VFE証明書.pdf", "このまま提出できますが");
        visitor.findsNoBarrier("preview");
        visitor.presses("この内容で提出する");

        assertThat(visitor.heading()).isEqualTo("申込みを受け付けました");
        CaseNumber number = new CaseNumber(visitor.page.locator(".md-copyable__text").first().innerText());
        assertThat(office.file(number).party()).isEqualTo(applicant.id());
        assertThat(visitor.reads()).contains("到達の日時", "秒", "VFE証明書.pdf", "結果の目安は");
        visitor.findsNoBarrier("receipt");
        visitor.page.goBack();
        visitor.page.reload();
        assertThat(visitor.page.url()).as("going back leads to the same receipt").endsWith(number + "/receipt");
        visitor.opens("/my/cases");
        assertThat(visitor.reads()).contains(number.value(), "受付").doesNotContain("いま、していただくこと");
        return number;
    }

    private void correctsWhatIsAsked(Visitor visitor, CaseNumber number) {
        Actor reviewer = office.reviewer("前橋　太郎");
        office.asksForCorrection(reviewer, number, "UserTask_CheckCompleteness", Map.of(
                "bfeCertificate", "BFEの証明書を添付してください。", "factoryName", "工場の名称を書いてください。"));
        visitor.opens("/my/cases");
        assertThat(visitor.reads()).contains("いま、していただくこと");
        visitor.findsNoBarrier("my-cases-todo");
        visitor.follows("対応する");
        assertThat(visitor.reads()).contains("BFEの証明書を添付してください。", "工場の名称を書いてください。");
        assertThat(visitor.page.locator("[name=companyName]").count()).as("what was not asked is locked").isZero();
        visitor.findsNoBarrier("task-correction");
        visitor.types("factoryName", "前橋工場");
        visitor.uploads("bfeCertificate", "BFE証明書.pdf");
        visitor.presses("保存して中断する");
        assertThat(visitor.page.inputValue("[name=factoryName]")).isEqualTo("前橋工場");
        assertThat(visitor.reads()).contains("BFE証明書.pdf");
        visitor.presses("補正を提出する");
        assertThat(visitor.reads()).contains("提出しました", "補正で変わったところ", "前橋工場").doesNotContain("していただくこと\n");
        visitor.findsNoBarrier("case-corrected");
        office.concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
    }

    private void agreesOnTheHearing(Visitor visitor, CaseNumber number) {
        Actor reviewer = office.reviewer("高崎　次郎");
        Map<String, Object> proposal = office.hearingProposal();
        proposal.put("hearingPlace", "会議の接続先は前日にお知らせします");
        office.concludes(reviewer, number, "UserTask_ProposeHearing", "proposed", proposal, "");
        visitor.opens("/my/cases/" + number);
        assertThat(visitor.reads()).contains("していただくこと", "候補日への回答");
        visitor.findsNoBarrier("case-todo");
        visitor.follows("対応する");
        assertThat(visitor.reads()).contains("会議の接続先は前日にお知らせします", "10時");
        visitor.presses("この日時で受ける");
        assertThat(visitor.reads()).contains("入力内容を確認してください");
        visitor.types("chosenCandidate", "2");
        visitor.findsNoBarrier("task-hearing");
        visitor.presses("この日時で受ける");
        assertThat(visitor.heading()).isEqualTo("販売企業の追加募集");
        assertThat(office.openTasks(number)).contains("UserTask_HoldHearing");
    }

    private void receivesTheLetter(Visitor visitor, CaseNumber number) {
        Actor reviewer = office.reviewer("太田　四郎");
        office.concludes(reviewer, number, "UserTask_HoldHearing", "held", office.hearingRecord(), "");
        office.concludes(reviewer, number, "UserTask_WriteOpinion", "grant", office.opinion(), "");
        office.concludes(office.decider("鈴木　一郎"), number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        visitor.opens("/my/cases/" + number);
        assertThat(visitor.reads()).contains("通知書", "受け取る（PDF）", "事業計画の提出");
        visitor.findsNoBarrier("case-granted");
        byte[] letter = visitor.page.request().get(chromium.address(visitor.page.locator("a[href*='/letters/']").first().getAttribute("href"))).body();
        assertThat(new String(letter, 0, 4)).isEqualTo("%PDF");
    }

    private void preparesTheSale(Visitor visitor, CaseNumber number) {
        visitor.follows("対応する：事業計画の提出");
        Map<String, String> plan = new LinkedHashMap<>();
        plan.put("products[0].product", "上毛マスク　ふつうサイズ");
        plan.put("products[0].specification", "不織布3層");
        plan.put("products[0].packSize", "50");
        plan.put("products[0].price", "１，９８０");
        plan.put("products[0].quantity", "100000");
        plan.put("securingMethod", "自社工場で製造します。");
        visitor.types(plan);
        visitor.typesDate("products[0].effectiveFrom", "2024", "13", "");
        visitor.presses("事業計画を提出する");
        assertThat(visitor.reads()).contains("入力内容を確認してください");
        assertThat(visitor.page.inputValue("[name='products[0].effectiveFrom.month']")).as("a partly typed date stays").isEqualTo("13");
        visitor.typesDate("products[0].effectiveFrom", String.valueOf(office.today().getYear()), "1", "1");
        visitor.findsNoBarrier("task-plan");
        visitor.presses("事業計画を提出する");
        Actor reviewer = office.reviewer("桐生　三郎");
        office.concludes(reviewer, number, "UserTask_CheckPlan", "return", Map.of(), "数量の根拠を書いてください。");
        visitor.opens("/my/cases/" + number);
        visitor.follows("対応する：事業計画の提出");
        assertThat(visitor.reads()).contains("数量の根拠を書いてください。");
        assertThat(visitor.page.inputValue("[name='products[0].product']")).as("nothing is typed twice").isEqualTo("上毛マスク　ふつうサイズ");
        visitor.types("securingMethod", "自社工場で製造します。月産20万枚です。");
        visitor.presses("事業計画を提出する");
        office.concludes(reviewer, number, "UserTask_CheckPlan", "accept");
    }

    private void isPublished(Visitor visitor, CaseNumber number) {
        visitor.opens("/my/cases/" + number);
        visitor.follows("対応する：掲載情報の提出");
        Map<String, String> listing = new LinkedHashMap<>();
        listing.put("listingTitle", "上毛マスク");
        listing.put("listingDescription", "県内の工場で製造しています。");
        listing.put("listingPackSize", "50");
        listing.put("listingPrice", "1980");
        listing.put("shippingFeeKind", "included");
        listing.put("deliveryMode", "individual");
        listing.put("paymentMethods", "card");
        listing.put("cautions", "返品はできません。");
        listing.put("sellerName", "株式会社上毛マスク");
        listing.put("inquiryPhone", "027-000-0000");
        listing.put("inquiryEmail", "info@example.jp");
        listing.put("prText", "群馬の工場から直接お届けします。");
        visitor.types(listing);
        visitor.uploads("listingImages", "mask.png", TestOffice.PNG);
        visitor.uploads("prImage", "pr.png", TestOffice.PNG);
        visitor.findsNoBarrier("task-listing");
        visitor.presses("掲載情報を提出する");
        Actor reviewer = office.reviewer("館林　五郎");
        office.concludes(reviewer, number, "UserTask_CheckListing", "accept");
        office.concludes(reviewer, number, "UserTask_PrepareDataLink", "ready", office.dataLink(), "");
        office.firesTimer(number, "IntermediateCatchEvent_SaleStart");
        office.runsDueJobs(number);
        visitor.opens("/my/cases/" + number);
        visitor.findsNoBarrier("case-ended");
        assertThat(office.file(number).status()).isEqualTo(CaseStatus.COMPLETED);
        visitor.opens("/programmes/gunma-mask-r5/vendors?q=ジョウモウ");
        assertThat(visitor.reads()).contains("株式会社上毛マスク", "上毛マスク　ふつうサイズ", "1,980円", "クレジットカード");
        visitor.findsNoBarrier("vendors");
        String csv = visitor.page.request().get(chromium.address("/programmes/gunma-mask-r5/vendors.csv")).text();
        assertThat(csv).contains("株式会社上毛マスク", "1980").startsWith("登録番号");
    }

    private static Map<String, String> company() {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("companyName", "株式会社上毛マスク");
        answers.put("companyKana", "じょうもうますく");
        answers.put("corporateNumber", "7000012050002");
        answers.put("representativeTitle", "代表取締役");
        answers.put("representativeName", "髙﨑　神太郎");
        answers.put("postalCode", "371-0026");
        answers.put("prefecture", "10");
        answers.put("address", "群馬県前橋市大手町一丁目1番1号");
        answers.put("contactDepartment", "営業部");
        answers.put("contactName", "𠮷田　次郎");
        answers.put("contactPhone", "027-000-0000");
        answers.put("contactEmail", "info@example.jp");
        return answers;
    }

    /** All but the factory's name and one certificate, which are asked for later. */
    private static Map<String, String> product() {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("productName", "上毛マスク");
        answers.put("madeInPrefecture", "yes");
        answers.put("factoryAddress", "群馬県前橋市大手町一丁目1番1号");
        answers.put("certifiedInJapan", "yes");
        for (String metric : List.of("vfe", "bfe", "pfe")) {
            answers.put(metric, "99.5");
            answers.put(metric + "CertificationBody", "一般財団法人カケンテストセンター");
        }
        return answers;
    }

    private static Map<String, String> site(String row) {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put(row + ".siteType", "headquarters");
        answers.put(row + ".name", "本社");
        answers.put(row + ".prefecture", "10");
        answers.put(row + ".address", "群馬県前橋市大手町一丁目1番1号");
        return answers;
    }
}
