package jp.madoguchi.site.admin;

import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Account;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Opens and closes the accounts of an administrator's own government; each deed is in the trail. */
@Service
@Transactional
class Staffing {

    private static final int SHORTEST_PASSWORD = 10;

    private final Accounts accounts;
    private final Organisation organisation;
    private final ApplicationEventPublisher events;
    private final BusinessClock clock;

    Staffing(Accounts accounts, Organisation organisation, ApplicationEventPublisher events, BusinessClock clock) {
        this.accounts = accounts;
        this.organisation = organisation;
        this.events = events;
        this.clock = clock;
    }

    /** @param section code of the section of the post @param role name of a {@link Role} */
    record NewColleague(String login, String name, String email, String password, String section, String role, String title) {

        static final NewColleague NOBODY = new NewColleague("", "", "", "", "", "", "");
    }

    /** @throws RefusedException when something is missing or the login is taken */
    void open(NewColleague colleague, Actor by) {
        if (!colleague.login().matches("[a-z0-9][a-z0-9._-]{2,39}")) {
            throw new RefusedException("account.login", "職員IDは、英小文字・数字・「.」「-」「_」で3〜40文字にしてください。");
        }
        if (colleague.name().isBlank() || colleague.name().length() > 60) {
            throw new RefusedException("account.name", "氏名を60文字以内で入力してください。");
        }
        if (!colleague.email().isBlank() && !colleague.email().matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw new RefusedException("account.email", "メールアドレスを「name@example.jp」の形で入力してください。");
        }
        if (colleague.password().codePointCount(0, colleague.password().length()) < SHORTEST_PASSWORD) {
            throw new RefusedException("account.password", "初めのパスワードは" + SHORTEST_PASSWORD + "文字以上にしてください。");
        }
        if (colleague.title().isBlank() || colleague.title().length() > 60) {
            throw new RefusedException("account.title", "職名を60文字以内で入力してください。");
        }
        if (colleague.section().isBlank() || colleague.role().isBlank()) {
            throw new RefusedException("account.post", "所属と役割を選んでください。");
        }
        Desk desk = new Desk(by.government(), organisation.section(by.government(), colleague.section()).code(), Role.valueOf(colleague.role()));
        if (accounts.byLogin(colleague.login()).isPresent()) {
            throw new RefusedException("account.taken", "職員ID「" + colleague.login() + "」はすでに使われています。別のIDにしてください。");
        }
        Account account = accounts.openStaff(colleague.login(), colleague.name().strip(),
                colleague.email().isBlank() ? null : colleague.email().strip(), colleague.password(), by.government());
        organisation.appoint(account.id(), desk, colleague.title().strip(), clock.today());
        tell("account.opened", account, by, Map.of("name", account.name(), "title", colleague.title().strip()));
    }

    void unlock(String id, Actor by) {
        accounts.unlock(id, by.government());
        Account account = accounts.get(id);
        tell("account.unlocked", account, by, Map.of("name", account.name()));
    }

    /** Posts end today. @throws RefusedException when it is one's own account */
    void retire(String id, Actor by) {
        if (id.equals(by.id())) {
            throw new RefusedException("account.own", "自分のアカウントは閉じられません。ほかのシステム管理者に頼んでください。");
        }
        accounts.retire(id, by.government());
        organisation.endPosts(by.government(), id, clock.today().minusDays(1));
        Account account = accounts.get(id);
        tell("account.retired", account, by, Map.of("name", account.name()));
    }

    private void tell(String kind, Account account, Actor by, Map<String, String> facts) {
        events.publishEvent(CaseEvent.ofInstallation(kind, account.government(), by, facts));
    }
}
