package jp.madoguchi.premium;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.lottery.Draws;
import jp.madoguchi.premium.Terms.Round;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 繰上げ: gives what lapsed or was given back to the reserves, in the draw's order (S5-106). All that is free at a moment is
 * published as one step of the draw, and stays free; what is partly bought stays where it is, and its rest goes to the next round.
 */
@Service
public class Replacements {

    private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

    private final Draws draws;
    private final Cases cases;
    private final Programmes programmes;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BusinessClock clock;

    Replacements(Draws draws, Cases cases, Programmes programmes, JdbcClient jdbc, PlatformTransactionManager transactions, BusinessClock clock) {
        this.draws = draws;
        this.cases = cases;
        this.programmes = programmes;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "${madoguchi.premium.promote-every:PT1M}", fixedDelayString = "${madoguchi.premium.promote-every:PT1M}")
    public void sweep() {
        programmes.all().stream().filter(Terms::setBy).forEach(this::sweep);
    }

    /** A round that another node is at is passed over. */
    void sweep(Programme programme) {
        for (String round : everywhere(() -> jdbc.sql("""
                select o.case_number from premium_round o where o.programme = ? and o.state = 'DRAWN'
                and exists (select from premium_right r where r.draw = o.draw and r.state in ('LAPSED', 'GIVEN_BACK') and r.bought = 0 and not r.released)
                and exists (select from premium_right w where w.draw = o.draw and w.state = 'RESERVE')""").param(programme.code()).query(String.class).list())) {
            try {
                everywhere(() -> {
                    promote(new CaseNumber(round));
                    return null;
                });
            } catch (RuntimeException failure) {
                LOG.error("The reserves of {} could not move up; the sweep tries again: {}", round, failure.toString());
            }
        }
    }

    private void promote(CaseNumber number) {
        Optional<String> draw = jdbc.sql("select draw from premium_round where case_number = ? and state = 'DRAWN' for update skip locked").param(number.value())
                .query(String.class).optional();
        if (draw.isEmpty()) {
            return;
        }
        Round round = Terms.of(cases.programme(cases.get(number))).round(jdbc.sql("select code from premium_round where case_number = ?").param(number.value())
                .query(String.class).single()).orElseThrow();
        LocalDate today = clock.today();
        if (today.isAfter(round.promotedUntil())) {
            return;
        }
        List<Integer> free = jdbc.sql("""
                update premium_right set released = true where draw = ? and bought = 0 and not released
                and (state = 'GIVEN_BACK' or state = 'LAPSED' and until < ?) returning place""")
                .params(draw.get(), today.minusDays(round.reportDays())).query(Integer.class).list();
        if (free.isEmpty()) {
            return;
        }
        List<DrawnTicket> up = draws.promote(draw.get(), new HashSet<>(free));
        String[] tickets = up.stream().map(DrawnTicket::ticket).toArray(String[]::new);
        // Whoever is just withdrawing is through before their right is looked at.
        jdbc.sql("""
                select a.lot from premium_application a join premium_right r on r.case_number = a.case_number where r.draw = ? and r.ticket = any (?)
                order by a.lot for share of a""").params(draw.get(), tickets).query(String.class).list();
        jdbc.sql("""
                with moved as (
                  update premium_right r set state = case when a.state = 'ACCEPTED' then 'HELD' else 'GIVEN_BACK' end, promoted = true, until = ?
                  from premium_application a where a.case_number = r.case_number and r.draw = ? and r.ticket = any (?) and r.state in ('RESERVE', 'ENDED')
                  returning r.government, r.programme, r.case_number, r.state, r.place)
                insert into premium_news (government, programme, case_number, kind)
                select government, programme, case_number, 'PROMOTED' from moved where state = 'HELD' group by 1, 2, 3 order by min(place)""")
                .params(round.promotedUntil(), draw.get(), tickets).update();
        if (!up.isEmpty()) {
            cases.tell(number, "premium.reserves-promoted", Actor.SYSTEM, Map.of("count", "" + up.size()));
        }
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
