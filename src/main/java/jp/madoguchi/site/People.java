package jp.madoguchi.site;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.DeskMembership;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Service;

/** Finds who signs in, with the roles of the posts held today. */
@Service
class People implements UserDetailsService {

    private final Accounts accounts;
    private final Organisation organisation;
    private final BusinessClock clock;

    People(Accounts accounts, Organisation organisation, BusinessClock clock) {
        this.accounts = accounts;
        this.organisation = organisation;
        this.clock = clock;
    }

    @Override
    public SignedIn loadUserByUsername(String login) {
        return accounts.byLogin(login).map(this::signedIn)
                .orElseThrow(() -> new UsernameNotFoundException("no account " + login));
    }

    private SignedIn signedIn(Account account) {
        return DataScope.within(DataScope.EVERYTHING, () -> {
            List<DeskMembership> desks = organisation.desksOf(account.id(), clock.today());
            Set<Role> roles = EnumSet.noneOf(Role.class);
            desks.forEach(desk -> roles.add(desk.desk().role()));
            String titles = desks.stream().filter(desk -> !desk.asDeputy()).map(DeskMembership::title).distinct()
                    .collect(Collectors.joining("、"));
            String governmentName = account.government() == null ? null : organisation.government(account.government()).name();
            List<String> programmes = account.contractor() == null ? List.of() : organisation.programmesOf(account.contractor());
            return new SignedIn(account, programmes, governmentName, titles, roles, account.isConfirmed() && !account.isRetired(),
                    account.isLocked(clock.instant()));
        });
    }
}
