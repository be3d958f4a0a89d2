package jp.madoguchi.portal.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jp.madoguchi.casefile.Drafts;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.portal.web.CallBoard.Notice;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Where staff start: applications that came on paper, and procedures of the office itself. */
@Controller
class OfficePages {

    private final CallBoard board;
    private final Drafts drafts;

    OfficePages(CallBoard board, Drafts drafts) {
        this.board = board;
        this.drafts = drafts;
    }

    @GetMapping("/postal")
    String postal(Actor actor, Model model) {
        return show(model, "postal", actor, board.ofThePublic().stream()
                .filter(notice -> DataScope.coversProgramme(notice.government().code(), notice.programme().code())).toList());
    }

    @GetMapping("/office")
    String office(Actor actor, Model model) {
        return show(model, "office", actor, board.ofTheOffice(actor));
    }

    private String show(Model model, String which, Actor actor, List<Notice> notices) {
        List<Notice> running = notices.stream().filter(notice -> notice.open() || notice.closed()).toList();
        Map<String, Notice> byCall = running.stream().collect(Collectors.toMap(n -> n.applyHref(), n -> n));
        model.addAttribute("which", which);
        model.addAttribute("notices", running);
        model.addAttribute("drafts", drafts.of(actor).stream()
                .filter(draft -> byCall.containsKey("/apply/" + draft.programme() + "/" + draft.call()))
                .map(draft -> Map.of("draft", draft, "notice", byCall.get("/apply/" + draft.programme() + "/" + draft.call()))).toList());
        return "portal/office";
    }
}
