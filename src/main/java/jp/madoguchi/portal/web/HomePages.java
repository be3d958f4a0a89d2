package jp.madoguchi.portal.web;

import java.util.List;
import jp.madoguchi.casefile.Drafts;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.portal.web.CallBoard.Notice;
import jp.madoguchi.programme.Call;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What everybody sees: the open calls and the page of each. */
@Controller
class HomePages {

    private static final int LONGEST_SEARCH = 100;

    private final CallBoard board;
    private final Drafts drafts;

    HomePages(CallBoard board, Drafts drafts) {
        this.board = board;
        this.drafts = drafts;
    }

    @GetMapping("/")
    String home(@RequestParam(defaultValue = "") String government, @RequestParam(defaultValue = "") String q, Actor actor, Model model) {
        String sought = q.length() > LONGEST_SEARCH ? q.substring(0, LONGEST_SEARCH) : q;
        List<Notice> all = board.ofThePublic();
        List<Notice> found = all.stream().filter(notice -> CallBoard.matches(notice, government, sought)).toList();
        model.addAttribute("open", found.stream().filter(Notice::open).toList());
        model.addAttribute("soon", found.stream().filter(Notice::soon).toList());
        model.addAttribute("planned", found.stream().filter(Notice::planned).toList());
        model.addAttribute("closed", found.stream().filter(Notice::closed).toList());
        model.addAttribute("emergencies", all.stream().filter(Notice::open).filter(Notice::activated).toList());
        model.addAttribute("governments", board.governments().stream()
                .filter(g -> all.stream().anyMatch(notice -> notice.government().code().equals(g.code()))).toList());
        model.addAttribute("government_", government);
        model.addAttribute("q", sought);
        model.addAttribute("now", board.now());
        model.addAttribute("signedIn", actor != null);
        return "portal/home";
    }

    @GetMapping("/calls/{programme}/{call}")
    String call(@PathVariable String programme, @PathVariable String call, Actor actor, Model model) {
        Notice notice = board.get(programme, call);
        boolean ownStaff = actor != null && actor.isStaff() && DataScope.coversProgramme(notice.government().code(), notice.programme().code());
        if (notice.call().internal() && !(ownStaff && notice.call().isStartedBy(actor))) {
            throw new NotFoundException("call " + call);
        }
        model.addAttribute("notice", notice);
        model.addAttribute("now", board.now());
        model.addAttribute("signedIn", actor != null);
        model.addAttribute("staff", actor != null && actor.isStaff());
        model.addAttribute("ownStaff", ownStaff);
        model.addAttribute("drafts", actor == null ? List.of() : drafts.of(actor).stream()
                .filter(d -> d.programme().equals(programme) && d.call().equals(call)).toList());
        model.addAttribute("slotCount", "device-subsidy".equals(notice.call().procedure()));
        model.addAttribute("vendorList", "vendor-application".equals(notice.call().procedure()));
        model.addAttribute("merchantList", "merchant-application".equals(notice.call().procedure()));
        return "portal/call";
    }
}
