package jp.madoguchi.campaign.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.campaign.CampaignGrants;
import jp.madoguchi.campaign.CampaignOffice;
import jp.madoguchi.campaign.CampaignTerms;
import jp.madoguchi.campaign.ChargeFile;
import jp.madoguchi.campaign.Charges;
import jp.madoguchi.campaign.GrantResultFile;
import jp.madoguchi.campaign.Medium;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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

/** キャンペーン: charges by medium against the budget, and what was granted (S3-85 to S3-100). */
@Controller
@RequestMapping("/campaigns/{programme}")
class CampaignPages {

    /** Problems of a file on the page; whoever mends these finds the next ones. */
    private static final int MOST_PROBLEMS = 100;
    private static final int IMPORTS = 20;
    private static final int MOST_FAILED = 200;

    private final CampaignOffice office;
    private final Charges charges;
    private final CampaignGrants grants;
    private final Programmes programmes;
    private final BusinessClock clock;

    CampaignPages(CampaignOffice office, Charges charges, CampaignGrants grants, Programmes programmes, BusinessClock clock) {
        this.office = office;
        this.charges = charges;
        this.grants = grants;
        this.programmes = programmes;
        this.clock = clock;
    }

    /** How the page writes moments. */
    public static final class Say {

        public String at(LocalDateTime moment) {
            return JapaneseDates.dateTime(moment);
        }
    }

    @GetMapping
    String page(@PathVariable String programme, Actor actor, Model model) {
        Programme found = ofOurs(programme);
        model.addAttribute("programme", found);
        model.addAttribute("standings", office.standings(found));
        model.addAttribute("media", Medium.values());
        model.addAttribute("now", clock.nowJst());
        model.addAttribute("imports", charges.imports(found, IMPORTS));
        model.addAttribute("files", grants.files(found));
        model.addAttribute("failed", grants.inState(found, EnumSet.of(CampaignGrants.State.FAILED, CampaignGrants.State.RETURNED), MOST_FAILED));
        model.addAttribute("chargeColumns", ChargeFile.COLUMNS);
        model.addAttribute("resultColumns", GrantResultFile.COLUMNS);
        model.addAttribute("mayImport", office.mayImport(found, actor));
        model.addAttribute("mayGrant", office.mayGrant(found, actor));
        model.addAttribute("say", new Say());
        model.asMap().putIfAbsent("typed", Map.of());
        return "campaign/campaigns";
    }

    @PostMapping("/charges")
    String charges(@PathVariable String programme, @RequestParam MultipartFile file, @RequestParam(defaultValue = "") String rows,
                   @RequestParam(defaultValue = "") String yen, Actor actor, Model model, HttpServletResponse response, RedirectAttributes redirect) {
        Programme found = ofOurs(programme);
        model.addAttribute("typed", Map.of("rows", rows, "yen", yen));
        return shown(programme, actor, model, response, () -> {
            ChargeFile.Imported imported = office.takeCharges(found, name(file), file::getInputStream, new ChargeFile.Expected(whole(rows, "件数"), whole(yen, "合計金額")),
                    actor);
            if (imported.problemCount() > 0) {
                return refused(model, imported.problems(), imported.problemCount());
            }
            if (imported.taken() + imported.known() == 0) {
                say(redirect, "warning", "チャージが1件もないファイルでした", "見出しだけのファイルです。チャージがあったはずの日のものなら、受け取り直してください。");
                return "redirect:/campaigns/" + programme;
            }
            say(redirect, imported.taken() == 0 ? "info" : "success", imported.taken() == 0 ? "すべて取込み済みのチャージでした" : "%,d件のチャージを取り込みました".formatted(imported.taken()),
                    "合計%,d円。取込み済み%,d件、対象期間の外%,d件、抽選対象の確定後%,d件。".formatted(imported.yen(), imported.known(), imported.outside(), imported.late()));
            return "redirect:/campaigns/" + programme;
        });
    }

    @PostMapping("/results")
    String results(@PathVariable String programme, @RequestParam MultipartFile file, Actor actor, Model model, HttpServletResponse response,
                   RedirectAttributes redirect) {
        Programme found = ofOurs(programme);
        return shown(programme, actor, model, response, () -> {
            GrantResultFile.Read read = office.takeResult(found, name(file), file::getInputStream, actor);
            if (!read.problems().isEmpty()) {
                return refused(model, read.problems(), read.problems().size());
            }
            say(redirect, "success", "付与の結果を取り込みました", "付与済%,d件、不能%,d件、返戻%,d件、取込み済み%,d件。".formatted(read.done(), read.failed(), read.returned(), read.known()));
            return "redirect:/campaigns/" + programme + "#grants";
        });
    }

    @PostMapping("/failed")
    String failed(@PathVariable String programme, @RequestParam(defaultValue = "") Set<String> grant, @RequestParam(defaultValue = "") String action,
                  @RequestParam(defaultValue = "") String reason, Actor actor, Model model, HttpServletResponse response, RedirectAttributes redirect) {
        Programme found = ofOurs(programme);
        model.addAttribute("typed", Map.of("reason", reason, "grants", grant));
        return shown(programme, actor, model, response, () -> {
            if (action.equals("retry")) {
                say(redirect, "success", "%,d件を次の付与ファイルに載せます".formatted(office.retry(found, grant, actor)), "");
            } else {
                say(redirect, "success", "%,d件を付与せずに終えました".formatted(office.giveUp(found, grant, reason, actor)), "");
            }
            return "redirect:/campaigns/" + programme + "#grants";
        });
    }

    @GetMapping("/grant-files/{file}")
    ResponseEntity<byte[]> grantFile(@PathVariable String programme, @PathVariable int file, Actor actor) {
        Programme found = ofOurs(programme);
        return file(grants.file(found, file).name(), office.grantFile(found, file, actor));
    }

    @GetMapping("/{campaign}/{period}/lots.csv")
    ResponseEntity<byte[]> lots(@PathVariable String programme, @PathVariable String campaign, @PathVariable int period, Actor actor) {
        return file("lots-%s-%d.csv".formatted(campaign, period), office.lotNotices(ofOurs(programme), campaign, period, actor));
    }

    @GetMapping("/{campaign}/{period}/winners.csv")
    ResponseEntity<byte[]> winners(@PathVariable String programme, @PathVariable String campaign, @PathVariable int period, Actor actor) {
        return file("winners-%s-%d.csv".formatted(campaign, period), office.winnerNotices(ofOurs(programme), campaign, period, actor));
    }

    @GetMapping("/{campaign}/{period}/grants.csv")
    ResponseEntity<byte[]> grants(@PathVariable String programme, @PathVariable String campaign, @PathVariable int period, Actor actor) {
        return file("grants-%s-%d.csv".formatted(campaign, period), office.grantList(ofOurs(programme), campaign, period, actor));
    }

    /** The columns alone, to fill in. */
    @GetMapping("/charges-blank.csv")
    ResponseEntity<byte[]> blank(@PathVariable String programme) throws IOException {
        Programme found = ofOurs(programme);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(out, Csv.Format.SPREADSHEET, ChargeFile.COLUMNS.stream().map(Csv.Column::text).toArray(Csv.Column[]::new)).close();
        return file("charges-" + found.code() + ".csv", out.toByteArray());
    }

    /** A refusal is shown with what was typed. */
    private String shown(String programme, Actor actor, Model model, HttpServletResponse response, Supplier<String> work) {
        try {
            String view = work.get();
            if (view != null) {
                return view;
            }
        } catch (RefusedException refused) {
            model.addAttribute("refusal", refused.refusal().wording());
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return page(programme, actor, model);
    }

    private static String refused(Model model, List<Csv.Problem> problems, long count) {
        model.addAttribute("problems", problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
        model.addAttribute("problemCount", count);
        return null;
    }

    private static String name(MultipartFile file) {
        String name = file.getOriginalFilename() == null ? "" : file.getOriginalFilename().replaceAll("[\\p{Cntrl}/\\\\]", "_");
        return name.isBlank() ? "charges.csv" : name.substring(0, Math.min(200, name.length()));
    }

    /** Null when nothing was typed. */
    private static Long whole(String typed, String what) {
        String digits = Normalizer.normalize(typed, Normalizer.Form.NFKC).replace(",", "").replaceAll("[円件]$", "").strip();
        if (digits.isEmpty()) {
            return null;
        }
        if (!digits.matches("[0-9]{1,15}")) {
            throw new RefusedException("campaign.expected", "「%s」は整数で入力してください。".formatted(what));
        }
        return Long.valueOf(digits);
    }

    private static ResponseEntity<byte[]> file(String name, byte[] content) {
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, "text/csv; charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"").body(content);
    }

    /** @throws NotFoundException when it is another's programme, or has no campaigns */
    private Programme ofOurs(String code) {
        Programme programme = programmes.get(code);
        if (!CampaignTerms.setBy(programme) || !DataScope.coversProgramme(programme.government(), code)) {
            throw new NotFoundException("campaigns of " + code);
        }
        return programme;
    }

    private static void say(RedirectAttributes redirect, String type, String title, String text) {
        redirect.addFlashAttribute("flash", List.of(Map.of("type", type, "title", title, "text", text)));
    }
}
