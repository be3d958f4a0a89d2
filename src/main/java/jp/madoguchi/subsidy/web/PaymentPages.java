package jp.madoguchi.subsidy.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.calendar.BankCalendar;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.subsidy.PaymentPapers;
import jp.madoguchi.subsidy.Payments;
import jp.madoguchi.subsidy.Slots;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 支払: the office's pages for lists of payments. The contractor's office reads, a reviewer makes, a decider releases. */
@Controller
@RequestMapping("/subsidy/{programme}")
class PaymentPages {

    /** How many bank days ahead a transfer may be set from the page. */
    private static final int DAYS_AHEAD = 20;
    /** Banks ask for the file some days before the day of transfer. */
    private static final int LEAD_DAYS = 2;

    private final Payments payments;
    private final PaymentPapers papers;
    private final Slots slots;
    private final Programmes programmes;
    private final BankCalendar bankDays;
    private final BusinessClock clock;

    PaymentPages(Payments payments, PaymentPapers papers, Slots slots, Programmes programmes, BankCalendar bankDays, BusinessClock clock) {
        this.payments = payments;
        this.papers = papers;
        this.slots = slots;
        this.programmes = programmes;
        this.bankDays = bankDays;
        this.clock = clock;
    }

    /** How these pages write days and moments. */
    public static final class Say {

        public String day(LocalDate day) {
            return JapaneseDates.fullWithWeekday(day);
        }

        public String at(Instant moment) {
            return JapaneseDates.dateTime(LocalDateTime.ofInstant(moment, BusinessClock.JST));
        }
    }

    @GetMapping
    String lists(@PathVariable String programme, Actor actor, Model model) {
        Programme found = worked(programme);
        LocalDate first = bankDays.plusBusinessDays(clock.today(), LEAD_DAYS);
        model.addAttribute("programme", found);
        model.addAttribute("count", slots.count(found));
        model.addAttribute("payable", payments.payable(found));
        model.addAttribute("batches", payments.batches(found));
        model.addAttribute("days", Stream.iterate(first, day -> bankDays.plusBusinessDays(day, 1)).limit(DAYS_AHEAD).toList());
        model.addAttribute("mayMake", payments.mayMake(found, actor) instanceof Verdict.Accepted);
        model.addAttribute("say", new Say());
        return "subsidy/payments";
    }

    @PostMapping("/batches")
    String make(@PathVariable String programme, @RequestParam(defaultValue = "") List<String> cases, @RequestParam LocalDate on, Actor actor,
                RedirectAttributes redirect) {
        Programme found = worked(programme);
        Set<CaseNumber> chosen = cases.stream().filter(CaseNumber::isWellFormed).map(CaseNumber::new).collect(Collectors.toSet());
        if (chosen.isEmpty()) {
            say(redirect, "error", "一覧を作成できません", "振り込む案件を選んでください。");
            return "redirect:/subsidy/" + programme;
        }
        return done(redirect, "/subsidy/" + programme, () -> {
            Payments.Batch batch = payments.make(found, chosen, on, actor);
            say(redirect, "success", "振込の一覧を作成しました", "決裁者が承認すると、振込ファイルを取り出せます。");
            return "/batches/" + batch.number();
        });
    }

    @GetMapping("/batches/{batch}")
    String list(@PathVariable String programme, @PathVariable int batch, Actor actor, Model model) {
        Programme found = worked(programme);
        Payments.Batch list = payments.batch(found, batch);
        model.addAttribute("programme", found);
        model.addAttribute("batch", list);
        model.addAttribute("payments", payments.payments(found, batch));
        model.addAttribute("mayMake", payments.mayMake(found, actor) instanceof Verdict.Accepted);
        model.addAttribute("mayRelease", payments.mayRelease(found, list, actor) instanceof Verdict.Accepted);
        model.addAttribute("city", actor.kind() == Actor.Kind.STAFF);
        model.addAttribute("days", list.transferOn().isAfter(clock.today()) ? List.of()
                : list.transferOn().datesUntil(clock.today().plusDays(1)).filter(bankDays::isBusinessDay).toList());
        model.addAttribute("say", new Say());
        return "subsidy/batch";
    }

    @PostMapping("/batches/{batch}/release")
    String release(@PathVariable String programme, @PathVariable int batch, Actor actor, RedirectAttributes redirect) {
        Programme found = worked(programme);
        return done(redirect, "/subsidy/" + programme + "/batches/" + batch, () -> {
            payments.release(found, batch, actor);
            say(redirect, "success", "振込の一覧を承認しました", "振込ファイルを取り出し、銀行に送ってください。");
            return "";
        });
    }

    @PostMapping("/batches/{batch}/discard")
    String discard(@PathVariable String programme, @PathVariable int batch, Actor actor, RedirectAttributes redirect) {
        Programme found = worked(programme);
        return done(redirect, "/subsidy/" + programme + "/batches/" + batch, () -> {
            payments.discard(found, batch, actor);
            say(redirect, "success", "振込の一覧を取りやめました", "載っていた案件は、次の一覧に載せられます。");
            return "";
        });
    }

    /** What the bank says. An empty file field means that nothing came back. */
    @PostMapping("/batches/{batch}/result")
    String result(@PathVariable String programme, @PathVariable int batch, @RequestParam LocalDate paidOn,
                  @RequestParam(required = false) MultipartFile file, Actor actor, RedirectAttributes redirect) {
        Programme found = worked(programme);
        return done(redirect, "/subsidy/" + programme + "/batches/" + batch, () -> {
            payments.settle(found, batch, paidOn, file == null || file.isEmpty() ? null : file::getInputStream, actor);
            payments.tellResults();
            say(redirect, "success", "振込の結果を取り込みました", "振り込めなかった案件は、口座の訂正を待って次の一覧に載せられます。");
            return "";
        });
    }

    @GetMapping("/batches/{batch}/transfer.txt")
    ResponseEntity<byte[]> transfer(@PathVariable String programme, @PathVariable int batch, Actor actor) {
        return file(papers.file(worked(programme), batch, actor));
    }

    @GetMapping("/batches/{batch}/payments.csv")
    ResponseEntity<byte[]> csv(@PathVariable String programme, @PathVariable int batch, Actor actor) {
        return file(papers.csv(worked(programme), batch, actor));
    }

    @GetMapping("/batches/{batch}/evidence.zip")
    ResponseEntity<byte[]> evidence(@PathVariable String programme, @PathVariable int batch, Actor actor) {
        return file(papers.evidence(worked(programme), batch, actor));
    }

    private static ResponseEntity<byte[]> file(PaymentPapers.Download download) {
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, download.type())
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(download.name(), StandardCharsets.UTF_8).build().toString())
                .body(download.content());
    }

    /** @throws NotFoundException when it is another's programme, or has no such subsidy */
    private Programme worked(String code) {
        Programme programme = programmes.get(code);
        if (!Slots.areOf(programme) || !DataScope.coversProgramme(programme.government(), code)) {
            throw new NotFoundException("subsidy of " + code);
        }
        return programme;
    }

    /** Goes to where the work says, or back with the reason why not. */
    private static String done(RedirectAttributes redirect, String page, Supplier<String> work) {
        try {
            return "redirect:" + page + work.get();
        } catch (RefusedException refused) {
            say(redirect, "error", "処理できませんでした", refused.refusal().wording());
            return "redirect:" + page;
        }
    }

    private static void say(RedirectAttributes redirect, String type, String title, String text) {
        redirect.addFlashAttribute("flash", List.of(Map.of("type", type, "title", title, "text", text)));
    }
}
