package jp.madoguchi.site.demo;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import jp.madoguchi.forms.Answers;

/** What the people of the demo write into the forms of {@code forms/vendor}. */
final class DemoAnswers {

    private static final String TESTED_BY = "一般財団法人カケンテストセンター";

    private DemoAnswers() {}

    /** A whole application. @param paper stores a PDF under a name and gives its id */
    static Answers application(DemoCompany company, BiFunction<String, String, String> paper) {
        Map<String, Object> answers = new HashMap<>();
        boolean consortium = company.name().contains("連合体");
        String address = company.city() + "中央町一丁目" + (company.monthlySupply() / 5000) + "番地";
        answers.put("applicantType", consortium ? "consortium" : "single");
        answers.put("companyName", company.name());
        answers.put("companyKana", company.kana());
        answers.put("corporateNumber", company.corporateNumber());
        answers.put("representativeTitle", "代表取締役");
        answers.put("representativeName", company.representative());
        answers.put("postalCode", "371-8570");
        answers.put("prefecture", "10");
        answers.put("address", address);
        answers.put("contactDepartment", "営業部");
        answers.put("contactName", company.contact());
        answers.put("contactPhone", "027-000-0000");
        answers.put("contactEmail", company.email());
        if (consortium) {
            answers.put("members", List.of(Map.of("name", "株式会社富岡シルク", "roles", List.of("procurement", "sale")),
                    Map.of("name", "上州配送協同組合", "roles", List.of("settlement", "delivery"))));
        }
        answers.put("sites", List.of(
                Map.of("siteType", "headquarters", "name", "本社", "prefecture", "10", "address", address),
                Map.of("siteType", "factory", "name", "第一工場", "prefecture", "10", "address", address)));
        answers.put("productName", company.product());
        answers.put("madeInPrefecture", "yes");
        answers.put("factoryName", "第一工場");
        answers.put("factoryAddress", address);
        answers.put("certifiedInJapan", "yes");
        List<String> metrics = List.of("vfe", "bfe", "pfe");
        for (int i = 0; i < metrics.size(); i++) {
            String metric = metrics.get(i);
            answers.put(metric, company.filter().get(i));
            answers.put(metric + "CertificationBody", TESTED_BY);
            answers.put(metric + "Certificate", List.of(paper.apply(metric.toUpperCase() + "証明書.pdf",
                    metric.toUpperCase() + " certificate: " + company.filter().get(i) + " %")));
        }
        answers.put("procurementBy", consortium ? "member" : "own");
        answers.put("saleBy", consortium ? "member" : "own");
        answers.put("settlementBy", consortium ? "member" : "own");
        answers.put("deliveryBy", consortium ? "member" : "own");
        answers.put("monthlySupply", company.monthlySupply());
        answers.put("leadTimeDays", 14);
        answers.put("companyOverview", List.of(paper.apply("会社案内.pdf", "Company overview")));
        answers.put("productOverview", List.of(paper.apply("製品カタログ.pdf", "Product catalogue")));
        answers.put("agreesToTerms", true);
        answers.put("pledgesNoOrganizedCrime", true);
        answers.put("declaresTruth", true);
        return Answers.of(answers);
    }

    static Map<String, Object> papersPresent(boolean complete) {
        return Map.of("papersPresent", complete ? List.of("application", "company-overview", "product-overview", "vfe", "bfe", "pfe")
                        : List.of("company-overview", "product-overview", "vfe", "bfe"),
                "contentsConfirmed", complete ? List.of("identity", "site", "factory", "rates", "certification-body")
                        : List.of("identity", "site"));
    }

    static Map<String, Object> hearingProposal(List<LocalDate> candidates) {
        Map<String, Object> answers = new HashMap<>();
        List<String> starts = List.of("10:00", "13:30", "15:00");
        for (int i = 0; i < starts.size(); i++) {
            answers.put("candidate" + (i + 1) + "Date", candidates.get(i).toString());
            answers.put("candidate" + (i + 1) + "Start", starts.get(i));
        }
        answers.put("hearingMinutes", 60);
        answers.put("hearingMethod", "visit");
        answers.put("hearingPlace", "群馬県庁12階　産業政策課");
        answers.put("hearingNotice", "製品の見本と、性能証明書の原本をお持ちください。");
        return answers;
    }

    static Map<String, Object> hearingAnswer(DemoCompany company) {
        return Map.of("chosenCandidate", "1", "hearingAttendees", "代表取締役　" + company.representative() + "\n営業部　" + company.contact());
    }

    static Map<String, Object> hearingRecord(DemoCompany company, LocalDate heldOn) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("heldOn", heldOn.toString());
        answers.put("heldMethod", "visit");
        answers.put("participants", "県：新事業推進係主任　佐藤　真由美、同主事　伊藤　大輔\n企業：代表取締役　" + company.representative()
                + "、営業部　" + company.contact());
        answers.put("minutes", "製品の見本と証明書の原本を確認した。\n生産は第一工場の2ラインで行い、月産" + company.monthlySupply()
                + "枚まで増産できる。\n緊急時は県の連絡から14日以内に販売を始められるとの説明があった。");
        answers.put("performanceResult", "pass");
        answers.put("performanceComment", "VFE、BFE、PFEのいずれも99%以上であることを証明書の原本で確認した。");
        answers.put("supplyResult", "pass");
        answers.put("supplyComment", "仕入れから配送までの体制が整っている。");
        answers.put("coordinationResult", "pass");
        answers.put("coordinationComment", "平常時から四半期ごとに在庫を報告する意向を確認した。");
        return answers;
    }

    static Map<String, Object> favourable() {
        return Map.of("opinion", "販売企業として決定することが適当である。",
                "grounds", "募集要領に定める要件（県内製造、VFE・BFE・PFEのカット率99%以上、国内認証機関の証明、県内拠点、仕入れから配送までの体制）をすべて満たし、"
                        + "ヒアリングでも供給能力と県との連携体制を確認した。");
    }

    static Map<String, Object> unfavourable(DemoCompany company) {
        return Map.of("opinion", "販売企業として決定しないことが適当である。",
                "grounds", "募集要領では、PFE（微粒子）のカット率が99%以上であることを要件としていますが、提出された証明書による値は"
                        + company.filter().get(2) + "%であり、要件を満たしません。");
    }

    static Map<String, Object> plan(DemoCompany company, LocalDate effectiveFrom) {
        return Map.of("products", List.of(Map.of("product", company.product() + "（50枚入り）", "specification", "不織布三層構造、ふつうサイズ、白",
                        "packSize", 50, "price", 980, "quantity", company.monthlySupply() / 50, "effectiveFrom", effectiveFrom.toString())),
                "securingMethod", "第一工場の生産計画に県民向けの枠を設け、2か月分の原材料を確保しています。");
    }

    static Map<String, Object> listing(DemoCompany company, String photo, String prImage) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("listingTitle", company.product() + "　50枚入り");
        answers.put("listingDescription", "群馬県内の工場で製造した不織布三層マスクです。VFE・BFE・PFEのいずれも99%以上をカットします。");
        answers.put("listingPackSize", 50);
        answers.put("listingImages", List.of(photo));
        answers.put("listingPrice", 980);
        answers.put("orderUnitMax", 10);
        answers.put("shippingFeeKind", "flat");
        answers.put("shippingFee", 550);
        answers.put("deliveryMode", "individual");
        answers.put("paymentMethods", List.of("card", "cash-on-delivery"));
        answers.put("cashOnDeliveryFee", 330);
        answers.put("cautions", "お届けまで3日から7日かかります。開封後の返品はお受けできません。");
        answers.put("sellerName", company.name());
        answers.put("inquiryPhone", "027-000-0000");
        answers.put("inquiryEmail", company.email());
        answers.put("prText", company.city() + "の工場から、県民の皆様に安心をお届けします。");
        answers.put("prImage", List.of(prImage));
        return answers;
    }

    static Map<String, Object> dataLink(DemoCompany company, LocalDate today, LocalDate saleStart) {
        return Map.of("interfaceSpecHandedOver", true, "testFileExchanged", true, "csvImportConfirmed", true,
                "deliveryContractConfirmed", true, "readyOn", today.toString(), "saleStartsOn", saleStart.toString(),
                "linkContact", company.contact() + "（027-000-0000）");
    }

    static Answers newContact(String vendorNumber, LocalDate from) {
        return Answers.of(Map.of("vendorNumber", vendorNumber, "changeKind", "change", "changeItems", List.of("contact"),
                "changeDetail", "人事異動に伴い、県との連絡担当者を変更します。", "changeFrom", from.toString(), "changeReason", "担当者の異動のため",
                "newContactDepartment", "公共営業部", "newContactName", "高瀬　渡", "newContactPhone", "027-000-0001", "declaresTruth", true));
    }

    static Answers cancellation(String vendorNumber, LocalDate from) {
        return Answers.of(Map.of("vendorNumber", vendorNumber, "changeKind", "cancel", "changeFrom", from.toString(),
                "changeReason", "生産拠点の集約に伴い、マスクの製造を終了するため。", "declaresTruth", true));
    }

    static Answers activation(LocalDate from, LocalDate opens, LocalDate closes) {
        return Answers.of(Map.ofEntries(Map.entry("situation", "epidemic"),
                Map.entry("activationReason", "県内の定点当たり報告数が3週続けて警報の基準を超え、ドラッグストアの店頭で不織布マスクの欠品が広がっている。"),
                Map.entry("operationFrom", from.toString()), Map.entry("operationTo", from.plusDays(60).toString()),
                Map.entry("shortItems", List.of(Map.of("item", "不織布マスク（ふつうサイズ）", "quantity", 2_000_000, "note", "県民1人当たり1枚"))),
                Map.entry("applicationOpensOn", opens.toString()), Map.entry("applicationOpensAt", "09:00"),
                Map.entry("applicationClosesOn", closes.toString()), Map.entry("applicationClosesAt", "17:00"),
                Map.entry("callConditions", "決定の通知から14日以内に販売を始められること。")));
    }
}
