package jp.madoguchi.site;

import jp.madoguchi.kernel.Actor;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The one address of a case in mails: leads staff and applicants each to their own page of it. */
@Controller
class CaseDoor {

    @GetMapping("/case/{number}")
    String open(@PathVariable String number, Actor actor) {
        return "redirect:" + (actor.isStaff() ? "/cases/" : "/my/cases/") + "{number}";
    }
}
