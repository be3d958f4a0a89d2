package jp.madoguchi.portal.web;

import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One notice on the next page. */
final class Flash {

    private Flash() {}

    static void success(RedirectAttributes redirect, String title, String text) {
        say(redirect, "success", title, text);
    }

    static void info(RedirectAttributes redirect, String title, String text) {
        say(redirect, "info", title, text);
    }

    static void error(RedirectAttributes redirect, String title, String text) {
        say(redirect, "error", title, text);
    }

    private static void say(RedirectAttributes redirect, String type, String title, String text) {
        redirect.addFlashAttribute("flash", List.of(Map.of("type", type, "title", title, "text", text)));
    }
}
