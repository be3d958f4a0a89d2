package jp.madoguchi.merchant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.TestOffice;

/** One city's merchant programme in tests: its people, and what they do with merchants. */
public final class MerchantOffice {

    /** The cities whose programmes differ in their files alone. */
    public enum City {
        ANNAKA("102113", "annaka-currency-r6", "seidigi", "digital", "安中市安中", "3790192", "ACUR"),
        MIDORI("102121", "midori-premium-r6", "shoko", "shokoka", "みどり市大間々町大間々", "3760101", "MPREM");

        public final String government;
        public final String programme;
        public final String section;
        final String deciding;
        final String town;
        final String postalCode;
        final String prefix;

        City(String government, String programme, String section, String deciding, String town, String postalCode, String prefix) {
            this.government = government;
            this.programme = programme;
            this.section = section;
            this.deciding = deciding;
            this.town = town;
            this.postalCode = postalCode;
            this.prefix = prefix;
        }
    }

    /** Shops and accounts of different tests must not look alike: duplicates are sought in the whole programme. */
    private static final AtomicLong SHOPS = new AtomicLong(1000);

    public final City city;
    public final Actor applicant;
    public final Actor contractor;
    public final Actor reviewer;
    public final Actor decider;
    private final TestOffice office;

    public MerchantOffice(TestOffice office, City city) {
        this.office = office;
        this.city = city;
        applicant = office.applicant("青木商店");
        contractor = office.contractor(city.government, city.section, city.programme, "事務局　花子");
        reviewer = office.staff(city.government, "佐藤　真由美", city.section, Role.REVIEWER, "主任");
        decider = office.staff(city.government, "鈴木　一郎", city.deciding, Role.DECIDER, "課長");
    }

    /** A shop in the city that meets every requirement and looks like no other. */
    public Map<String, Object> application() {
        long one = SHOPS.incrementAndGet();
        Map<String, Object> answers = new HashMap<>(Map.of("shopName", "青木商店" + one, "shopKana", "アオキショウテン", "shopPostalCode", city.postalCode,
                "shopAddress", "群馬県" + city.town + "一丁目" + one + "番地", "category", "grocery", "ownerName", "青木　太郎",
                "contactName", "青木　太郎", "contactPhone", "027-000-0000", "contactEmail", "aoki@example.jp"));
        answers.put("excludedTrades", List.of("none"));
        if (city == City.ANNAKA) {
            answers.put("wishesCardSales", "no");
        }
        answers.put("hasQrDevice", "no");
        answers.putAll(Map.of("accountKind", "bank", "bankCode", "0128", "branchCode", "180", "accountType", "1",
                "accountNumber", "%07d".formatted(one), "accountHolder", "ｱｵｷ ﾀﾛｳ"));
        for (String tick : List.of("pledgesNoMisuse", "pledgesNoOrganizedCrime", "consents", "declaresTruth")) {
            answers.put(tick, true);
        }
        return answers;
    }

    public CaseNumber receives(Map<String, Object> application) {
        return receives(applicant, "merchant", application);
    }

    public CaseNumber receives(Actor who, String call, Map<String, Object> answers) {
        return office.receives(who, city.programme, call, Answers.of(answers), UUID.randomUUID().toString()).caseNumber();
    }

    public CaseNumber reports(Map<String, Object> violation) {
        return office.opens(reviewer, city.programme, "merchant-violation", violation);
    }

    /** From the filing to the decision, everything in order. */
    public void reviewsToTheDecision(CaseNumber number) {
        office.concludes(contractor, number, "UserTask_CheckApplication", "complete");
        if (office.openTasks(number).contains("UserTask_ScreenCardSales")) {
            office.concludes(contractor, number, "UserTask_ScreenCardSales", "qualified", cardSales(), "");
        }
        forwards(number);
    }

    private void forwards(CaseNumber number) {
        office.concludes(contractor, number, "UserTask_WriteOpinion", "grant", Map.of("opinion", "登録が適当である。"), "");
        office.concludes(reviewer, number, "UserTask_ConsultCity", "forward", Map.of("consultationOpinion", "異議なし。"), "");
    }

    /** From the opinion to the letter. */
    public void decides(CaseNumber number) {
        forwards(number);
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
    }

    public Map<String, Object> cardSales() {
        return Map.of("cardSalesChecked", List.of("hours", "safekeeping", "stock", "staff"));
    }

    /** A registered merchant whose letter went out; its kit is still to be sent. */
    public CaseNumber registers(Map<String, Object> application) {
        CaseNumber number = receives(application);
        reviewsToTheDecision(number);
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        return number;
    }

    public void sendsTheKit(CaseNumber number) {
        office.concludes(contractor, number, "UserTask_SendKit", "sent", Map.of("sentOn", office.today().toString(), "sets", 1,
                "carrier", "ゆうパック", "trackingNumber", "1234-5678-9012"), "");
    }

    /** As the city's staff. */
    public <T> T within(java.util.function.Supplier<T> reading) {
        return DataScope.within(city.government, reading);
    }
}
