package jp.madoguchi.campaign;

import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.kernel.Batches;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the charges of a window come to. Lots are counted account by account, rounded down on each: a lot belongs to a medium,
 * whose quota it competes for, and a person's rest on the smartphone and rest on the card are no lot of either. The person is
 * what both accounts share (G11), and counts for the cap alone.
 */
@Service
@Transactional(readOnly = true)
public class Charges {

    /** Accounts that take part, with their lots. Asks for {@code programme, opens, closes, lot, own}. */
    static final String ACCOUNTS = """
            account as (
              select a.account, a.medium, coalesce('h:' || a.holder, 'a:' || a.account) as identity, count(*) as charges, sum(c.yen) as yen,
                sum(c.yen)::bigint / :lot as lots, min(c.n) as first
              from charge c join charge_account a on a.programme = c.programme and a.account = c.account
              where c.programme = :programme and c.at >= :opens and c.at < :closes and (a.holder is not null or a.medium <> 'card' or :own)
              group by a.account, a.medium, a.holder)""";

    private final JdbcClient jdbc;

    Charges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of one medium. @param prizes that its lots can win, the cap alone considered */
    public record OfMedium(long charges, long yen, long accounts, long lots, long prizes) {}

    /**
     * Of a window.
     *
     * @param persons     who has a lot
     * @param winnable    how many prizes the lots can win at most under the cap and the quotas (G13)
     * @param without     charges in the window on cards that belong to nobody, where those do not take part (G11)
     */
    public record Figures(Map<Medium, OfMedium> media, long persons, long winnable, long without) {

        public OfMedium of(Medium medium) {
            return media.get(medium);
        }

        public long charges() {
            return media.values().stream().mapToLong(OfMedium::charges).sum();
        }

        public long yen() {
            return media.values().stream().mapToLong(OfMedium::yen).sum();
        }

        public long lots() {
            return media.values().stream().mapToLong(OfMedium::lots).sum();
        }
    }

    /** A row of the list of files. @param at Japanese time */
    public record Import(long id, LocalDateTime at, String actorName, String fileName, String sha256, long taken, long known, long yen, long outside, long late) {}

    /** A window's figures; of an undecided campaign its charges alone. */
    public Figures figures(Programme programme, CampaignTerms terms, Windows.Window window) {
        return Batches.run(jdbc, () -> counted(programme, terms, window));
    }

    private Figures counted(Programme programme, CampaignTerms terms, Windows.Window window) {
        record Row(String medium, long charges, long yen, long accounts, long lots) {}
        record Sums(long persons, long smartphone, long card, long both) {}
        List<Row> rows = asked("with " + ACCOUNTS + """
                 select medium, sum(charges)::bigint as charges, sum(yen)::bigint as yen, count(*) as accounts, sum(lots)::bigint as lots
                from account group by medium""", programme, terms, window).query(Row.class).list();
        Sums sums = asked("with " + ACCOUNTS + """
                , person as (
                  select identity, coalesce(sum(lots) filter (where medium = 'smartphone'), 0) as s, coalesce(sum(lots) filter (where medium = 'card'), 0) as c
                  from account where lots > 0 group by identity),
                won as (
                  select p.identity, count(*) as prizes from campaign_grant g join campaign_person p on p.programme = g.programme and p.code = g.person
                  where g.programme = :programme and g.campaign = :campaign and g.period < :period group by p.identity),
                allowed as (select p.s, p.c, greatest(:cap - coalesce(w.prizes, 0), 0) as cap from person p left join won w using (identity))
                select (select count(*) from person) as persons, coalesce(sum(least(cap, s)), 0)::bigint as smartphone,
                  coalesce(sum(least(cap, c)), 0)::bigint as card, coalesce(sum(least(cap, s + c)), 0)::bigint as both
                from allowed""", programme, terms, window).param("campaign", terms.code()).param("period", window.period()).param("cap", terms.cap())
                .query(Sums.class).single();
        Map<Medium, OfMedium> media = new EnumMap<>(Medium.class);
        for (Medium medium : Medium.values()) {
            long prizes = medium == Medium.CARD ? sums.card() : sums.smartphone();
            media.put(medium, rows.stream().filter(row -> row.medium().equals(medium.code())).findFirst()
                    .map(row -> new OfMedium(row.charges(), row.yen(), row.accounts(), terms.lot() == 0 ? 0 : row.lots(), prizes))
                    .orElse(new OfMedium(0, 0, 0, 0, 0)));
        }
        long without = terms.ownPerson() ? 0 : jdbc.sql("""
                select count(*) from charge c join charge_account a on a.programme = c.programme and a.account = c.account
                where c.programme = ? and c.at >= ? and c.at < ? and a.holder is null and a.medium = 'card'""")
                .params(programme.code(), Windows.moment(window.opens()), Windows.moment(window.closes())).query(Long.class).single();
        return new Figures(media, sums.persons(), winnable(terms, sums.smartphone(), sums.card(), sums.both()), without);
    }

    /**
     * The most prizes that can be given: the greatest flow from persons (the cap) over their media (their lots) to the quotas is
     * the least cut, and a cut either fills a medium's quota or all that the persons can take of it.
     */
    static long winnable(CampaignTerms terms, long smartphone, long card, long both) {
        long s = terms.prizes(Medium.SMARTPHONE);
        long c = terms.prizes(Medium.CARD);
        return terms.spillOver() ? Math.min(terms.prize() == 0 ? 0 : terms.drawBudget() / terms.prize(), both)
                : Math.min(Math.min(s + c, both), Math.min(c + smartphone, s + card));
    }

    private JdbcClient.StatementSpec asked(String sql, Programme programme, CampaignTerms terms, Windows.Window window) {
        return bound(jdbc.sql(sql), programme, terms, window);
    }

    static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec asked, Programme programme, CampaignTerms terms, Windows.Window window) {
        return asked.param("programme", programme.code()).param("opens", Windows.moment(window.opens())).param("closes", Windows.moment(window.closes()))
                .param("lot", Math.max(terms.lot(), 1)).param("own", terms.ownPerson());
    }

    /** Newest first. */
    public List<Import> imports(Programme programme, int most) {
        return jdbc.sql("select * from charge_import where programme = ? order by id desc limit ?").params(programme.code(), most)
                .query((row, n) -> new Import(row.getLong("id"), Windows.jst(row.getTimestamp("at")), row.getString("actor_name"), row.getString("file_name"),
                        row.getString("sha256"), row.getLong("taken"), row.getLong("known"), row.getLong("yen"), row.getLong("outside"), row.getLong("late")))
                .list();
    }

    /** When the last file was taken; empty before the first. */
    Optional<LocalDateTime> lastImport(Programme programme) {
        return jdbc.sql("select at from charge_import where programme = ? order by id desc limit 1").param(programme.code())
                .query((row, n) -> Windows.jst(row.getTimestamp(1))).optional();
    }

    /** Charges of a window that came after its lots were numbered. */
    public long late(Programme programme, Windows.Window window) {
        return window.numberedAt() == null ? 0 : jdbc.sql("""
                select count(*) from charge c join charge_import i on i.id = c.import where c.programme = ? and c.at >= ? and c.at < ? and i.at > ?""")
                .params(programme.code(), Windows.moment(window.opens()), Windows.moment(window.closes()),
                        Windows.moment(window.numberedAt())).query(Long.class).single();
    }
}
