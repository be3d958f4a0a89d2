package jp.madoguchi.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import jp.madoguchi.draw.Grants;
import jp.madoguchi.draw.PoolWriter;
import jp.madoguchi.kernel.Batches;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lots of a window and their numbers ({@code S-000001}, {@code C-000001}), numbered through the campaign in the order in
 * which the accounts' first charges came. Numbering anew, after a draw that became void, only adds.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Lots {

    /** Takes an account with its lots, for the platform to show them to their owner. */
    @FunctionalInterface
    public interface OfAccount {
        void accept(Medium medium, String account, String lots);
    }

    private final JdbcClient jdbc;

    Lots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Gives a number to every lot that has none. @return how many lots the window has */
    long number(Programme programme, CampaignTerms terms, Windows.Window window) {
        terms.mustBeDecided();
        jdbc.sql("drop table if exists campaign_account").update();
        Batches.run(jdbc, () -> {
            Charges.bound(jdbc.sql("create temporary table campaign_account on commit drop as with " + Charges.ACCOUNTS + " select * from account where lots > 0"),
                    programme, terms, window).update();
            jdbc.sql("analyze campaign_account").update();
            persons(programme, terms, window);
            lots(programme, terms, window);
            return null;
        });
        jdbc.sql("drop table campaign_account").update();
        return count(window);
    }

    private void persons(Programme programme, CampaignTerms terms, Windows.Window window) {
        jdbc.sql("""
                insert into campaign_person (programme, identity, government, code)
                select :programme, identity, :government, 'P-' || lpad((h.n + row_number() over (order by first, identity))::text, greatest(6,
                  length((h.n + row_number() over (order by first, identity))::text)), '0')
                from (select identity, min(first) as first from campaign_account group by identity) a,
                  (select count(*) as n from campaign_person where programme = :programme) h
                where not exists (select from campaign_person p where p.programme = :programme and p.identity = a.identity)""")
                .param("programme", programme.code()).param("government", programme.government()).update();
        // Linked since: the lot keeps its number and is its owner's.
        jdbc.sql("""
                update campaign_lot l set person = p.code from campaign_account a join campaign_person p on p.programme = ? and p.identity = a.identity
                where l.programme = ? and l.campaign = ? and l.period = ? and l.account = a.account and l.person <> p.code""")
                .params(programme.code(), programme.code(), terms.code(), window.period()).update();
    }

    private void lots(Programme programme, CampaignTerms terms, Windows.Window window) {
        for (Medium medium : Medium.values()) {
            jdbc.sql("""
                    insert into campaign_lot (programme, campaign, lot, period, government, account, ordinal, person)
                    select :programme, :campaign, :prefix || '-' || lpad(n::text, greatest(6, length(n::text)), '0'), :period, :government, account, ordinal, code
                    from (
                      select h.n + row_number() over (order by a.first, a.account, o) as n, a.account, o as ordinal, p.code
                      from campaign_account a join campaign_person p on p.programme = :programme and p.identity = a.identity,
                        generate_series(1, a.lots) o,
                        (select count(*) as n from campaign_lot where programme = :programme and campaign = :campaign and lot like :prefix || '-%') h
                      where a.medium = :medium and not exists (select from campaign_lot l where l.programme = :programme and l.campaign = :campaign
                        and l.period = :period and l.account = a.account and l.ordinal = o)) numbered""")
                    .param("programme", programme.code()).param("campaign", terms.code()).param("period", window.period())
                    .param("government", programme.government()).param("prefix", medium.prefix()).param("medium", medium.code()).update();
        }
    }

    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    public long count(Windows.Window window) {
        return jdbc.sql("select count(*) from campaign_lot where programme = ? and campaign = ? and period = ?")
                .params(window.programme(), window.campaign(), window.period()).query(Long.class).single();
    }

    /** Lots by number. */
    void write(Windows.Window window, PoolWriter pool) {
        Batches.run(jdbc, () -> {
            stream(window, pool);
            return null;
        });
    }

    private void stream(Windows.Window window, PoolWriter pool) {
        jdbc.sql("""
                select l.lot, l.person, a.medium from campaign_lot l join charge_account a on a.programme = l.programme and a.account = l.account
                where l.programme = ? and l.campaign = ? and l.period = ? order by l.lot""")
                .params(window.programme(), window.campaign(), window.period()).query(row -> {
                    try {
                        pool.add(row.getString(1), row.getString(2), row.getString(3), 1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** What persons got in earlier draws of the campaign, against the same cap. */
    Grants earlier(Windows.Window window) {
        Map<String, Integer> units = new HashMap<>();
        jdbc.sql("select person, count(*) from campaign_grant where programme = ? and campaign = ? and period < ? group by person")
                .params(window.programme(), window.campaign(), window.period()).query(row -> {
                    units.put(row.getString(1), row.getInt(2));
                });
        return new Grants(units);
    }

    /** Accounts of a window with their lots, by medium and account. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRED)
    public void accounts(Windows.Window window, OfAccount each) {
        jdbc.sql("""
                select a.medium, l.account, string_agg(l.lot, ' ' order by l.lot) from campaign_lot l
                join charge_account a on a.programme = l.programme and a.account = l.account
                where l.programme = ? and l.campaign = ? and l.period = ? group by a.medium, l.account order by a.medium desc, l.account""")
                .params(window.programme(), window.campaign(), window.period()).query(row -> {
                    each.accept(Medium.of(row.getString(1)), row.getString(2), row.getString(3));
                });
    }
}
