package jp.madoguchi.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.support.RequestContextUtils;

/** What the page frame needs on every page. */
@ControllerAdvice
class PageModel {

    private final BusinessClock clock;
    private final Programmes programmes;
    private final boolean demo;

    PageModel(BusinessClock clock, Programmes programmes, @Value("${madoguchi.demo}") boolean demo) {
        this.clock = clock;
        this.programmes = programmes;
        this.demo = demo;
    }

    @ModelAttribute
    void frame(Model model, HttpServletRequest request) {
        boolean english = RequestContextUtils.getLocale(request).getLanguage().equals("en");
        model.addAttribute("lang", english ? "en" : "ja");
        model.addAttribute("today", clock.today());
        model.addAttribute("largestFile", Documents.LARGEST);
        if (demo) {
            model.addAttribute("demo", Map.of("label", english ? "Open the mail box of the demo" : "デモのメール箱を開く", "href", "/mail-box"));
        }
        model.addAttribute("_csrf", request.getAttribute("_csrf"));
        SignedIn person = person();
        model.addAttribute("navigation", navigation(person, request.getRequestURI()));
        if (person != null) {
            model.addAttribute("currentUser", Map.of("name", person.name(), "post", person.titles(),
                    "governmentName", person.governmentName() == null ? "" : person.governmentName()));
            if (person.governmentName() != null) {
                model.addAttribute("government", Map.of("name", person.governmentName()));
            }
            HttpSession session = request.getSession(false);
            if (session != null) {
                model.addAttribute("sessionSeconds", session.getMaxInactiveInterval());
            }
        }
    }

    static SignedIn person() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Carrier carrier ? carrier.person() : null;
    }

    private List<Map<String, Object>> navigation(SignedIn person, String path) {
        List<Map<String, Object>> items = new ArrayList<>();
        if (person == null) {
            items.add(item("募集一覧", "Open calls", "/", path.equals("/") || path.startsWith("/calls")));
            items.add(item("抽選の公表", "Draws", "/draws", path.startsWith("/draws")));
            items.add(item("ログイン", "Sign in", "/sign-in", path.startsWith("/sign-in")));
            items.add(item("利用者登録", "Sign up", "/sign-up", path.startsWith("/sign-up")));
            return items;
        }
        if (!person.actor().isStaff()) {
            items.add(item("マイページ", "My cases", "/my/cases", path.startsWith("/my")));
            items.add(item("募集一覧", "Open calls", "/", path.equals("/") || path.startsWith("/calls")));
            items.add(item("抽選の公表", "Draws", "/draws", path.startsWith("/draws")));
            return items;
        }
        boolean lists = path.startsWith("/inbox/lists");
        items.add(item("受信箱", "Inbox", "/inbox", path.startsWith("/inbox") && !lists || path.startsWith("/tasks")));
        if (person.has(Role.REVIEWER) || person.has(Role.CONTRACTOR) || person.has(Role.DECIDER)) {
            items.add(item("一括決裁", "Decision lists", "/inbox/lists", lists));
        }
        items.add(item("案件", "Cases", "/cases", path.startsWith("/cases")));
        if (person.has(Role.REVIEWER) || person.has(Role.CONTRACTOR)) {
            items.add(item("紙の申込みの入力", "Paper applications", "/postal", path.startsWith("/postal")));
            items.add(item("庁内手続", "Office procedures", "/office", path.startsWith("/office") && !path.startsWith("/office/merchants")));
        }
        if (person.has(Role.REVIEWER) || person.has(Role.CONTRACTOR) || person.has(Role.DECIDER)) {
            ofProcedure("merchant-application").ifPresent(code -> {
                items.add(item("加盟店", "Merchants", "/office/merchants/" + code, path.startsWith("/office/merchants")));
                items.add(item("加盟店の勧誘", "Recruiting", "/recruiting", path.startsWith("/recruiting")));
            });
            ofProcedure("device-subsidy").ifPresent(code ->
                    items.add(item("補助金の支払", "Payments", "/subsidy/" + code, path.startsWith("/subsidy"))));
        }
        ofProcedure("booth-event").ifPresent(code ->
                items.add(item("ブース・説明会", "Events", "/booth/" + code, path.startsWith("/booth"))));
        ofProcedure("campaign-draw").ifPresent(code ->
                items.add(item("キャンペーン", "Campaigns", "/campaigns/" + code, path.startsWith("/campaigns"))));
        ofOurs(programme -> programme.parameters().containsKey("warehouses")).ifPresent(code ->
                items.add(item("備蓄", "Stock", "/stock/" + code, path.startsWith("/stock"))));
        ofProcedure("premium-sale").ifPresent(code ->
                items.add(item("抽選販売", "Lottery sale", "/premium/" + code, path.startsWith("/premium"))));
        if (programmes.all().stream().anyMatch(one -> !one.duties().isEmpty() && DataScope.coversProgramme(one.government(), one.code()))) {
            items.add(item("報告の予定", "Reports due", "/duties", path.startsWith("/duties")));
        }
        if (person.has(Role.MANAGER)) {
            items.add(item("進捗と実績", "Figures", "/dashboard", path.startsWith("/dashboard")));
        }
        if (person.has(Role.AUDITOR)) {
            items.add(item("監査証跡", "Audit trail", "/tracing", path.startsWith("/tracing")));
        }
        if (person.has(Role.ADMINISTRATOR)) {
            items.add(item("管理", "Administration", "/admin", path.startsWith("/admin")));
        } else if (person.has(Role.MANAGER)) {
            items.add(item("不在と代決", "Absences", "/admin/absences", path.startsWith("/admin")));
        }
        return items;
    }

    /** A programme this person works on that has such a procedure. */
    private Optional<String> ofProcedure(String procedure) {
        return ofOurs(programme -> programme.calls().stream().anyMatch(call -> procedure.equals(call.procedure())));
    }

    private Optional<String> ofOurs(Predicate<Programme> what) {
        return programmes.all().stream().filter(programme -> DataScope.coversProgramme(programme.government(), programme.code())).filter(what)
                .map(Programme::code).findFirst();
    }

    private static Map<String, Object> item(String label, String labelEn, String href, boolean current) {
        return Map.of("label", label, "labelEn", labelEn, "href", href, "current", current);
    }
}
