package jp.madoguchi.site;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Role;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/** The person of a session. Kept in the session table, so it holds plain values only. */
final class SignedIn implements UserDetails, Carrier, Serializable {

    private static final long serialVersionUID = 1;

    private final String id;
    private final String login;
    private final String name;
    private final String kind;
    private final String government;
    private final List<String> programmes;
    private final String governmentName;
    private final String titles;
    private String password;
    private final List<String> roles;
    private final boolean open;
    private final boolean locked;

    /** @param programmes those a contractor works for; empty for everybody else */
    SignedIn(Account account, List<String> programmes, String governmentName, String titles, Set<Role> roles, boolean open,
             boolean locked) {
        this.id = account.id();
        this.login = account.login();
        this.name = account.name();
        this.kind = account.kind().name();
        this.government = account.government();
        this.programmes = List.copyOf(programmes);
        this.governmentName = governmentName;
        this.titles = titles;
        this.password = account.password();
        this.roles = roles.stream().map(Role::name).sorted().toList();
        this.open = open;
        this.locked = locked;
    }

    Actor actor() {
        return new Actor(id, name, Actor.Kind.valueOf(kind), government);
    }

    /** Staff see their government's rows, contractors those of their programmes, everybody else their own. */
    String scope() {
        Actor actor = actor();
        if (!actor.isStaff()) {
            return id;
        }
        if (government == null) {
            return DataScope.NOTHING;
        }
        return actor.kind() == Actor.Kind.CONTRACTOR ? DataScope.ofContractor(government, programmes) : government;
    }

    boolean has(Role role) {
        return roles.contains(role.name());
    }

    /** Forgets the password's hash once it was compared: it has no business in the session table. */
    SignedIn withoutPassword() {
        password = null;
        return this;
    }

    String governmentName() {
        return governmentName;
    }

    String titles() {
        return titles;
    }

    String name() {
        return name;
    }

    @Override
    public SignedIn person() {
        return this;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        String door = actor().isStaff() ? "STAFF" : kind;
        return java.util.stream.Stream.concat(roles.stream(), java.util.stream.Stream.of(door)).distinct()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role)).toList();
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public String getUsername() {
        return login;
    }

    @Override
    public boolean isAccountNonLocked() {
        return !locked;
    }

    @Override
    public boolean isEnabled() {
        return open;
    }
}
