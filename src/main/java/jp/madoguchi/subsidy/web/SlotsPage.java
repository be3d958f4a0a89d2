package jp.madoguchi.subsidy.web;

import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.subsidy.Slots;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** How many slots are left, for everybody (S3-59). */
@Controller
class SlotsPage {

    private final Slots slots;
    private final Programmes programmes;
    private final Organisation organisation;

    SlotsPage(Slots slots, Programmes programmes, Organisation organisation) {
        this.slots = slots;
        this.programmes = programmes;
        this.organisation = organisation;
    }

    /** The count as of this moment; the page asks for itself again every few seconds. */
    @GetMapping("/programmes/{programme}/subsidy")
    String slots(@PathVariable String programme, Actor actor, Model model) {
        Programme found = programmes.get(programme);
        if (!Slots.areOf(found)) {
            throw new NotFoundException("subsidy of " + programme);
        }
        model.addAttribute("programme", found);
        model.addAttribute("owner", DataScope.within(DataScope.EVERYTHING, () -> organisation.government(found.government())));
        model.addAttribute("count", slots.count(found));
        model.addAttribute("call", Slots.callOf(found).code());
        model.addAttribute("works", actor != null && actor.isStaff() && DataScope.coversProgramme(found.government(), found.code()));
        return "subsidy/slots";
    }
}
