package jp.madoguchi.site.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.letters.MailBox;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Everybody's mail of the demo, in place of a mail server. */
@Controller
@ConditionalOnBooleanProperty("madoguchi.demo")
class MailBoxPage {

    private static final Pattern ADDRESS = Pattern.compile("https?://[\\x21-\\x7e&&[^\"<>]]+");

    private final MailBox box;

    MailBoxPage(MailBox box) {
        this.box = box;
    }

    @GetMapping("/mail-box")
    String list(@RequestParam(defaultValue = "0") int page, Model model) {
        int wanted = Math.max(0, page);
        List<MailBox.Message> messages = box.all(wanted);
        model.addAttribute("messages", messages.stream().map(MailBoxPage::head).toList());
        model.addAttribute("newer", wanted > 0 ? "/mail-box?page=" + (wanted - 1) : "");
        model.addAttribute("older", messages.size() == MailBox.PAGE ? "/mail-box?page=" + (wanted + 1) : "");
        return "site/demo/mail-box";
    }

    @GetMapping("/mail-box/{id}")
    String read(@PathVariable String id, Model model) {
        MailBox.Message message = box.get(id);
        model.addAttribute("message", head(message));
        model.addAttribute("pieces", pieces(message.body()));
        return "site/demo/mail";
    }

    private static Map<String, Object> head(MailBox.Message message) {
        LocalDateTime sent = LocalDateTime.ofInstant(message.sentAt(), BusinessClock.JST);
        return Map.of("id", message.id(), "subject", message.subject(), "recipient", message.recipient(),
                "at", JapaneseDates.dateTime(sent), "machine", sent.toLocalDate().toString(),
                "number", message.caseNumber() == null ? "" : message.caseNumber());
    }

    /** The text in pieces, each plain or an address; the page escapes both. */
    static List<Map<String, Object>> pieces(String body) {
        List<Map<String, Object>> pieces = new ArrayList<>();
        Matcher addresses = ADDRESS.matcher(body);
        int end = 0;
        while (addresses.find()) {
            pieces.add(Map.of("text", body.substring(end, addresses.start()), "link", false));
            pieces.add(Map.of("text", addresses.group(), "link", true));
            end = addresses.end();
        }
        pieces.add(Map.of("text", body.substring(end), "link", false));
        return pieces;
    }
}
