package jp.madoguchi.site.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.calendar.BankCalendar;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.Drafts;
import jp.madoguchi.inbox.DecisionLists;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.lottery.DrawRoom;
import jp.madoguchi.merchant.MerchantOffice;
import jp.madoguchi.merchant.MerchantOffice.City;
import jp.madoguchi.merchant.Merchants;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.recruiting.Candidates;
import jp.madoguchi.site.api.Caller.Answer;
import jp.madoguchi.subsidy.Payments;
import jp.madoguchi.subsidy.Shops;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Walks every address that can be read, as everybody who must not read a case of Gunma there. The addresses come from
 * the application itself: a new one fails here until it refuses strangers or is listed with a reason to be open.
 */
@MadoguchiTest
class EveryRouteIsGuardedTest {

    /** Open to everybody, signed in or not. What they show is published; a case's name or number there fails all the same. */
    private static final Set<String> PUBLIC = Set.of("/", "/sign-in", "/sign-up", "/sign-up/sent", "/sign-up/confirm",
            "/accessibility", "/contact", "/calls/{programme}/{call}", "/programmes/{programme}/vendors",
            "/programmes/{programme}/vendors.csv", "/programmes/{programme}/merchants", "/programmes/{programme}/merchants.csv",
            "/programmes/{programme}/merchants.pdf", "/draws", "/api/openapi", "/api/openapi.yaml", "/api/v1/calls",
            "/api/v1/calls/{programme}/{call}", "/api/v1/calls/{programme}/{call}/form", "/api/v1/audit/head");

    /** Open to people with an account or a post, each of whom finds their own there and nothing of this case. */
    private static final Set<String> OWN = Set.of("/session", "/inbox/lists", "/inbox/lists/new", "/recruiting", "/duties", "/duties.csv", "/api/v1/duties.ics", "/my/cases", "/apply/{programme}/{call}", "/inbox", "/cases", "/postal", "/office",
            "/api/v1/inbox", "/dashboard", "/dashboard/programmes.csv", "/tracing", "/tracing/export.csv", "/tracing/verification",
            "/tracing/head", "/tracing/head.json", "/admin", "/admin/accounts", "/admin/absences", "/admin/calendar",
            "/admin/clock", "/admin/incidents", "/admin/programmes");

    /** Where a city's people work on its programme; addresses there name the programme or something of it. */
    private static final Set<String> OF_A_CITY = Set.of("/subsidy/", "/recruiting/", "/inbox/lists/", "/office/merchants/");

    /** Of a case that draws: walked with a draw of Annaka's. */
    private static final Set<String> OF_A_DRAW = Set.of("/cases/{number}/draws", "/draws/{id}");

    /** The demo's mail box shows everybody's mail to everybody; it is not there once a database is configured. */
    private static final String DEMO = "/mail-box";

    /** Where errors are shown: asked directly it is an error itself. */
    private static final String ERRORS = "/error";

    private static final Map<String, String> QUERIES = Map.of("/cases", "?q=%E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE",
            "/api/v1/inbox", "?view=desk", "/duties.csv", "?from=2000-01-01&to=2099-12-31");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z-]*)/?\\{(\\w+)(?::[^}]*)?}");
    private static final String COMPANY = "株式会社カナリア金糸雀";

    @LocalServerPort
    int port;
    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    Accounts accounts;
    @Autowired
    Letters letters;
    @Autowired
    Documents documents;
    @Autowired
    Drafts drafts;
    @Autowired
    Trail trail;
    @Autowired
    DecisionLists lists;
    @Autowired
    Candidates candidates;
    @Autowired
    Merchants merchants;
    @Autowired
    Payments payments;
    @Autowired
    BankCalendar bankDays;
    @Autowired
    AutowireCapableBeanFactory beans;
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private final Map<String, String> standsFor = new LinkedHashMap<>();
    private CaseNumber number;
    private CaseNumber listed;

    @Test
    @DisplayName("どのアドレスも、他人とほかの団体の職員には何も見せない")
    void every_route() {
        Actor owner = office.applicant(COMPANY);
        List<Caller> entitled = gunmasCase(owner);
        Map<String, Caller> strangers = strangers();
        List<String> leaks = new ArrayList<>();
        List<String> unproved = new ArrayList<>();
        Set<String> routes = routes();
        routes.removeIf(route -> OF_A_DRAW.stream().anyMatch(route::startsWith));
        for (String route : routes) {
            String address = address(route);
            strangers.forEach((who, caller) -> {
                Answer answer = followed(caller, address);
                if (!refused(answer) && !allowed(route, who, answer)) {
                    leaks.add("%s as %s: %s".formatted(address, who, answer.status() == 0 ? answer.body() : answer.status()));
                }
            });
            if (namesTheCase(route) && entitled.stream().noneMatch(caller -> opened(caller.get(address)))) {
                unproved.add(address);
            }
        }
        assertSoftly(found -> {
            found.assertThat(leaks).as("open to strangers, or broken; guard it, mend it, or list the route with a reason").isEmpty();
            found.assertThat(unproved).as("opened for nobody, so that refusals prove nothing; say what its variables stand for").isEmpty();
        });
    }

    @Test
    @DisplayName("安中市の支払・勧誘・一括決裁・加盟店の画面は、担当する市の係には開き、ほかの団体の職員とほかの事業の受託者には見つからない")
    void the_routes_of_a_citys_programme() {
        MerchantOffice city = new MerchantOffice(office, City.ANNAKA);
        Caller rightful = annakasProgramme(city);
        Map<String, Caller> strangers = new LinkedHashMap<>();
        for (Role role : List.of(Role.REVIEWER, Role.DECIDER, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)) {
            strangers.put("Gunma's " + role, Caller.signedIn(office.staff("県庁　太郎", "shinjigyo", role, "主査"), accounts, port));
            strangers.put("Midori's " + role, Caller.signedIn(office.staff(City.MIDORI.government, "大間々　太郎", City.MIDORI.section, role, "主査"),
                    accounts, port));
        }
        strangers.put("Midori's contractor", Caller.signedIn(new MerchantOffice(office, City.MIDORI).contractor, accounts, port));
        strangers.put("a contractor of another programme of Annaka", Caller.signedIn(
                office.contractor(city.city.government, city.city.section, "annaka-other", "委託　三郎"), accounts, port));
        List<String> leaks = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        Set<String> routes = routes();
        routes.removeIf(route -> !route.contains("{") || OF_A_CITY.stream().noneMatch(route::startsWith));
        for (String route : routes) {
            String address = address(route);
            strangers.forEach((who, caller) -> {
                Answer answer = caller.get(address);
                if (answer.status() != 404 || answer.body().contains(number.value())) {
                    leaks.add("%s as %s: %s".formatted(address, who, answer.status()));
                }
            });
            Answer answer = rightful.get(address);
            if (answer.status() != 200) {
                closed.add("%s: %s".formatted(address, answer.status()));
            }
        }
        for (String address : List.of("/inbox/lists", "/inbox/lists/new?programme=" + city.city.programme)) {
            strangers.forEach((who, caller) -> {
                Answer answer = caller.get(address);
                if (!Set.of(200, 404).contains(answer.status()) || answer.body().contains(listed.value()) || answer.body().contains(standsFor.get("list"))) {
                    leaks.add("%s as %s: %s".formatted(address, who, answer.status()));
                }
            });
            assertThat(rightful.get(address).status()).as(address).isEqualTo(200);
        }
        assertThat(rightful.get("/inbox/lists").body()).contains(standsFor.get("list"));
        assertSoftly(found -> {
            found.assertThat(OF_A_CITY).as("rooms without a route that was walked")
                    .allSatisfy(room -> assertThat(routes).anyMatch(route -> route.startsWith(room)));
            found.assertThat(leaks).as("found by strangers").isEmpty();
            found.assertThat(closed).as("closed to those who work there").isEmpty();
        });
    }

    @Test
    @DisplayName("抽選は、公告まではその市の職員だけに見え、公告の後は公告した内容だけが誰にでも見える")
    void the_routes_of_a_draw() {
        DrawRoom.opens(programmes);
        Actor officer = office.staff(City.ANNAKA.government, "安藤　一郎", City.ANNAKA.section, Role.REVIEWER, "主任");
        number = DrawRoom.frozen(office, officer);
        standsFor.put("number", number.value());
        standsFor.put("draws/id", number + "-1");
        Map<String, Caller> strangers = strangers();
        Caller rightful = Caller.signedIn(officer, accounts, port);
        Set<String> routes = routes();
        routes.removeIf(route -> OF_A_DRAW.stream().noneMatch(route::startsWith));
        assertThat(routes).hasSize(6);
        for (String name : List.of("pool.csv", "commitment.json")) {
            standsFor.put("files/name", name);
            for (String route : routes) {
                assertThat(strangers).allSatisfy((who, caller) -> assertThat(refused(followed(caller, address(route)))).as(address(route)).isTrue());
                assertThat(rightful.get(address(route)).status()).as(address(route)).isEqualTo(route.startsWith("/cases") ? 200 : 404);
            }
        }
        office.concludes(office.staff(City.ANNAKA.government, "松井田　恵", "digital", Role.DECIDER, "課長"), number, "UserTask_Decide", "granted");
        Caller nobody = Caller.anonymous(port);
        for (String address : List.of("", "/files/pool.csv", "/files/commitment.json", "/files.zip")) {
            assertThat(nobody.get("/draws/" + number + "-1" + address).status()).as(address).isEqualTo(200);
        }
        assertThat(nobody.get("/draws/" + number + "-1/files/result.csv").status()).isEqualTo(404);
        assertThat(strangers).allSatisfy((who, caller) -> assertThat(refused(followed(caller, "/cases/" + number + "/draws"))).isTrue());
    }

    /** A registered merchant, another on a list for the decider, a candidate, and a list of payments that was released. */
    private Caller annakasProgramme(MerchantOffice city) {
        number = city.registers(city.application());
        listed = city.receives(city.application());
        city.reviewsToTheDecision(listed);
        Shops shops = beans.createBean(Shops.class);
        shops.freeAllSlots();
        CaseNumber paid = shops.amountFixed(shops.registered("安中の店"), 18500, city.contractor, city.decider);
        byte[] candidate = "店舗名,所在地\r\n候補の店%s,安中市安中一丁目1番1号\r\n".formatted(number).getBytes(StandardCharsets.UTF_8);
        int batch = city.within(() -> {
            standsFor.put("list", lists.prepare(city.reviewer, city.city.programme, "加盟店の登録について", "", List.of(listed)));
            candidates.take(city.city.programme, () -> new ByteArrayInputStream(candidate), city.contractor);
            standsFor.put("candidate", "" + candidates.list(city.city.programme, null, "候補の店" + number).get(0).id());
            standsFor.put("merchant", merchants.ofCase(number).orElseThrow().number());
            return payments.make(shops.programme(), Set.of(paid), bankDays.plusBusinessDays(office.today(), 3), city.reviewer).number();
        });
        city.within(() -> payments.release(shops.programme(), batch, city.decider));
        standsFor.put("batch", "" + batch);
        standsFor.put("programme", city.city.programme);
        return Caller.signedIn(city.reviewer, accounts, port);
    }

    /** A decided case with a letter, a file, a draft and a task of its applicant, and a second one on a reviewer's desk. */
    private List<Caller> gunmasCase(Actor owner) {
        Actor reviewer = office.reviewer("佐藤　真由美");
        Actor decider = office.decider("鈴木　一郎");
        // First, because pages name GMASK-000001 as an example, and this test looks for the other's number.
        CaseNumber second = office.receives(owner, office.eligibleApplication(owner, COMPANY));
        number = office.receives(owner, office.eligibleApplication(owner, COMPANY));
        office.reviewsToTheOpinion(reviewer, owner, number);
        office.concludes(decider, number, "UserTask_Decide", "granted");
        office.runsDueJobs(number);
        standsFor.put("number", number.value());
        standsFor.put("programme", "gunma-mask-r5");
        standsFor.put("code", "gunma-mask-r5");
        standsFor.put("call", "vendor");
        standsFor.put("procedure", "vendor-application");
        standsFor.put("instance", office.instances(number).get(0).getId());
        standsFor.put("task", office.task(number, "UserTask_SubmitPlan").id());
        standsFor.put("tasks/id", office.task(second, "UserTask_CheckCompleteness").id());
        standsFor.put("letter", within(() -> letters.ofCase(number)).get(0).id());
        standsFor.put("letters/id", standsFor.get("letter"));
        standsFor.put("documents/id", within(() -> documents.ofCase(number.value())).get(0).id());
        standsFor.put("drafts/id", DataScope.within(owner.id(), () -> drafts.begin(owner, "gunma-mask-r5", "vendor")).id());
        standsFor.put("round", "1");
        standsFor.put("batch", "1");
        standsFor.put("lot", "1");
        standsFor.put("kind", "vendor-decision");
        standsFor.put("merchant", "GMASK-M0001");
        standsFor.put("block", "weeks");
        standsFor.put("candidate", "1");
        standsFor.put("list", "L-000000");
        standsFor.put("campaign", "campaign-1");
        standsFor.put("period", "1");
        standsFor.put("file", "1");
        standsFor.put("seq", "" + within(() -> trail.ofCase(number)).get(0).seq());
        return List.of(Caller.signedIn(owner, accounts, port), Caller.signedIn(reviewer, accounts, port),
                Caller.signedIn(office.manager("田中　誠"), accounts, port),
                Caller.signedIn(office.staff("監査　花子", "sangyoseisaku", Role.AUDITOR, "監査担当"), accounts, port));
    }

    private Map<String, Caller> strangers() {
        Map<String, Caller> strangers = new LinkedHashMap<>();
        strangers.put("nobody", Caller.anonymous(port));
        strangers.put("another applicant", Caller.signedIn(office.applicant("隣の会社"), accounts, port));
        for (Role role : List.of(Role.REVIEWER, Role.DECIDER, Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)) {
            strangers.put("Aomori's " + role, Caller.signedIn(office.staff("020001", "青森　太郎", "kansen", role, "主査"), accounts, port));
        }
        strangers.put("a contractor of another programme of Gunma", Caller.signedIn(
                office.contractor(TestOffice.GUNMA, "shinjigyo", "gunma-other", "委託　三郎"), accounts, port));
        return strangers;
    }

    /** Patterns of everything that answers GET. */
    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        for (RequestMappingInfo mapping : mappings.getHandlerMethods().keySet()) {
            Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
            if (methods.isEmpty() || methods.contains(RequestMethod.GET)) {
                routes.addAll(mapping.getPatternValues());
            }
        }
        routes.removeIf(route -> route.startsWith(DEMO) || route.equals(ERRORS));
        assertThat(routes).contains("/api/v1/cases/{number}", "/api/v1/tasks/{id}", "/sign-in");
        return routes;
    }

    private String address(String route) {
        if (route.equals("/api/v1/audit/proof")) {
            return route + "?seq=" + standsFor.get("seq");
        }
        if (route.equals("/api/v1/audit/verification")) {
            return route + "?case=" + number;
        }
        Matcher variable = VARIABLE.matcher(route);
        return variable.replaceAll(found -> {
            String value = standsFor.getOrDefault(found.group(2), standsFor.get(found.group(1) + "/" + found.group(2)));
            assertThat(value).as("what {%s} of %s stands for", found.group(2), route).isNotNull();
            return found.group().startsWith("{") ? value : found.group(1) + "/" + value;
        }) + QUERIES.getOrDefault(route, "");
    }

    private static boolean namesTheCase(String route) {
        return route.contains("{number}") || route.contains("{id}") || route.startsWith("/api/v1/audit/") || route.startsWith("/dashboard/{");
    }

    /** As a browser does it: a redirect is what it leads to. */
    private static Answer followed(Caller caller, String address) {
        Answer answer = caller.get(address);
        for (int hops = 0; hops < 5 && isRedirect(answer) && !answer.location().contains("/sign-in"); hops++) {
            answer = caller.get(answer.location().replaceFirst("^http://[^/]+", ""));
        }
        return answer;
    }

    private static boolean refused(Answer answer) {
        return Set.of(401, 403, 404).contains(answer.status()) || isRedirect(answer) && answer.location().contains("/sign-in");
    }

    private boolean allowed(String route, String who, Answer answer) {
        boolean open = PUBLIC.contains(route) || OWN.contains(route) && !who.equals("nobody");
        return open && answer.status() != 0 && answer.status() / 100 != 5
                && !answer.body().contains(number.value()) && !answer.body().contains(COMPANY);
    }

    private static boolean opened(Answer answer) {
        return answer.status() == 200 || isRedirect(answer) && !answer.location().contains("/sign-in");
    }

    private static boolean isRedirect(Answer answer) {
        return answer.status() / 100 == 3;
    }

    private static <T> T within(java.util.function.Supplier<T> reading) {
        return DataScope.within(TestOffice.GUNMA, reading);
    }
}
