package jp.madoguchi.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.NotFoundException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in, and the pages every site owes its visitors. */
@Controller
class SignInPage {

    private final ObjectProvider<DemoAccounts> demo;
    private final Providers providers;

    SignInPage(ObjectProvider<DemoAccounts> demo, Providers providers) {
        this.demo = demo;
        this.providers = providers;
    }

    @GetMapping("/sign-in")
    String signIn(@RequestParam(required = false) String error, @RequestParam(required = false) String out,
                  @RequestParam(required = false) String confirmed, @RequestParam(required = false) String provider, Model model) {
        model.addAttribute("failed", error != null);
        model.addAttribute("out", out != null);
        model.addAttribute("confirmed", confirmed != null);
        demo.ifAvailable(accounts -> model.addAttribute("demoGroups", accounts.all().stream()
                .collect(Collectors.groupingBy(DemoAccounts.DemoAccount::group, LinkedHashMap::new, Collectors.toList()))
                .entrySet().stream().map(group -> Map.of("name", group.getKey(), "accounts", group.getValue())).toList()));
        model.addAttribute("providers", providers.all());
        if (provider != null) {
            model.addAttribute("providerFault", provider);
        }
        return "site/sign-in";
    }

    /** Keeps the session; asked by the page's time-out warning. */
    @GetMapping("/session")
    org.springframework.http.ResponseEntity<Void> extend() {
        return org.springframework.http.ResponseEntity.noContent().build();
    }

    /** Reached by a forward only: the form that was sent comes back to be sent again. */
    @PostMapping(LostSession.PAGE)
    String sessionEnded(HttpServletRequest request, HttpServletResponse response, Model model) {
        Object to = request.getAttribute("resendTo");
        if (to == null) {
            throw new NotFoundException(LostSession.PAGE);
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        Map<String, List<String>> typed = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!name.equals("_csrf")) {
                typed.put(name, List.of(values));
            }
        });
        model.addAttribute("resendTo", to);
        model.addAttribute("typed", typed);
        return "site/session-ended";
    }

    @GetMapping("/accessibility")
    String accessibility() {
        return "site/accessibility";
    }

    @GetMapping("/contact")
    String contact() {
        return "site/contact";
    }
}
