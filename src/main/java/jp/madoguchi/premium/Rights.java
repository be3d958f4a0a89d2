package jp.madoguchi.premium;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** 購入権 and 補欠: what the draw gave to each application, and what became of it (S5-105, S5-106). A drawn ticket has a row. */
@Service
public class Rights {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Rights(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * RESERVE waits for its place to come up; HELD may be used; BOUGHT is used up; LAPSED was not, or not wholly, in time;
     * GIVEN_BACK by withdrawal; ENDED is a reserve whose turn did not come.
     */
    public enum State { RESERVE, HELD, BOUGHT, LAPSED, GIVEN_BACK, ENDED }

    /**
     * How an application stands after its draw.
     *
     * @param granted  sets it may buy or might have bought; 0 for a reserve
     * @param bought   of them
     * @param open     of them still to be bought
     * @param until    last day of its rights, null when it has had none
     * @param promoted whether a right came by moving up
     * @param reserve  place among the reserves now, from 1; null when it is none
     */
    public record Standing(int granted, int bought, int open, LocalDate until, boolean promoted, Integer reserve, boolean lapsed) {}

    /** Empty before the draw, and for an application that was not drawn. Reserves of all are counted, whoever asks. */
    public Optional<Standing> standing(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> jdbc.sql("""
                select coalesce(sum(r.sets) filter (where r.state in ('HELD', 'BOUGHT', 'LAPSED')), 0) as granted, coalesce(sum(r.bought), 0) as bought,
                       coalesce(sum(r.sets - r.bought) filter (where r.state = 'HELD'), 0) as open, max(r.until) as until,
                       bool_or(r.promoted) as promoted, bool_or(r.state = 'LAPSED') as lapsed, count(*) as tickets,
                       (select count(*) from premium_right w where w.draw = min(r.draw) and w.state = 'RESERVE'
                        and w.place <= min(r.place) filter (where r.state = 'RESERVE')) as reserve
                from premium_right r where r.case_number = ?""").param(number.value())
                .query((row, n) -> row.getLong("tickets") == 0 ? Optional.<Standing>empty()
                        : Optional.of(new Standing(row.getInt("granted"), row.getInt("bought"), row.getInt("open"), row.getObject("until", LocalDate.class),
                                row.getBoolean("promoted"), row.getInt("reserve") == 0 ? null : row.getInt("reserve"), row.getBoolean("lapsed")))).single()));
    }

    /** Sets bought with an application's rights. Waits for a purchase that is just being recorded. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int bought(CaseNumber number) {
        return jdbc.sql("select bought from premium_right where case_number = ? order by draw, ticket for update").param(number.value()).query(Integer.class).list()
                .stream().mapToInt(Integer::intValue).sum();
    }

    /** Withdrawn: unused rights go to the next, a reserve waits no more. Part of the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(CaseNumber number) {
        jdbc.sql("""
                update premium_right set state = case when state = 'HELD' then 'GIVEN_BACK' else 'ENDED' end
                where case_number = ? and bought = 0 and state in ('HELD', 'RESERVE')""").param(number.value()).update();
    }

    /** What was not bought by its last day lapses; whoever has nothing left to buy is to be told. @return how many tickets */
    @Transactional(propagation = Propagation.MANDATORY)
    public int lapse(String programme, String round, LocalDate today) {
        List<String> cases = jdbc.sql("""
                update premium_right set state = 'LAPSED' where programme = ? and round = ? and state = 'HELD' and until < ? returning case_number""")
                .params(programme, round, today).query(String.class).list();
        jdbc.sql("""
                insert into premium_news (government, programme, case_number, kind)
                select distinct government, programme, case_number, 'LAPSED' from premium_right r where case_number = any (?)
                and not exists (select from premium_right h where h.case_number = r.case_number and h.state = 'HELD')""")
                .param(cases.toArray(String[]::new)).update();
        return cases.size();
    }

    /** Rights of a round that may still be used. */
    @Transactional(readOnly = true)
    public int held(String programme, String round) {
        return jdbc.sql("select count(*) from premium_right where programme = ? and round = ? and state = 'HELD'").params(programme, round)
                .query(Integer.class).single();
    }

    /** Sets that rights of any round may still buy. */
    @Transactional(readOnly = true)
    public int open(String programme) {
        return jdbc.sql("select coalesce(sum(sets - bought), 0) from premium_right where programme = ? and state = 'HELD'").param(programme)
                .query(Integer.class).single();
    }
}
