package jp.madoguchi.site.demo;

import java.awt.Color;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.programme.Programmes;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * What happened in Gunma during the past weeks: some twenty companies applied, and their cases stand wherever a case can
 * stand. The people act through the same use cases as the pages; nothing is written past them.
 */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoStory implements DemoPlay {

    /** The story counts office days from 0, the first on which the recruitment is open all day, to this one, the last before today. */
    private static final int LAST = 9;
    private static final String PROGRAMME = "gunma-mask-r5";
    private static final GovernmentCode GUNMA = new GovernmentCode(DemoPeople.GUNMA);
    /** How long the present recruitment has been open, and will be. */
    private static final int OPEN_FOR_DAYS = 14;
    private static final LocalTime CLOSING = LocalTime.of(17, 0);
    private static final LocalTime MORNING = LocalTime.of(9, 5);
    private static final int MINUTES_BETWEEN_COMPANIES = 17;
    private static final int MINUTES_BETWEEN_STEPS = 20;

    private final Programmes programmes;
    private final BusinessCalendars calendars;
    private final BusinessClock clock;
    private final Accounts accounts;
    private final DemoStage stage;
    private final Withdrawal withdrawal;
    private final Cases cases;
    private final Documents documents;
    private LocalDate present;

    DemoStory(Programmes programmes, BusinessCalendars calendars, BusinessClock clock, Accounts accounts, DemoStage stage,
              Withdrawal withdrawal, Cases cases, Documents documents) {
        this.programmes = programmes;
        this.calendars = calendars;
        this.clock = clock;
        this.accounts = accounts;
        this.stage = stage;
        this.withdrawal = withdrawal;
        this.cases = cases;
        this.documents = documents;
    }

    @Override
    public List<DemoStep> past() {
        present = clock.today();
        Actor sato = officer("gunma-reviewer");
        Actor ito = officer("gunma-reviewer-2");
        Actor head = officer("gunma-decider");
        List<Course> courses = new ArrayList<>();

        courses.add(earlierRecruitment(sato, ito));
        courses.add(presentRecruitment(sato, ito));
        courses.add(toTheSale(5, -13, sato, head));
        courses.add(toTheSale(11, -12, ito, head));
        courses.add(toTheHearing(13, -13, ito).held(-9, ito).opinion(4, ito, true));
        courses.add(applies(7, -12).complete(-11, sato).opinion(-10, sato, false).decides(-8, head, "refused",
                "PFE（微粒子）のカット率が募集要領に定める99%に満たないため。"));
        courses.add(late(17, head, "accept", "通信事業者の障害により送信できなかったことを確認したため、期限内の申込みと同様に扱う。")
                .complete(-5, sato).proposesHearing(-4, sato).withdraws(-2, "製造委託先の都合により、今回の申込みを取り下げます。"));
        courses.add(late(23, head, "refuse", "期限後の申込みであり、やむを得ない事情も認められないため。追加募集に改めてお申し込みください。"));

        courses.add(toTheDecision(4, 0, sato).decides(5, head, "granted", ""));
        courses.add(toTheDecision(12, 0, ito).decides(5, head, "granted", "").plan(7));
        courses.add(applies(10, 4).complete(6, ito));
        courses.add(toTheDecision(8, 4, sato));
        courses.add(toTheDecision(20, 2, sato).decides(7, head, "returned",
                "企業連合体の構成員の間の責任の分担を、審査意見に具体的に書いてください。"));
        courses.add(toTheHearing(15, 3, ito).held(8, ito));
        courses.add(toTheHearing(14, 4, sato).claims(LAST, sato, "UserTask_HoldHearing"));
        courses.add(applies(3, 5).complete(7, sato).proposesHearing(8, sato));
        courses.add(toTheHearing(19, 2, ito).held(5, ito).opinion(6, ito, true).decides(8, head, "refused",
                "ヒアリングの後に製造ラインを停止したとの届出があり、必要な数量を確保できる見込みがないため。"));
        courses.add(lacksPapers(2, 5).asksForCorrection(8, sato));
        courses.add(lacksPapers(9, 3).asksForCorrection(5, ito).answersCorrection(8));
        courses.add(lacksPapers(21, 0).asksForCorrection(1, ito));
        courses.add(applies(18, 3).claims(6, ito, "UserTask_CheckCompleteness"));
        courses.add(byPost(22, 6, sato));
        courses.add(applies(6, LAST));
        courses.add(changes(5, LAST, number -> DemoAnswers.newContact(number, clock.today().plusDays(7))));
        courses.add(changes(11, LAST - 1, number -> DemoAnswers.cancellation(number, clock.today().plusDays(30)))
                .staff(LAST, ito, "UserTask_CheckChange", "accept",
                        () -> Map.of("changeChecked", List.of("registered", "from", "open-orders")), ""));
        courses.add(new Course("activation", null, 3).step(LAST - 1, sato, none -> fileActivation("activation", sato,
                DemoAnswers.activation(clock.today().plusDays(40), clock.today().plusDays(30), clock.today().plusDays(60)))).reviewsActivation(LAST, ito));
        return courses.stream().flatMap(course -> course.steps.stream()).toList();
    }

    @Override
    public List<DemoStep> present() {
        return applies(16, LAST).steps;
    }

    /**
     * In the middle of the programme its first recruitment is long over. An activation was decided and published a
     * second one for some days.
     */
    private Course earlierRecruitment(Actor sato, Actor ito) {
        return new Course("earlier-recruitment", null, 0)
                .step(-16, sato, none -> fileActivation("earlier-recruitment", sato,
                        DemoAnswers.activation(day(0), day(-14), day(-8))))
                .reviewsActivation(-16, ito)
                .decides(-15, officer("gunma-director"), "granted", "");
    }

    /** The recruitment that is open today. */
    private Course presentRecruitment(Actor sato, Actor ito) {
        return new Course("present-recruitment", null, 1)
                .step(-3, sato, none -> fileActivation("present-recruitment", sato,
                        DemoAnswers.activation(present, opensOn(), present.plusDays(OPEN_FOR_DAYS))))
                .reviewsActivation(-2, ito)
                .decides(-1, officer("gunma-director"), "granted", "");
    }

    private LocalDate opensOn() {
        return present.minusDays(OPEN_FOR_DAYS);
    }

    /** Some minutes after five on the last day. */
    private Course late(int number, Actor head, String outcome, String reason) {
        DemoCompany company = company(number);
        Course course = new Course("vendor-" + number, company, number);
        return course.stepAt(day(-8).atTime(CLOSING.plusMinutes(number)), course.party, none -> file("vendor", course.key, course.party,
                        Channel.WEB, DemoAnswers.application(company, paper(course.party))))
                .staff(-6, head, "UserTask_DecideLate", outcome,
                        () -> Map.of("lateCause", outcome.equals("accept") ? "system" : "applicant"), reason);
    }

    private Course applies(int company, int day) {
        return files(company, day, answers -> answers);
    }

    /** Two papers are missing and one certificate is of another product. */
    private Course lacksPapers(int company, int day) {
        return files(company, day, answers -> answers.with("factoryAddress", null).with("companyOverview", null));
    }

    private Course toTheHearing(int company, int day, Actor officer) {
        return applies(company, day).complete(day + 1, officer).proposesHearing(day + 1, officer).agreesToHearing(day + 2);
    }

    private Course toTheDecision(int company, int day, Actor officer) {
        return toTheHearing(company, day, officer).held(day + 3, officer).opinion(day + 3, officer, true);
    }

    private Course toTheSale(int company, int day, Actor officer, Actor head) {
        return toTheDecision(company, day, officer).decides(day + 4, head, "granted", "").plan(day + 5)
                .staff(day + 5, officer, "UserTask_CheckPlan", "accept",
                        () -> Map.of("planChecked", List.of("specification", "price", "quantity", "effective-from")), "")
                .listing(day + 6)
                .staff(day + 6, officer, "UserTask_CheckListing", "accept", () -> Map.of("listingChecked",
                        List.of("product", "price", "shipping-fee", "payment-methods", "cautions", "pr")), "")
                .dataLink(day + 7, officer);
    }

    private Course files(int number, int day, Function<Answers, Answers> altered) {
        DemoCompany company = company(number);
        Course course = new Course("vendor-" + number, company, number);
        return course.step(day, course.party, none -> file("vendor", course.key, course.party, Channel.WEB,
                altered.apply(DemoAnswers.application(company, paper(course.party)))));
    }

    private Course byPost(int number, int day, Actor officer) {
        DemoCompany company = company(number);
        Course course = new Course("vendor-" + number, company, number);
        return course.step(day, officer, none -> file("vendor", course.key, officer, Channel.POSTAL,
                DemoAnswers.application(company, paper(officer))));
    }

    private Course changes(int number, int day, Function<String, Answers> answers) {
        Course course = new Course("change-" + number, company(number), number);
        return course.step(day, course.party, none -> file("vendor-change", course.key, course.party, Channel.WEB,
                answers.apply(registrationOf(course.party))));
    }

    private CaseNumber fileActivation(String key, Actor officer, Answers answers) {
        return file("emergency-activation", key, officer, Channel.OFFICE, answers);
    }

    private CaseNumber file(String call, String key, Actor actor, Channel channel, Answers answers) {
        return stage.files(PROGRAMME, call, key, actor, channel, answers);
    }

    /** The number under which a company was registered, as its timeline tells it. */
    private String registrationOf(Actor party) {
        return cases.ofParty(party.id()).stream().flatMap(file -> cases.timeline(file.number()).stream())
                .filter(entry -> entry.kind().equals("vendor.registered")).map(entry -> entry.facts().get("vendor")).findFirst().orElseThrow();
    }

    private BiFunction<String, String, String> paper(Actor actor) {
        return (name, line) -> documents.store(actor, name, DemoPapers.pdf(line)).id();
    }

    private Actor officer(String login) {
        return accounts.byLogin(login).orElseThrow().asActor();
    }

    private static DemoCompany company(int number) {
        return Stream.concat(DemoCompany.LISTED.stream(), DemoCompany.OTHERS.stream())
                .filter(company -> company.login().equals("applicant-" + number)).findFirst().orElseThrow();
    }

    /** An office day of the story. Those before the opening count back from it; where there are fewer after it, some coincide. */
    private LocalDate day(int index) {
        List<LocalDate> days = officeDays();
        return index < 0 ? calendars.plusBusinessDays(GUNMA, days.get(0), index) : days.get(index * (days.size() - 1) / LAST);
    }

    private List<LocalDate> officeDays() {
        List<LocalDate> days = opensOn().plusDays(1).datesUntil(present).filter(day -> calendars.isBusinessDay(GUNMA, day)).toList();
        return days.isEmpty() ? List.of(present.minusDays(1)) : days;
    }

    /** One case and what people did about it. */
    private final class Course {

        private final String key;
        private final DemoCompany company;
        private final int place;
        private final Actor party;
        private final List<DemoStep> steps = new ArrayList<>();

        Course(String key, DemoCompany company, int place) {
            this.key = key;
            this.company = company;
            this.place = place;
            this.party = company == null ? null : DemoPeople.open(accounts, company);
        }

        Course step(int day, Actor actor, Function<CaseNumber, CaseNumber> deed) {
            return stepAt(day(day).atTime(MORNING.plusMinutes((long) place * MINUTES_BETWEEN_COMPANIES)), actor, deed);
        }

        Course stepAt(LocalDateTime notBefore, Actor actor, Function<CaseNumber, CaseNumber> deed) {
            LocalDateTime at = notBefore;
            if (!steps.isEmpty()) {
                LocalDateTime after = steps.get(steps.size() - 1).at().plusMinutes(MINUTES_BETWEEN_STEPS);
                at = at.isBefore(after) ? after : at;
            }
            steps.add(new DemoStep(key + "/" + steps.size(), key, at, actor.isStaff() ? actor.government() : actor.id(), deed));
            return this;
        }

        Course does(int day, Actor actor, String task, Supplier<Conclusion> conclusion) {
            return step(day, actor, number -> stage.concludes(number, actor, task, conclusion.get()));
        }

        Course staff(int day, Actor officer, String task, String outcome, Supplier<Map<String, Object>> answers,
                     String comment) {
            return does(day, officer, task, () -> Conclusion.of(outcome, Answers.of(answers.get()), comment));
        }

        Course applicant(int day, String task, String outcome, Supplier<Map<String, Object>> answers) {
            return does(day, party, task, () -> Conclusion.of(outcome, Answers.of(answers.get()), ""));
        }

        Course claims(int day, Actor officer, String task) {
            return step(day, officer, number -> stage.claims(number, officer, task));
        }

        Course complete(int day, Actor officer) {
            return staff(day, officer, "UserTask_CheckCompleteness", "complete", () -> DemoAnswers.papersPresent(true), "");
        }

        Course asksForCorrection(int day, Actor officer) {
            return does(day, officer, "UserTask_CheckCompleteness", () -> new Conclusion("correct",
                    Answers.of(DemoAnswers.papersPresent(false)), "お手数ですが、次の2点を補ってください。", List.of(
                    new Corrections.Item("factoryAddress", "製造工場の所在地を番地まで記入してください。"),
                    new Corrections.Item("companyOverview", "企業概要がわかる資料（パンフレット等）が添付されていません。"))));
        }

        Course answersCorrection(int day) {
            return does(day, party, "UserTask_AnswerCorrection", () -> Conclusion.of("answered",
                    Answers.of(Map.of("factoryAddress", company.city() + "中央町一丁目9番地",
                            "companyOverview", List.of(paper(party).apply("会社案内.pdf", "Company overview")))), ""));
        }

        Course proposesHearing(int day, Actor officer) {
            return staff(day, officer, "UserTask_ProposeHearing", "proposed", () -> DemoAnswers.hearingProposal(List.of(
                    officeDayIn(2), officeDayIn(3), officeDayIn(4))), "");
        }

        Course agreesToHearing(int day) {
            return applicant(day, "UserTask_AgreeHearing", "agreed", () -> DemoAnswers.hearingAnswer(company));
        }

        Course held(int day, Actor officer) {
            return staff(day, officer, "UserTask_HoldHearing", "held", () -> DemoAnswers.hearingRecord(company, clock.today()), "");
        }

        Course opinion(int day, Actor officer, boolean favourable) {
            return staff(day, officer, "UserTask_WriteOpinion", favourable ? "grant" : "refuse",
                    () -> favourable ? DemoAnswers.favourable() : DemoAnswers.unfavourable(company),
                    favourable ? "" : "応募要件（PFEのカット率）を満たさないため。");
        }

        Course decides(int day, Actor head, String outcome, String reason) {
            return staff(day, head, "UserTask_Decide", outcome, Map::of, reason);
        }

        Course plan(int day) {
            return applicant(day, "UserTask_SubmitPlan", "submitted", () -> DemoAnswers.plan(company, saleStart()));
        }

        Course listing(int day) {
            return applicant(day, "UserTask_SubmitListing", "submitted", () -> DemoAnswers.listing(company,
                    documents.store(party, "商品写真.png", DemoPapers.picture(new Color(0x9CC3D5))).id(),
                    documents.store(party, "広報用.png", DemoPapers.picture(new Color(0xC9D8B6))).id()));
        }

        Course dataLink(int day, Actor officer) {
            return staff(day, officer, "UserTask_PrepareDataLink", "ready",
                    () -> DemoAnswers.dataLink(company, clock.today(), saleStart()), "");
        }

        Course reviewsActivation(int day, Actor officer) {
            return staff(day, officer, "UserTask_ReviewActivation", "forward",
                    () -> Map.of("activationChecked", List.of("situation", "period", "items", "call"),
                            "activationOpinion", "感染状況と店頭の在庫の調査結果から、システムを稼働させる必要があると認める。"), "");
        }

        Course withdraws(int day, String reason) {
            return step(day, party, number -> {
                withdrawal.withdraw(number, party, reason);
                return number;
            });
        }

        private LocalDate officeDayIn(int days) {
            return calendars.plusBusinessDays(GUNMA, clock.today(), days);
        }

        /** The sale begins with the programme. */
        private LocalDate saleStart() {
            LocalDate from = programmes.get(PROGRAMME).from();
            return from.isAfter(clock.today()) ? from : clock.today();
        }
    }
}
