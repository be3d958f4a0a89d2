package jp.madoguchi.site.demo;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.inbox.DecisionLists;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.recruiting.Approach;
import jp.madoguchi.recruiting.Candidate;
import jp.madoguchi.recruiting.Candidates;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * What happened with the merchants of Annaka and Midori in the past weeks: shops were asked, applied, were registered,
 * moved, left, broke the rules, and some of Annaka's were promised a device.
 */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoMerchants implements DemoPlay {

    private static final String ANNAKA = "102113";
    private static final String CURRENCY = "annaka-currency-r6";
    private static final String MIDORI = "102121";
    private static final String PREMIUM = "midori-premium-r6";
    private static final LocalTime MORNING = LocalTime.of(9, 40);
    private static final int MINUTES_BETWEEN_SHOPS = 7;
    private static final int MINUTES_BETWEEN_STEPS = 11;

    private final DemoStage stage;
    private final Accounts accounts;
    private final Documents documents;
    private final Filing filing;
    private final Withdrawal withdrawal;
    private final Cases cases;
    private final Candidates candidates;
    private final DecisionLists lists;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;

    DemoMerchants(DemoStage stage, Accounts accounts, Documents documents, Filing filing, Withdrawal withdrawal, Cases cases,
                  Candidates candidates, DecisionLists lists, BusinessCalendars calendars, BusinessClock clock) {
        this.stage = stage;
        this.accounts = accounts;
        this.documents = documents;
        this.filing = filing;
        this.withdrawal = withdrawal;
        this.cases = cases;
        this.candidates = candidates;
        this.lists = lists;
        this.calendars = calendars;
        this.clock = clock;
    }

    @Override
    public List<DemoStep> past() {
        LocalDate present = clock.today();
        List<DemoStep> all = new ArrayList<>();
        City annaka = new City(ANNAKA, CURRENCY, "annaka", present, DemoShop.ANNAKA);
        City midori = new City(MIDORI, PREMIUM, "midori", present, DemoShop.MIDORI);
        for (City city : List.of(annaka, midori)) {
            city.steps.addAll(recruits(city));
        }
        annaka.registered(1, -12).kitSent(-9);
        annaka.registered(2, -12).kitSent(-9);
        annaka.registered(3, -11).kitSent(-8);
        annaka.registered(4, -11).kitSent(-8);
        annaka.registered(5, -10).kitSent(-7);
        annaka.registered(6, -10).kitSent(-7);
        annaka.registered(7, -9);
        annaka.toTheDecision(8, -4);
        annaka.toTheDecision(9, -4);
        annaka.toTheDecision(10, -3);
        annaka.applies(11, -8, answers -> put(answers, "excludedTrades", List.of("hospitality"))).checks(-7).opinion(-7, "refuse",
                "接待飲食等営業に当たり、加盟店募集要項の対象となる業種ではないため。").consults(-6).decides(-5, "refused",
                "加盟店募集要項に定める対象外の業種（接待飲食等営業）に当たるため。");
        annaka.applies(12, -2, answers -> answers);
        annaka.applies(13, -3, answers -> put(answers, "accountNumber", account(1))).checks(-2);
        annaka.applies(14, -6, answers -> answers).checks(-5).withdraws(-4, "開業の時期が決まらないため、取り下げます。");
        annaka.byPost(15, -1);
        changesAccount(annaka, 5, -2);
        leaves(annaka, 6, -6);
        breaksTheRules(annaka, 7, -5);
        permitted(annaka, 2, -7);
        reported(annaka, 3, -7);
        waitsForTheCity(annaka, 4, -4);
        annaka.list(-2, List.of(9, 10));

        midori.registered(2, -11).kitSent(-9);
        midori.registered(3, -10);
        midori.toTheDecision(4, -5);
        midori.applies(5, -4, answers -> answers).checks(-3).opinion(-2, "grant", "");
        midori.applies(6, -1, answers -> answers);
        midori.applies(1, -3, answers -> put(answers, "passbook", null)).does(-2, midori.office, "UserTask_CheckApplication",
                () -> new Conclusion("correct", Answers.NONE, "お手数ですが、次の書類を補ってください。",
                        List.of(new Corrections.Item("passbook", "口座名義のカナが分かる通帳の写しを添付してください。"))));
        all.addAll(annaka.steps);
        all.addAll(midori.steps);
        return all;
    }

    private static Map<String, Object> put(Map<String, Object> answers, String key, Object value) {
        answers.put(key, value);
        return answers;
    }

    private static String account(int number) {
        return "%07d".formatted(1_000_000 + number * 137);
    }

    /** A list from the chamber of commerce, papers sent to all, some calls. */
    private List<DemoStep> recruits(City city) {
        String key = city.name + "-recruits";
        return List.of(new DemoStep(key + "/0", key, city.day(-15).atTime(MORNING), city.scope(city.office), none -> {
            StringBuilder csv = new StringBuilder(String.join(",", Candidates.COLUMNS)).append('\n');
            city.shops.forEach(shop -> csv.append(String.join(",", shop.name(), shop.address(), shop.kana(), shop.postalCode(), "027-000-0000", "", shop.owner()))
                    .append('\n'));
            for (String more : List.of("丸屋呉服店", "さくら美容院", "本町青果", "駅前書房", "ひかり電器")) {
                csv.append(more).append(",群馬県").append(city.town).append("1-1,,,027-000-0000,,\n");
            }
            candidates.take(city.programme, () -> new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), city.office);
            List<Candidate> all = candidates.list(city.programme, null, "");
            candidates.dispatched(city.programme, all.stream().map(Candidate::id).limit(all.size() - 2L).toList(),
                    "送付状、加盟店募集要項、申込兼誓約書、加盟店規約", city.office);
            List<Candidate> others = all.stream().filter(one -> city.shops.stream().noneMatch(shop -> shop.name().equals(one.name()))).toList();
            candidates.approached(city.programme, others.get(0).id(), Approach.Kind.CALL, Approach.Outcome.ABSENT, "午前中に掛け直す。", city.office);
            candidates.approached(city.programme, others.get(1).id(), Approach.Kind.CALL, Approach.Outcome.WILL_APPLY, "", city.office);
            candidates.approached(city.programme, others.get(2).id(), Approach.Kind.VISIT, Approach.Outcome.DECLINED, "来春に閉店の予定。", city.office);
            return null;
        }));
    }

    private void changesAccount(City city, int shop, int day) {
        Course course = city.course("change", shop);
        course.step(day, course.party, none -> stage.files(city.programme, "merchant-change", course.key, course.party, Channel.WEB, Answers.of(Map.of(
                "merchantNumber", registrationOf(course.party), "changeKind", "change", "changeItems", List.of("contact"),
                "changeFrom", clock.today().plusDays(7).toString(), "changeReason", "担当者の交代のため", "contactName", "横川　次郎",
                "contactPhone", "027-000-0001", "contactEmail", "jiro@example.jp", "declaresTruth", true))));
    }

    private void leaves(City city, int shop, int day) {
        Course course = city.course("leaving", shop);
        course.step(day, course.party, none -> stage.files(city.programme, "merchant-change", course.key, course.party, Channel.WEB, Answers.of(Map.of(
                        "merchantNumber", registrationOf(course.party), "changeKind", "leave", "changeFrom", clock.today().toString(),
                        "changeReason", "閉店のため", "declaresTruth", true))))
                .does(day + 1, city.office, "UserTask_CheckChange", () -> Conclusion.of("accept", Answers.NONE, ""))
                .decides(day + 2, "granted", "");
    }

    private void breaksTheRules(City city, int shop, int day) {
        Course course = city.course("violation", shop);
        course.step(day, city.reviewer, none -> stage.files(city.programme, "merchant-violation", course.key, city.reviewer, Channel.OFFICE, Answers.of(
                        Map.of("merchantNumber", registrationOf(course.party), "violationKinds", List.of("no-trade"), "source", "log",
                                "violationFacts", "同じ利用者との間で、短時間に同額の取引が繰り返されている。"))))
                .does(day + 1, city.reviewer, "UserTask_Investigate", () -> Conclusion.of("guide", Answers.of(Map.of(
                        "establishedFacts", "商品の引渡しを伴わない取引が3件確認された。", "basis", "加盟店規約第8条第1号",
                        "instruction", "取引のたびに商品を引き渡し、控えを保存すること。")), ""));
    }

    private Course intends(City city, int shop, int day) {
        Course course = city.course("device", shop);
        return course.step(day, course.party, none -> stage.files(city.programme, "device-subsidy", course.key, course.party, Channel.WEB, Answers.of(
                        Map.of("merchantNumber", registrationOf(course.party), "contactName", course.shop.owner(), "contactPhone", "027-000-0000",
                                "deviceCount", "first", "ownsDevice", "no", "hasCapableDevice", "no", "plannedDevice", "スマートフォン",
                                "buysAfterPermission", true, "declaresTruth", true))))
                .step(day, Actor.SYSTEM, number -> {
                    filing.placeOnArrival(number);
                    return number;
                });
    }

    private Course waitsForTheCity(City city, int shop, int day) {
        return intends(city, shop, day).does(day + 1, city.office, "UserTask_CheckIntention", () -> Conclusion.of("accept", Answers.NONE, ""));
    }

    private Course permitted(City city, int shop, int day) {
        return waitsForTheCity(city, shop, day).decides(day + 2, "granted", "");
    }

    private void reported(City city, int shop, int day) {
        Course course = permitted(city, shop, day);
        course.does(day + 4, course.party, "UserTask_SubmitEvidence", () -> Conclusion.of("submitted", Answers.of(Map.of("dealer", "群馬電器 安中店",
                "purchasedOn", clock.today().toString(), "device", "スマートフォン", "price", 18_500, "receiptNumber", "R-2024-0031",
                "receipt", List.of(documents.store(course.party, "領収書.pdf", DemoPapers.pdf("Receipt")).id()), "boughtOurselves", true)), ""));
    }

    /** The number under which a shop was registered, as its timeline tells it. */
    private String registrationOf(Actor party) {
        return cases.ofParty(party.id()).stream().flatMap(file -> cases.timeline(file.number()).stream())
                .filter(entry -> entry.kind().equals("merchant.registered")).map(entry -> entry.facts().get("merchant")).findFirst().orElseThrow();
    }

    /** One city's offices and shops. */
    private final class City {

        private final String government;
        private final String programme;
        private final String name;
        private final String town;
        private final LocalDate present;
        private final List<DemoShop> shops;
        private final Actor office;
        private final Actor reviewer;
        private final Actor decider;
        private final List<DemoStep> steps = new ArrayList<>();

        City(String government, String programme, String name, LocalDate present, List<DemoShop> shops) {
            this.government = government;
            this.programme = programme;
            this.name = name;
            this.town = name.equals("annaka") ? "安中市安中" : "みどり市笠懸町鹿";
            this.present = present;
            this.shops = shops;
            this.office = officer("contractor");
            this.reviewer = officer("reviewer");
            this.decider = officer("decider");
        }

        private Actor officer(String role) {
            return accounts.byLogin(name + "-" + role).orElseThrow().asActor();
        }

        LocalDate day(int day) {
            return calendars.plusBusinessDays(new GovernmentCode(government), present, day);
        }

        String scope(Actor actor) {
            return switch (actor.kind()) {
                case CONTRACTOR -> DataScope.ofContractor(government, List.of(programme));
                case STAFF -> government;
                case SYSTEM -> DataScope.EVERYTHING;
                default -> actor.id();
            };
        }

        Course course(String what, int shop) {
            return new Course(this, what, shop);
        }

        Course applies(int shop, int day, UnaryOperator<Map<String, Object>> altered) {
            Course course = course("merchant", shop);
            return course.step(day, course.party, none -> stage.files(programme, "merchant", course.key, course.party, Channel.WEB, Answers.of(
                    altered.apply(course.shop.application(account(shop), paper(course.party))))));
        }

        void byPost(int shop, int day) {
            Course course = course("merchant", shop);
            course.step(day, office, none -> stage.files(programme, "merchant", course.key, office, Channel.POSTAL,
                    Answers.of(course.shop.application(account(shop), paper(office)))));
        }

        Course toTheDecision(int shop, int day) {
            return applies(shop, day, answers -> answers).checks(day + 1).opinion(day + 1, "grant", "").consults(day + 1);
        }

        Course registered(int shop, int day) {
            return toTheDecision(shop, day).decides(day + 2, "granted", "");
        }

        void list(int day, List<Integer> waiting) {
            String key = name + "-list";
            steps.add(new DemoStep(key + "/0", key, day(day).atTime(16, 30), government, none -> {
                List<CaseNumber> numbers = lists.candidates(programme).stream()
                        .filter(one -> waiting.stream().anyMatch(shop -> shops.get(shop - 1).name().equals(one.title())))
                        .map(one -> one.caseNumber()).toList();
                lists.prepare(reviewer, programme, "加盟店の登録について", "募集要項の要件を満たすことを確認した加盟店です。", numbers);
                return numbers.get(0);
            }));
        }

        private String paper(Actor actor) {
            return documents.store(actor, "通帳の写し.pdf", DemoPapers.pdf("Bank book")).id();
        }
    }

    /** One case and what people did about it. */
    private final class Course {

        private final City city;
        private final String key;
        private final int place;
        private final DemoShop shop;
        private final Actor party;
        private LocalDateTime last;
        private int count;

        Course(City city, String what, int shop) {
            this.city = city;
            this.key = city.name + "-" + what + "-" + shop;
            this.place = shop;
            this.shop = city.shops.get(shop - 1);
            this.party = DemoPeople.open(accounts, this.shop);
        }

        Course step(int day, Actor actor, UnaryOperator<CaseNumber> deed) {
            LocalDateTime at = city.day(day).atTime(MORNING.plusMinutes((long) place * MINUTES_BETWEEN_SHOPS));
            if (last != null && at.isBefore(last.plusMinutes(MINUTES_BETWEEN_STEPS))) {
                at = last.plusMinutes(MINUTES_BETWEEN_STEPS);
            }
            last = at;
            city.steps.add(new DemoStep(key + "/" + count++, key, at, city.scope(actor), deed));
            return this;
        }

        Course does(int day, Actor actor, String task, Supplier<Conclusion> conclusion) {
            return step(day, actor, number -> stage.concludes(number, actor, task, conclusion.get()));
        }

        Course checks(int day) {
            does(day, city.office, "UserTask_CheckApplication", () -> Conclusion.of("complete", Answers.NONE, ""));
            return shop.cards() ? does(day, city.office, "UserTask_ScreenCardSales", () -> Conclusion.of("qualified",
                    Answers.of(Map.of("cardSalesChecked", List.of("hours", "safekeeping", "stock", "staff"))), "")) : this;
        }

        Course opinion(int day, String outcome, String reason) {
            return does(day, city.office, "UserTask_WriteOpinion", () -> Conclusion.of(outcome, Answers.of(Map.of("opinion",
                    outcome.equals("grant") ? "募集要項およびガイドラインの要件を満たしており、登録が適当と認める。" : reason)), reason));
        }

        Course consults(int day) {
            return does(day, city.reviewer, "UserTask_ConsultCity",
                    () -> Conclusion.of("forward", Answers.of(Map.of("consultationOpinion", "事務局の意見のとおりで差し支えない。")), ""));
        }

        Course decides(int day, String outcome, String reason) {
            return does(day, city.decider, "UserTask_Decide", () -> Conclusion.of(outcome, Answers.NONE, reason));
        }

        Course kitSent(int day) {
            return does(day, city.office, "UserTask_SendKit", () -> Conclusion.of("sent", Answers.of(Map.of("sentOn", clock.today().toString(),
                    "sets", 1, "carrier", "ゆうパック", "trackingNumber", "1234-5678-90%02d".formatted(place))), ""));
        }

        Course withdraws(int day, String reason) {
            return step(day, party, number -> {
                withdrawal.withdraw(number, party, reason);
                return number;
            });
        }
    }
}
