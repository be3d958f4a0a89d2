package jp.madoguchi.premium;

import java.util.EnumSet;
import java.util.Set;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who brings files into a sale. Everybody else at the desks of the city reads its figures only. */
@Service
@Transactional(readOnly = true)
public class PremiumOffice {

    private final Organisation organisation;
    private final BusinessClock clock;

    PremiumOffice(Organisation organisation, BusinessClock clock) {
        this.organisation = organisation;
        this.clock = clock;
    }

    /** What was sold, from the platform (S5-106). */
    public boolean mayReportSales(Programme programme, Actor actor) {
        return holds(programme, actor, EnumSet.of(Role.REVIEWER, Role.CONTRACTOR));
    }

    /** The list of all residents is the city's own (S5-11). */
    public boolean mayKeepList(Programme programme, Actor actor) {
        return holds(programme, actor, EnumSet.of(Role.REVIEWER));
    }

    private boolean holds(Programme programme, Actor actor, Set<Role> roles) {
        return organisation.worksAt(actor.id(), programme.government(), programme.section(), roles, clock.today());
    }
}
