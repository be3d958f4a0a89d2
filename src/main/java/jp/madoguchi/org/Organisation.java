package jp.madoguchi.org;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who sits where: governments, sections, posts, deputies and contractors. */
@Service
@Transactional
public class Organisation {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Organisation(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    public List<Government> governments() {
        return jdbc.sql("select code, name, name_en, head_title from government order by code").query(Government.class).list();
    }

    /** @throws NotFoundException when the code is unknown */
    public Government government(String code) {
        return jdbc.sql("select code, name, name_en, head_title from government where code = ?").param(code)
                .query(Government.class).optional().orElseThrow(() -> new NotFoundException("government " + code));
    }

    public List<Section> sections(String government) {
        return jdbc.sql("select * from section where government = ? order by full_name").param(government)
                .query(Section.class).list();
    }

    /** @throws NotFoundException when the section is unknown */
    public Section section(String government, String code) {
        return jdbc.sql("select * from section where government = ? and code = ?").params(government, code)
                .query(Section.class).optional()
                .orElseThrow(() -> new NotFoundException("section " + government + "/" + code));
    }

    /**
     * The section in the line above (or at) the given one that holds the rank, for decisions by amount and matter.
     * Where the line has no such rank, its top decides.
     */
    public Section inLine(String government, String code, Section.Rank rank) {
        Section section = section(government, code);
        while (section.rank().compareTo(rank) < 0 && section.parent() != null) {
            section = section(government, section.parent());
        }
        return section;
    }

    /** Defines a government, or renames it. */
    public void define(Government government) {
        jdbc.sql("""
                insert into government (code, name, name_en, head_title) values (?, ?, ?, ?)
                on conflict (code) do update set name = excluded.name, name_en = excluded.name_en, head_title = excluded.head_title""")
                .params(government.code(), government.name(), government.nameEn(), government.headTitle()).update();
    }

    /** Defines a section, or renames and moves it; superiors first. */
    public void define(Section section) {
        jdbc.sql("""
                insert into section (government, code, name, full_name, parent, rank) values (?, ?, ?, ?, ?, ?)
                on conflict (government, code) do update
                set name = excluded.name, full_name = excluded.full_name, parent = excluded.parent, rank = excluded.rank""")
                .params(section.government(), section.code(), section.name(), section.fullName(), section.parent(),
                        section.rank().name()).update();
    }

    public void appoint(String account, Desk desk, String title, LocalDate from) {
        jdbc.sql("""
                insert into post (account, government, section, role, title, from_day) values (?, ?, ?, ?, ?, ?)
                on conflict do nothing""")
                .params(account, desk.government(), desk.section(), desk.role().name(), title, from).update();
    }

    /** Posts held on a day. */
    public List<Post> postsOf(String account, LocalDate day) {
        return jdbc.sql("""
                select account, government, section, role, title from post
                where account = ? and from_day <= ? and (to_day is null or to_day >= ?) order by id""")
                .params(account, day, day)
                .query((row, n) -> new Post(row.getString("account"), desk(row), row.getString("title"))).list();
    }

    public List<Post> holdersOf(Desk desk, LocalDate day) {
        return jdbc.sql("""
                select account, government, section, role, title from post
                where government = ? and section = ? and role = ? and from_day <= ? and (to_day is null or to_day >= ?) order by id""")
                .params(desk.government(), desk.section(), desk.role().name(), day, day)
                .query((row, n) -> new Post(row.getString("account"), desk(row), row.getString("title"))).list();
    }

    /** Whether somebody works at a section in one of these roles on a day. */
    public boolean worksAt(String account, String government, String section, Set<Role> roles, LocalDate day) {
        return desksOf(account, day).stream().map(DeskMembership::desk)
                .anyMatch(desk -> roles.contains(desk.role()) && desk.government().equals(government) && desk.section().equals(section));
    }

    /** The desks somebody may work on a day: own posts, and the decider's posts of absent people whose deputy they are. */
    public List<DeskMembership> desksOf(String account, LocalDate day) {
        List<DeskMembership> desks = new ArrayList<>();
        jdbc.sql("""
                select government, section, role, title, null as acting_for, null as acting_for_name, 0 as absence, id
                from post where account = :account and from_day <= :day and (to_day is null or to_day >= :day)
                union all
                select p.government, p.section, p.role, p.title, a.account, n.name, a.id, p.id
                from absence a join account n on n.id = a.account join post p on p.account = a.account
                where a.deputy = :account and :day between a.from_day and a.to_day and p.role = 'DECIDER'
                  and p.from_day <= :day and (p.to_day is null or p.to_day >= :day)
                order by absence, id""").param("account", account).param("day", day)
                .query((row, n) -> new DeskMembership(desk(row), row.getString("title"), row.getString("acting_for"),
                        row.getString("acting_for_name"))).list()
                .forEach(membership -> {
                    if (!membership.asDeputy() || desks.stream().noneMatch(d -> d.desk().equals(membership.desk()))) {
                        desks.add(membership);
                    }
                });
        return desks;
    }

    /**
     * Registers an absence and its deputy.
     *
     * @throws RefusedException when the deputy is absent too, or works for another government
     */
    public void registerAbsence(String government, String account, String deputy, LocalDate from, LocalDate to,
                                String reason, Actor actor) {
        if (account.equals(deputy)) {
            throw new RefusedException("absence.self", "代決者には本人以外の職員を選んでください。");
        }
        if (to.isBefore(from)) {
            throw new RefusedException("absence.period", "終了日は開始日以後の日にしてください。");
        }
        boolean deputyAbsent = jdbc.sql("select exists (select from absence where account = ? and from_day <= ? and to_day >= ?)")
                .params(deputy, to, from).query(Boolean.class).single();
        if (deputyAbsent) {
            throw new RefusedException("absence.deputy-absent", "選んだ代決者もこの期間に不在の登録があります。別の職員を選んでください。");
        }
        boolean sameGovernment = jdbc.sql("select count(distinct account) = 2 from post where government = ? and account in (?, ?)")
                .params(government, account, deputy).query(Boolean.class).single();
        if (!sameGovernment) {
            throw new RefusedException("absence.foreign", "同じ団体に職のある職員を選んでください。");
        }
        jdbc.sql("insert into absence (government, account, deputy, from_day, to_day, reason) values (?, ?, ?, ?, ?, ?)")
                .params(government, account, deputy, from, to, reason).update();
        events.publishEvent(CaseEvent.ofInstallation("org.absence-registered", government, actor,
                Map.of("from", from.toString(), "to", to.toString(), "account", name(account), "deputy", name(deputy))));
    }

    /** Takes an absence back. @throws NotFoundException when it is not there */
    public void cancelAbsence(String government, long id, Actor actor) {
        int rows = jdbc.sql("delete from absence where government = ? and id = ?").params(government, id).update();
        if (rows == 0) {
            throw new NotFoundException("absence " + id);
        }
        events.publishEvent(CaseEvent.ofInstallation("org.absence-cancelled", government, actor, Map.of("id", "" + id)));
    }

    public List<Absence> absences(String government, LocalDate from) {
        return jdbc.sql(ABSENCES + " where a.government = ? and a.to_day >= ? order by a.from_day, a.id").params(government, from)
                .query(Absence.class).list();
    }

    public boolean isAbsent(String account, LocalDate day) {
        return jdbc.sql("select exists (select from absence where account = ? and ? between from_day and to_day)")
                .params(account, day).query(Boolean.class).single();
    }

    private static final String ABSENCES = """
            select a.id, a.account, p.name as account_name, a.deputy, d.name as deputy_name, a.from_day as "from",
                   a.to_day as "to", a.reason
            from absence a join account p on p.id = a.account join account d on d.id = a.deputy""";

    /** Staff of a government with their posts, for choosing a deputy or an assignee. */
    public List<StaffMember> staff(String government, LocalDate day) {
        return jdbc.sql("""
                select a.id, a.name, string_agg(distinct p.title, '、' order by p.title) as titles
                from account a join post p on p.account = a.id
                where p.government = ? and not a.retired and p.from_day <= ? and (p.to_day is null or p.to_day >= ?)
                group by a.id, a.name order by a.name, a.id""")
                .params(government, day, day).query(StaffMember.class).list();
    }

    /** All staff and service accounts of a government, retired ones last. @param day on which posts are shown */
    public List<StaffAccount> staffAccounts(String government, LocalDate day) {
        return jdbc.sql("""
                select a.id, a.login, a.name, a.email, a.locked_until, a.retired,
                       coalesce(string_agg(p.title || '（' || s.name || '）', '、' order by p.id), '') as posts
                from account a
                left join post p on p.account = a.id and p.from_day <= :day and (p.to_day is null or p.to_day >= :day)
                left join section s on s.government = p.government and s.code = p.section
                where a.government = :government group by a.id order by a.retired, a.login""")
                .param("government", government).param("day", day)
                .query((row, n) -> new StaffAccount(row.getString("id"), row.getString("login"), row.getString("name"), row.getString("email"),
                        row.getString("posts"), row.getTimestamp("locked_until") == null ? null : row.getTimestamp("locked_until").toInstant(),
                        row.getBoolean("retired"))).list();
    }

    /** Ends all posts of somebody who leaves. @param lastDay the last one on which they are held */
    public void endPosts(String government, String account, LocalDate lastDay) {
        jdbc.sql("update post set to_day = ? where government = ? and account = ? and (to_day is null or to_day > ?)")
                .params(lastDay, government, account, lastDay).update();
    }

    public void defineContractor(String code, String name, List<String> programmes) {
        jdbc.sql("insert into contractor (code, name) values (?, ?) on conflict (code) do update set name = excluded.name")
                .params(code, name).update();
        for (String programme : programmes) {
            jdbc.sql("insert into contractor_programme (contractor, programme) values (?, ?) on conflict do nothing")
                    .params(code, programme).update();
        }
    }

    /** Who works at a desk for a programme's contractor on a day, the longest appointed first. */
    public List<String> contractorsAt(Desk desk, String programme, LocalDate day) {
        return jdbc.sql("""
                select p.account from post p join account a on a.id = p.account join contractor_programme b on b.contractor = a.contractor and b.programme = ?
                where p.government = ? and p.section = ? and p.role = ? and p.from_day <= ? and (p.to_day is null or p.to_day >= ?)
                group by p.account order by min(p.id)""")
                .params(programme, desk.government(), desk.section(), desk.role().name(), day, day).query(String.class).list();
    }

    /** The programmes a contractor works for. */
    public List<String> programmesOf(String contractor) {
        return jdbc.sql("select programme from contractor_programme where contractor = ? order by programme").param(contractor)
                .query(String.class).list();
    }

    /** Whether a contractor's office works for a programme; where none does, the owning section does its tasks. */
    public boolean hasContractor(String programme) {
        return jdbc.sql("select exists (select from contractor_programme where programme = ?)").param(programme)
                .query(Boolean.class).single();
    }

    public Optional<String> contractorName(String code) {
        return jdbc.sql("select name from contractor where code = ?").param(code).query(String.class).optional();
    }

    private String name(String account) {
        return jdbc.sql("select name from account where id = ?").param(account).query(String.class).single();
    }

    private static Desk desk(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Desk(row.getString("government"), row.getString("section"), Role.valueOf(row.getString("role")));
    }
}
