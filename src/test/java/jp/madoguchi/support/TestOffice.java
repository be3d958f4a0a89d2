package jp.madoguchi.support;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Corrections;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.Receipt;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.workflow.HumanTask;
import jp.madoguchi.workflow.HumanTasks;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.boot.test.context.TestComponent;

/** The office in tests: people, and what they do, in the office's words. Everybody works under their own data scope. */
@TestComponent
public class TestOffice {

    public static final String GUNMA = "100005";
    private static final AtomicLong PEOPLE = new AtomicLong();
    /** Which programme a contractor's person works for. */
    private static final Map<String, String> PROGRAMMES = new java.util.concurrent.ConcurrentHashMap<>();
    /** Smallest file that really is a PDF to a type detector. */
    public static final byte[] PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".getBytes();

    /** A picture of one pixel. */
    public static final byte[] PNG = java.util.Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final Accounts accounts;
    private final Organisation organisation;
    private final Filing filing;
    private final TaskDesk desk;
    private final HumanTasks tasks;
    private final Cases cases;
    private final Documents documents;
    private final BusinessClock clock;
    private final ManagementService management;
    private final RuntimeService runtime;
    private final HistoryService history;

    TestOffice(Accounts accounts, Organisation organisation, Filing filing, TaskDesk desk, HumanTasks tasks, Cases cases,
               Documents documents, BusinessClock clock, ManagementService management, RuntimeService runtime, HistoryService history,
               CallWindows windows) {
        this.accounts = accounts;
        this.organisation = organisation;
        this.filing = filing;
        this.desk = desk;
        this.tasks = tasks;
        this.cases = cases;
        this.documents = documents;
        this.clock = clock;
        this.management = management;
        this.runtime = runtime;
        this.history = history;
        // In the middle of the programme, where the demo's clock stands, its first recruitment is over: a second is open.
        windows.activate("gunma-mask-r5", "vendor", clock.today().minusDays(14).atTime(9, 0), clock.today().plusDays(14).atTime(17, 0),
                "感染症の拡大により県内でマスクが不足しているため。", CaseNumber.of("GMASK", 999_999));
    }

    /** A new applicant. */
    public Actor applicant(String name) {
        String login = "applicant-t" + PEOPLE.incrementAndGet() + "@example.jp";
        return accounts.openApplicant(login, name, login, "madoguchi-test").asActor();
    }

    /** A new member of Gunma's staff with one post. */
    public Actor staff(String name, String section, Role role, String title) {
        return staff(GUNMA, name, section, role, title);
    }

    public Actor staff(String government, String name, String section, Role role, String title) {
        Account account = accounts.openStaff("staff-t" + PEOPLE.incrementAndGet(), name, null, "madoguchi-test", government);
        DataScope.within(government, () -> organisation.appoint(account.id(), new Desk(government, section, role), title,
                clock.today().minusYears(1)));
        return account.asActor();
    }

    /** Somebody of the contractor's office of a programme, at the desk of the section that owns it. */
    public Actor contractor(String government, String section, String programme, String name) {
        String contractor = "contractor-t" + PEOPLE.incrementAndGet();
        return DataScope.within(government, () -> {
            organisation.defineContractor(contractor, name + "事務局", List.of(programme));
            Account account = accounts.openContractor(contractor, name, null, "madoguchi-test", government, contractor);
            organisation.appoint(account.id(), new Desk(government, section, Role.CONTRACTOR), "事務局", clock.today().minusYears(1));
            PROGRAMMES.put(account.id(), programme);
            return account.asActor();
        });
    }

    public Actor reviewer(String name) {
        return staff(name, "shinjigyo", Role.REVIEWER, "主任");
    }

    /** 産業政策課長, who decides vendor selections. */
    public Actor decider(String name) {
        return staff(name, "sangyoseisaku", Role.DECIDER, "産業政策課長");
    }

    public Actor manager(String name) {
        return staff(name, "sangyoseisaku", Role.MANAGER, "課長補佐");
    }

    /** Whose rows somebody may touch. */
    public static String scope(Actor actor) {
        return switch (actor.kind()) {
            case STAFF, SERVICE -> actor.government();
            case CONTRACTOR -> DataScope.ofContractor(actor.government(), List.of(PROGRAMMES.get(actor.id())));
            case SYSTEM -> DataScope.EVERYTHING;
            default -> actor.id();
        };
    }

    public String uploads(Actor actor, String name) {
        return DataScope.within(scope(actor), () -> documents.store(actor, name, PDF).id());
    }

    /** An application that meets every requirement, its files uploaded by the applicant. */
    public Answers eligibleApplication(Actor applicant, String company) {
        Map<String, Object> answers = new HashMap<>();
        answers.put("applicantType", "single");
        answers.put("companyName", company);
        answers.put("companyKana", "ジョウモウマスク");
        answers.put("corporateNumber", "7000012050002");
        answers.put("representativeTitle", "代表取締役");
        answers.put("representativeName", "上毛　花子");
        answers.put("postalCode", "371-0026");
        answers.put("prefecture", "10");
        answers.put("address", "群馬県前橋市大手町一丁目1番1号");
        answers.put("contactDepartment", "営業部");
        answers.put("contactName", "赤城　次郎");
        answers.put("contactPhone", "027-000-0000");
        answers.put("contactEmail", "info@example.jp");
        answers.put("sites", List.of(Map.of("siteType", "headquarters", "name", "本社", "prefecture", "10", "address", "群馬県前橋市大手町一丁目1番1号")));
        answers.put("productName", "上毛マスク");
        answers.put("madeInPrefecture", "yes");
        answers.put("factoryName", "前橋工場");
        answers.put("factoryAddress", "群馬県前橋市大手町一丁目1番1号");
        answers.put("certifiedInJapan", "yes");
        for (String metric : List.of("vfe", "bfe", "pfe")) {
            answers.put(metric, 99.5);
            answers.put(metric + "CertificationBody", "一般財団法人カケンテストセンター");
            answers.put(metric + "Certificate", List.of(uploads(applicant, metric + ".pdf")));
        }
        for (String function : List.of("procurementBy", "saleBy", "settlementBy", "deliveryBy")) {
            answers.put(function, "own");
        }
        answers.put("monthlySupply", 100000);
        answers.put("leadTimeDays", 14);
        answers.put("companyOverview", List.of(uploads(applicant, "company.pdf")));
        answers.put("productOverview", List.of(uploads(applicant, "product.pdf")));
        answers.put("agreesToTerms", true);
        answers.put("pledgesNoOrganizedCrime", true);
        answers.put("declaresTruth", true);
        return Answers.of(answers);
    }

    /** The applicant files at Gunma's recruitment of vendors. */
    public CaseNumber receives(Actor applicant, Answers application) {
        return receives(applicant, "gunma-mask-r5", "vendor", application, UUID.randomUUID().toString()).caseNumber();
    }

    public Receipt receives(Actor applicant, String programme, String call, Answers answers, String key) {
        return DataScope.within(scope(applicant), () -> filing.file(new FilingRequest(programme, call, answers, key, applicant,
                applicant.isStaff() ? null : applicant.id(), applicant.isStaff() ? Channel.POSTAL : Channel.WEB)));
    }

    /** The office opens a case of its own. */
    public CaseNumber opens(Actor officer, String programme, String call, Map<String, ?> answers) {
        return DataScope.within(scope(officer), () -> filing.file(new FilingRequest(programme, call, Answers.of(answers),
                UUID.randomUUID().toString(), officer, null, Channel.OFFICE))).caseNumber();
    }

    /** The one open task of that key. */
    public HumanTask task(CaseNumber number, String key) {
        return DataScope.within(DataScope.EVERYTHING, () -> tasks.openOf(number)).stream()
                .filter(task -> task.spec().key().equals(key)).findFirst()
                .orElseThrow(() -> new AssertionError(number + " has no open " + key + " but " + openTasks(number)));
    }

    public List<String> openTasks(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> tasks.openOf(number)).stream().map(task -> task.spec().key()).toList();
    }

    /** Claims the task and concludes it. */
    public void concludes(Actor actor, CaseNumber number, String key, String outcome, Map<String, ?> answers, String comment) {
        concludes(actor, number, key, new Conclusion(outcome, Answers.of(answers), comment, List.of()));
    }

    public void concludes(Actor actor, CaseNumber number, String key, String outcome) {
        concludes(actor, number, key, outcome, Map.of(), "");
    }

    public void asksForCorrection(Actor actor, CaseNumber number, String key, Map<String, String> fields) {
        concludes(actor, number, key, new Conclusion("correct", completenessChecked(), "書類を確認してください。",
                fields.entrySet().stream().map(e -> new Corrections.Item(e.getKey(), e.getValue())).toList()));
    }

    public void concludes(Actor actor, CaseNumber number, String key, Conclusion conclusion) {
        String task = task(number, key).id();
        DataScope.within(scope(actor), () -> {
            if (actor.isStaff()) {
                desk.claim(task, actor);
            }
            desk.conclude(task, actor, conclusion);
        });
    }

    /** Answers of the completeness check: nothing noted. */
    public Answers completenessChecked() {
        return Answers.NONE;
    }

    /** Answers of the officer who proposes three mornings from next week on. */
    public Map<String, Object> hearingProposal() {
        Map<String, Object> answers = new HashMap<>();
        for (int i = 1; i <= 3; i++) {
            answers.put("candidate" + i + "Date", today().plusDays(7L + i).toString());
            answers.put("candidate" + i + "Start", "10:00");
        }
        answers.put("hearingMinutes", 60);
        answers.put("hearingMethod", "online");
        answers.put("hearingPlace", "オンライン会議");
        return answers;
    }

    public Map<String, Object> hearingRecord() {
        Map<String, Object> answers = new HashMap<>(Map.of("heldOn", today().toString(), "heldMethod", "online",
                "participants", "新事業推進係　佐藤、株式会社上毛マスク　赤城", "minutes", "製造能力と供給体制を確認した。"));
        for (String viewpoint : List.of("performance", "supply", "coordination")) {
            answers.put(viewpoint + "Result", "pass");
            answers.put(viewpoint + "Comment", "要件を満たす。");
        }
        return answers;
    }

    public Map<String, Object> opinion() {
        return Map.of("opinion", "販売企業として適当と認める。", "grounds", "応募要件をすべて満たし、ヒアリングの結果も良好である。");
    }

    public Map<String, Object> businessPlan() {
        return Map.of("products", List.of(Map.of("product", "上毛マスク", "specification", "不織布三層", "packSize", 50, "price", 980,
                "quantity", 10000, "effectiveFrom", today().toString())), "securingMethod", "自社工場で優先して生産する。");
    }

    public Map<String, Object> listing(Actor applicant) {
        Map<String, Object> answers = new HashMap<>(Map.of("listingTitle", "上毛マスク　50枚入り", "listingDescription", "県内産の不織布マスク",
                "listingPackSize", 50, "listingPrice", 980, "shippingFeeKind", "included", "deliveryMode", "individual",
                "paymentMethods", List.of("card"), "cautions", "お一人様の購入数に制限があります。", "sellerName", "株式会社上毛マスク"));
        answers.put("inquiryPhone", "027-000-0000");
        answers.put("inquiryEmail", "info@example.jp");
        answers.put("prText", "群馬の工場から直接お届けします。");
        answers.put("listingImages", List.of(DataScope.within(scope(applicant), () -> documents.store(applicant, "mask.png", PNG).id())));
        answers.put("prImage", List.of(DataScope.within(scope(applicant), () -> documents.store(applicant, "pr.png", PNG).id())));
        return answers;
    }

    public Map<String, Object> dataLink() {
        return Map.of("interfaceSpecHandedOver", true, "testFileExchanged", true, "csvImportConfirmed", true,
                "deliveryContractConfirmed", true, "readyOn", today().toString(), "saleStartsOn", today().toString(),
                "linkContact", "情報システム担当　榛名");
    }

    /** From the filing to the opinion, everything in order. */
    public void reviewsToTheOpinion(Actor reviewer, Actor applicant, CaseNumber number) {
        concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
        concludes(reviewer, number, "UserTask_ProposeHearing", "proposed", hearingProposal(), "");
        concludes(applicant, number, "UserTask_AgreeHearing", "agreed", Map.of("chosenCandidate", "1"), "");
        concludes(reviewer, number, "UserTask_HoldHearing", "held", hearingRecord(), "");
        concludes(reviewer, number, "UserTask_WriteOpinion", "grant", opinion(), "");
    }

    /** On to the sale, from a granted case whose letter was issued. */
    public void preparesTheSale(Actor reviewer, Actor applicant, CaseNumber number) {
        concludes(applicant, number, "UserTask_SubmitPlan", "submitted", businessPlan(), "");
        concludes(reviewer, number, "UserTask_CheckPlan", "accept");
        concludes(applicant, number, "UserTask_SubmitListing", "submitted", listing(applicant), "");
        concludes(reviewer, number, "UserTask_CheckListing", "accept");
        concludes(reviewer, number, "UserTask_PrepareDataLink", "ready", dataLink(), "");
        runsDueJobs(number);
    }

    public CaseFile file(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> cases.get(number));
    }

    /** Runs what is due of a case, until nothing more is: save points and timers whose moment has come. */
    public void runsDueJobs(CaseNumber number) {
        DataScope.within(DataScope.EVERYTHING, () -> {
            List<Job> due = dueJobs(number);
            while (!due.isEmpty()) {
                due.forEach(job -> management.executeJob(job.getId()));
                due = dueJobs(number);
            }
        });
    }

    /** Fires the one timer at an element, whatever its date. */
    public void firesTimer(CaseNumber number, String activity) {
        DataScope.within(DataScope.EVERYTHING, () -> {
            Job timer = jobs(number).stream().filter(job -> activityOf(job).equals(activity)).findFirst()
                    .orElseThrow(() -> new AssertionError(number + " has no timer at " + activity));
            management.executeJob(timer.getId());
        });
    }

    public List<Job> jobs(CaseNumber number) {
        return instances(number).stream()
                .flatMap(instance -> management.createJobQuery().processInstanceId(instance.getId()).list().stream()).toList();
    }

    public String activityOf(Job job) {
        return management.createJobDefinitionQuery().jobDefinitionId(job.getJobDefinitionId()).singleResult().getActivityId();
    }

    private List<Job> dueJobs(CaseNumber number) {
        Date now = Date.from(clock.instant());
        return jobs(number).stream().filter(job -> job.getRetries() > 0)
                .filter(job -> job.getDuedate() == null || !job.getDuedate().after(now)).toList();
    }

    /** All running process instances of a case, called ones included. */
    public List<ProcessInstance> instances(CaseNumber number) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number.value()).list();
    }

    /** Ids of the activities a case has passed, in the order of their start, called procedures included. */
    public List<String> walked(CaseNumber number) {
        return history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(number.value()).list().stream()
                .flatMap(instance -> history.createHistoricActivityInstanceQuery().processInstanceId(instance.getId())
                        .orderPartiallyByOccurrence().asc().list().stream())
                .map(activity -> activity.getActivityId()).toList();
    }

    public boolean ended(CaseNumber number) {
        return instances(number).isEmpty();
    }

    public LocalDate today() {
        return clock.today();
    }

    /** Moves the clock to ten o'clock of tomorrow. */
    public void workdayMorning() {
        clock.moveTo(today().plusDays(1).atTime(10, 0));
    }

    public void daysPass(int days) {
        clock.advance(Duration.ofDays(days));
    }
}
