package jp.madoguchi.site.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.audit.Trail;
import jp.madoguchi.audit.TrailEvent;
import jp.madoguchi.audit.TrailQuery;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.workflow.DueJobs;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The demo's time machine: days pass at once, and what was due on them happens. */
@Controller
@ConditionalOnBooleanProperty("madoguchi.demo")
class ClockPages {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int FURTHEST_DAYS = 400;
    private static final int SHOWN_EVENTS = 50;
    private static final Pattern FACT = Pattern.compile("\\{([A-Za-z]+)}");

    private final BusinessClock clock;
    private final DueJobs dueJobs;
    private final Trail trail;
    private final ApplicationEventPublisher events;
    private final TransactionOperations transaction;
    private final MessageSource messages;

    ClockPages(BusinessClock clock, DueJobs dueJobs, Trail trail, ApplicationEventPublisher events, TransactionOperations transaction,
               MessageSource messages) {
        this.clock = clock;
        this.dueJobs = dueJobs;
        this.trail = trail;
        this.events = events;
        this.transaction = transaction;
        this.messages = messages;
    }

    /** @param since the moment to which the clock was moved last, in milliseconds of the epoch */
    @GetMapping("/admin/clock")
    String show(@RequestParam(required = false) Long since, Model model) {
        return show(since, Shown.Typed.NOTHING, model);
    }

    @PostMapping("/admin/clock")
    String move(@RequestParam(defaultValue = "") String step, @RequestParam(defaultValue = "") String year,
                @RequestParam(defaultValue = "") String month, @RequestParam(defaultValue = "") String day, Actor actor, Model model,
                RedirectAttributes redirect) {
        Shown.Typed typed = new Shown.Typed(year, month, day);
        long days;
        try {
            days = switch (step) {
                case "day" -> 1;
                case "week" -> 7;
                default -> daysUntil(AbsencePages.day("進める先の日", typed));
            };
        } catch (RefusedException e) {
            model.addAttribute("refusal", e.refusal().wording());
            return show(null, typed, model);
        }
        clock.advance(Duration.ofDays(days));
        Instant moved = clock.instant();
        transaction.executeWithoutResult(status -> events.publishEvent(CaseEvent.ofInstallation("clock.moved", actor.government(), actor,
                Map.of("to", Shown.day(clock.today()), "days", "" + days))));
        long left = dueJobs.settle(LONGEST);
        Shown.flash(redirect, left == 0 ? "success" : "warning", days + "日進めました", left == 0 ? "期限が来ていた処理は、すべて終わりました。"
                : "まだ終わっていない処理が" + left + "件あります。しばらくしてから画面を開き直してください。");
        return "redirect:/admin/clock?since=" + moved.toEpochMilli();
    }

    private long daysUntil(LocalDate day) {
        long days = ChronoUnit.DAYS.between(clock.today(), day);
        if (days < 1 || days > FURTHEST_DAYS) {
            throw new RefusedException("clock.day", "明日から" + FURTHEST_DAYS + "日先までの日を入力してください。時計は戻せません。");
        }
        return days;
    }

    private String show(Long since, Shown.Typed typed, Model model) {
        model.addAttribute("now", Shown.day(clock.today()));
        model.addAttribute("time", "%tR".formatted(clock.nowJst()));
        model.addAttribute("ahead", clock.offset().toDays());
        model.addAttribute("typed", typed);
        model.addAttribute("waiting", dueJobs.waiting());
        if (since != null) {
            // Whoever set the clock back left events behind that are still to come.
            TrailQuery query = new TrailQuery(null, null, null, null, Instant.ofEpochMilli(since), clock.instant(), null);
            model.addAttribute("happened", trail.search(query, null, SHOWN_EVENTS).events().stream().map(this::shown).toList());
        }
        return "site/admin/clock";
    }

    private Map<String, Object> shown(TrailEvent event) {
        return Map.of("at", Shown.at(event.at()), "title", sentence(event), "actor", event.actor().name(),
                "body", event.caseNumber() == null ? "" : event.caseNumber().value());
    }

    private String sentence(TrailEvent event) {
        Matcher facts = FACT.matcher(messages.getMessage("event." + event.kind(), null, event.kind(), Locale.JAPANESE));
        return facts.replaceAll(fact -> Matcher.quoteReplacement(event.facts().getOrDefault(fact.group(1), "")));
    }
}
