package jp.madoguchi.stockpile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import org.springframework.stereotype.Component;

/** 受託者: who keeps a programme's stock, and hears of what the prefecture decides about it (S2-46). */
@Component
class Contractors {

    private final Organisation organisation;
    private final Accounts accounts;
    private final BusinessClock clock;

    Contractors(Organisation organisation, Accounts accounts, BusinessClock clock) {
        this.organisation = organisation;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Who works on the case's programme for its contractor, the longest appointed first. */
    List<Account> people(CaseFile file) {
        return organisation.contractorsAt(new Desk(file.government(), file.section(), Role.CONTRACTOR), file.programme(), clock.today()).stream()
                .map(accounts::get).toList();
    }

    /** How letters address it. */
    String name(CaseFile file) {
        return people(file).stream().map(account -> organisation.contractorName(account.contractor())).flatMap(Optional::stream).findFirst().orElse("受託者");
    }

    /** Where its mail goes, or null when nobody there has an address. */
    String mail(CaseFile file) {
        return people(file).stream().map(Account::email).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
