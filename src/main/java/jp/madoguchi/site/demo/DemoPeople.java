package jp.madoguchi.site.demo;

import static jp.madoguchi.org.Role.ADMINISTRATOR;
import static jp.madoguchi.org.Role.AUDITOR;
import static jp.madoguchi.org.Role.DECIDER;
import static jp.madoguchi.org.Role.MANAGER;
import static jp.madoguchi.org.Role.REVIEWER;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.FiscalYear;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.site.DemoAccounts;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Who works in the demo. The accounts are there before the application says that it is ready. */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoPeople implements ApplicationRunner, DemoAccounts {

    static final String PASSWORD = "madoguchi";
    static final String GUNMA = "100005";
    private static final String APPLICANTS = "申請者（企業）";
    private static final String MERCHANTS = "申請者（店舗）";
    private static final int ABSENT_FROM_IN_DAYS = 14;
    private static final int ABSENT_DAYS = 4;

    private static final String REVIEWS = "受信箱から申込みを受け持ち、書類の確認、ヒアリング、審査意見の作成をします。";
    private static final String DECIDES = "課長専決の案件を決裁します。";
    private static final String MANAGES = "進み具合と期限の状況を見て、遅れへの対応、担当替え、不在の登録をします。";
    private static final String AUDITS = "だれがいつ何をしたかをたどり、記録が書き換えられていないことを検証します。";
    private static final String HELPS = "委託を受けた事業の事務局です。加盟店の申込みの審査、書類の入力、発送を担当します。";

    private static final List<Officer> OFFICERS = List.of(
            new Officer("gunma-reviewer", "佐藤　真由美", GUNMA, "shinjigyo", REVIEWER, "主任", REVIEWS),
            new Officer("gunma-reviewer-2", "伊藤　大輔", GUNMA, "shinjigyo", REVIEWER, "主事", "もう一人の審査担当です。" + REVIEWS),
            new Officer("gunma-decider", "鈴木　一郎", GUNMA, "sangyoseisaku", DECIDER, "産業政策課長", DECIDES),
            new Officer("gunma-director", "小林　正人", GUNMA, "sangyo", DECIDER, "産業経済部長", "緊急時の稼働など、部長専決の案件を決裁します。"),
            new Officer("gunma-deputy", "髙橋　健司", GUNMA, "senryaku", REVIEWER, "産業戦略室長", "課長が不在の間（2週間後から）、課長に代わって決裁します（代決）。"),
            new Officer("gunma-manager", "田中　美和", GUNMA, "sangyoseisaku", MANAGER, "産業政策課課長補佐", MANAGES),
            new Officer("gunma-auditor", "渡辺　聡", GUNMA, "chiji", AUDITOR, "監査委員事務局主幹", AUDITS),
            new Officer("admin", "山本　直樹", GUNMA, "chiji", ADMINISTRATOR, "情報システム管理者",
                    "障害への対応、職員と不在、休日、事業の設定、時間を進める操作をします。"),
            new Officer("aomori-reviewer", "工藤　美咲", "020001", "kansen", REVIEWER, "主査", REVIEWS),
            new Officer("aomori-decider", "成田　隆", "020001", "hoken", DECIDER, "保健衛生課長", DECIDES),
            new Officer("aomori-manager", "三上　由紀", "020001", "hoken", MANAGER, "保健衛生課課長代理", MANAGES),
            new Officer("aomori-auditor", "対馬　誠", "020001", "chiji", AUDITOR, "監査委員事務局主査", AUDITS),
            new Officer("annaka-reviewer", "新井　翔太", "102113", "seidigi", REVIEWER, "主任", REVIEWS),
            new Officer("annaka-reviewer-2", "小板橋　葵", "102113", "seidigi", REVIEWER, "主事", "もう一人の審査担当です。" + REVIEWS),
            new Officer("annaka-decider", "萩原　恵子", "102113", "digital", DECIDER, "政策・デジタル推進課長", DECIDES),
            new Officer("annaka-manager", "須藤　学", "102113", "digital", MANAGER, "政策・デジタル推進課課長補佐", MANAGES),
            new Officer("annaka-auditor", "上原　弘", "102113", "shicho", AUDITOR, "監査委員事務局書記", AUDITS),
            new Officer("miyagi-reviewer", "阿部　彩", "040002", "digimiya", REVIEWER, "主事", REVIEWS),
            new Officer("miyagi-decider", "菅原　浩一", "040002", "digital", DECIDER, "デジタルみやぎ推進課長", DECIDES),
            new Officer("miyagi-manager", "千葉　亮", "040002", "digital", MANAGER, "デジタルみやぎ推進課総括課長補佐", MANAGES),
            new Officer("miyagi-auditor", "佐々木　綾", "040002", "chiji", AUDITOR, "監査委員事務局主任主査", AUDITS),
            new Officer("sendai-reviewer", "佐藤　結衣", "041009", "mycard", REVIEWER, "主事", "市内で開かれる催しへの協力について、県からの照会を検討します。"),
            new Officer("sendai-decider", "庄司　真", "041009", "koseki", DECIDER, "戸籍住民課長", "県からの照会への回答を決裁します。"),
            new Officer("midori-reviewer", "星野　沙織", "102121", "shoko", REVIEWER, "主任", REVIEWS),
            new Officer("midori-reviewer-2", "今泉　健太", "102121", "shoko", REVIEWER, "主事", "もう一人の審査担当です。" + REVIEWS),
            new Officer("midori-decider", "松島　豊", "102121", "shokoka", DECIDER, "商工課長", DECIDES),
            new Officer("midori-manager", "石原　香織", "102121", "shokoka", MANAGER, "商工課課長補佐", MANAGES),
            new Officer("midori-auditor", "藤生　進", "102121", "shicho", AUDITOR, "監査委員事務局書記", AUDITS));

    private static final List<Helper> HELPERS = List.of(
            new Helper("aomori-contractor", "八戸　純", "020001", "aomori-logistics", "株式会社あおもり備蓄物流", "aomori-ppe-r7", "kansen"),
            new Helper("annaka-contractor", "磯部　優子", "102113", "annaka-pay", "あんなか地域通貨運営株式会社", "annaka-currency-r6", "seidigi"),
            new Helper("miyagi-contractor", "松島　拓也", "040002", "miyagi-booth", "みやぎ申請サポート共同企業体", "miyagi-mynumber-r6", "digimiya"),
            new Helper("midori-contractor", "大間々　渉", "102121", "midori-ticket", "みどりプレミアム商品券事務局", "midori-premium-r6", "shoko"));

    private final Accounts accounts;
    private final Organisation organisation;
    private final BusinessClock clock;
    private final DemoSeeding seeding;

    DemoPeople(Accounts accounts, Organisation organisation, BusinessClock clock, DemoSeeding seeding) {
        this.accounts = accounts;
        this.organisation = organisation;
        this.clock = clock;
        this.seeding = seeding;
    }

    private record Officer(String login, String name, String government, String section, Role role, String title, String can) {}

    private record Helper(String login, String name, String government, String contractor, String contractorName, String programme,
                          String section) {}

    @Override
    public void run(ApplicationArguments arguments) {
        seeding.comeBackToThePresent();
        DemoCompany.LISTED.forEach(company -> open(accounts, company));
        DemoShop.listed().forEach(shop -> open(accounts, shop));
        OFFICERS.forEach(this::open);
        HELPERS.forEach(this::open);
        announceAbsence();
    }

    static Actor open(Accounts accounts, DemoCompany company) {
        return accounts.byLogin(company.login()).orElseGet(() ->
                accounts.openApplicant(company.login(), company.name(), company.email(), PASSWORD)).asActor();
    }

    static Actor open(Accounts accounts, DemoShop shop) {
        return accounts.byLogin(shop.login()).orElseGet(() ->
                accounts.openApplicant(shop.login(), shop.name(), shop.email(), PASSWORD)).asActor();
    }

    private void open(Officer officer) {
        Account account = accounts.byLogin(officer.login()).orElseGet(() -> accounts.openStaff(officer.login(), officer.name(),
                officer.login() + "@example.jp", PASSWORD, officer.government()));
        appoint(account, new Desk(officer.government(), officer.section(), officer.role()), officer.title());
    }

    private void open(Helper helper) {
        DataScope.within(helper.government(), () ->
                organisation.defineContractor(helper.contractor(), helper.contractorName(), List.of(helper.programme())));
        Account account = accounts.byLogin(helper.login()).orElseGet(() -> accounts.openContractor(helper.login(), helper.name(),
                helper.login() + "@example.jp", PASSWORD, helper.government(), helper.contractor()));
        appoint(account, new Desk(helper.government(), helper.section(), Role.CONTRACTOR), helper.contractorName() + "　事務局");
    }

    private void appoint(Account account, Desk desk, String title) {
        LocalDate since = FiscalYear.of(clock.today()).firstDay().minusYears(1);
        DataScope.within(desk.government(), () -> {
            if (organisation.postsOf(account.id(), clock.today()).isEmpty()) {
                organisation.appoint(account.id(), desk, title, since);
            }
        });
    }

    /** The head of the section is away, but not yet: whoever tries the demo today decides as the head. */
    private void announceAbsence() {
        DataScope.within(GUNMA, () -> seeding.once("absence", () -> {
            LocalDate from = clock.today().plusDays(ABSENT_FROM_IN_DAYS);
            organisation.registerAbsence(GUNMA, id("gunma-decider"), id("gunma-deputy"), from, from.plusDays(ABSENT_DAYS),
                    "海外出張", accounts.get(id("gunma-manager")).asActor());
        }));
    }

    private String id(String login) {
        return accounts.byLogin(login).orElseThrow().id();
    }

    @Override
    public List<DemoAccount> all() {
        List<DemoAccount> all = new ArrayList<>();
        DemoCompany.LISTED.forEach(company ->
                all.add(new DemoAccount(company.login(), company.name(), company.city(), APPLICANTS, company.can())));
        DemoShop.listed().forEach(shop -> all.add(new DemoAccount(shop.login(), shop.name(), shop.address(), MERCHANTS, shop.can())));
        OFFICERS.forEach(officer -> all.add(new DemoAccount(officer.login(), officer.name(), officer.title(),
                nameOf(officer.government()), officer.can())));
        HELPERS.forEach(helper -> all.add(new DemoAccount(helper.login(), helper.name(), helper.contractorName(),
                nameOf(helper.government()), HELPS)));
        return all;
    }

    private String nameOf(String government) {
        return DataScope.within(DataScope.EVERYTHING, () -> organisation.government(government).name());
    }
}
