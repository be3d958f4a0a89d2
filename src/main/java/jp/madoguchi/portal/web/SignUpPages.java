package jp.madoguchi.portal.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Notices;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing up. The answer never tells whether an address is known here. */
@Controller
class SignUpPages {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PASSWORD = 200;

    private final Accounts accounts;
    private final Notices notices;
    private final Words words;

    SignUpPages(Accounts accounts, Notices notices, Words words) {
        this.accounts = accounts;
        this.notices = notices;
        this.words = words;
    }

    @GetMapping("/sign-up")
    String form(Actor actor, Model model) {
        return actor != null ? "redirect:/my/cases" : show(model, "", "", List.of());
    }

    @PostMapping("/sign-up")
    String signUp(@RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "") String email,
                  @RequestParam(defaultValue = "") String password, @RequestParam(defaultValue = "") String again,
                  HttpServletResponse response, Model model) {
        List<Map<String, String>> errors = new ArrayList<>();
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            errors.add(error("name", "signup.name", words.of("signup.error.name")));
        }
        if (!password.equals(again)) {
            errors.add(error("again", "signup.again", words.of("signup.error.again")));
        } else if (password.length() > LONGEST_PASSWORD) {
            errors.add(error("password", "signup.password", words.of("signup.error.long")));
        }
        if (errors.isEmpty()) {
            try {
                signUp(name.strip(), email.strip(), password);
                return "redirect:/sign-up/sent";
            } catch (RefusedException e) {
                boolean address = e.refusal().reasonCode().equals("account.email");
                errors.add(error(address ? "email" : "password", address ? "signup.email" : "signup.password", e.refusal().wording()));
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return show(model, name, email, errors);
    }

    @GetMapping("/sign-up/sent")
    String sent() {
        return "portal/sign-up-sent";
    }

    /** The link of the mail only shows a button, because mail filters open links too and would use up the code. */
    @GetMapping("/sign-up/confirm")
    String ask(@RequestParam(defaultValue = "") String code, Model model) {
        model.addAttribute("code", code);
        return "portal/sign-up-confirm";
    }

    @PostMapping("/sign-up/confirm")
    String confirm(@RequestParam(defaultValue = "") String code, HttpServletResponse response, Model model) {
        Optional<Account> opened = code.isBlank() ? Optional.empty() : accounts.confirm(code);
        if (opened.isPresent()) {
            return "redirect:/sign-in?confirmed";
        }
        response.setStatus(HttpStatus.GONE.value());
        model.addAttribute("code", "");
        return "portal/sign-up-confirm";
    }

    private void signUp(String name, String email, String password) {
        try {
            accounts.signUp(email, name, password).ifPresent(code -> notices.send("account-confirmation", email,
                    Map.of("name", name, "link", "/sign-up/confirm?code=" + code)));
        } catch (DataIntegrityViolationException signedUpAtTheSameMoment) {
            // the other request sent the mail; the answer is the same
        }
    }

    private String show(Model model, String name, String email, List<Map<String, String>> errors) {
        model.addAttribute("name", name);
        model.addAttribute("email", email);
        model.addAttribute("errors", errors);
        return "portal/sign-up";
    }

    private Map<String, String> error(String field, String label, String text) {
        return Map.of("field", field, "href", "#" + field, "label", words.of(label), "text", text);
    }
}
