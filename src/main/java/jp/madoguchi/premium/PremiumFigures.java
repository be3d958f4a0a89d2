package jp.madoguchi.premium;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jp.madoguchi.kernel.Batches;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.premium.Terms.Round;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How the sale stands: applications, the draw's ratio, rights, what was bought and what remains, by age and part of the city (S5-30). */
@Service
@Transactional(readOnly = true)
public class PremiumFigures {

    private final Rounds rounds;
    private final Rights rights;
    private final JdbcClient jdbc;

    PremiumFigures(Rounds rounds, Rights rights, JdbcClient jdbc) {
        this.rounds = rounds;
        this.rights = rights;
        this.jdbc = jdbc;
    }

    /** All rounds together. @param open sets that rights may still buy @param remaining neither sold nor promised */
    public record Total(int sets, int sold, long soldYen, int open, int remaining, int buyers) {}

    /** One round. Withdrawn and rejected applications are not among {@code applications} and {@code asked}. */
    public record OfRound(Round round, Optional<Rounds.Started> started, int offered, Counts counts, int held, int rejected, int left) {

        /** Sets asked for, per set offered; null where nothing is offered. */
        public BigDecimal ratio() {
            return offered == 0 ? null : BigDecimal.valueOf(counts.asked()).divide(BigDecimal.valueOf(offered), 2, RoundingMode.HALF_UP);
        }
    }

    /**
     * A group of applications.
     *
     * @param asked    sets
     * @param granted  sets of rights that were given, lapsed ones included
     * @param lapsed   sets of them that were not bought in time
     * @param reserves applications that wait in reserve
     */
    public record Counts(String group, int applications, int asked, int winners, int granted, int bought, int lapsed, int open, int reserves) {

        /** Percent of the granted sets that were bought; null before anything was granted. */
        public BigDecimal conversion() {
            return granted == 0 ? null : BigDecimal.valueOf(100L * bought).divide(BigDecimal.valueOf(granted), 1, RoundingMode.HALF_UP);
        }
    }

    public Total total(Programme programme) {
        Terms terms = Terms.of(programme);
        int sold = sold(programme);
        int open = rights.open(programme.code());
        return new Total(terms.sets(), sold, sold * terms.priceYen(), open, terms.sets() - sold - open, buyers(programme));
    }

    /** Sets sold over all rounds. */
    public int sold(Programme programme) {
        return jdbc.sql("select coalesce(sum(sold), 0) from premium_stock where programme = ?").param(programme.code()).query(Integer.class).single();
    }

    /** Persons who bought at least one. */
    public int buyers(Programme programme) {
        return jdbc.sql("select count(*) from premium_buyer where programme = ?").param(programme.code()).query(Integer.class).single();
    }

    public List<OfRound> rounds(Programme programme) {
        Terms terms = Terms.of(programme);
        List<Rounds.Started> started = rounds.started(programme);
        boolean first = true;
        List<OfRound> all = new ArrayList<>();
        for (Round round : terms.rounds()) {
            Optional<Rounds.Started> its = started.stream().filter(one -> one.code().equals(round.code())).findFirst();
            int offered = its.map(Rounds.Started::offered).orElse(first ? terms.sets() : 0);
            all.add(ofRound(programme, round, its, offered));
            first = false;
        }
        return all;
    }

    private OfRound ofRound(Programme programme, Round round, Optional<Rounds.Started> started, int offered) {
        Counts counts = counts(programme, round.code(), "'" + round.code() + "'").stream().findFirst().orElse(new Counts(round.code(), 0, 0, 0, 0, 0, 0, 0, 0));
        return jdbc.sql("""
                select count(*) filter (where state = 'HELD') as held, count(*) filter (where state = 'REJECTED') as rejected,
                       count(*) filter (where state = 'LEFT') as gone from premium_application where programme = ? and round = ?""")
                .params(programme.code(), round.code())
                .query((row, n) -> new OfRound(round, started, offered, counts, row.getInt("held"), row.getInt("rejected"), row.getInt("gone"))).single();
    }

    /** Bands of ten years; those without anybody are left out. */
    public List<Counts> byAge(Programme programme, String round) {
        return counts(programme, round, """
                case when a.age < 20 then '19歳以下' when a.age >= 80 then '80歳以上' else a.age / 10 * 10 || '代' end""");
    }

    /** In the order of the programme's file, elsewhere last. */
    public List<Counts> byDistrict(Programme programme, String round) {
        List<String> order = Terms.of(programme).districts().stream().map(Terms.District::name).collect(Collectors.toList());
        order.add(Terms.ELSEWHERE);
        return counts(programme, round, "a.district").stream().sorted(Comparator.comparingInt(one -> order.indexOf(one.group()))).toList();
    }

    /** @param by an expression of this class over the application {@code a} */
    private List<Counts> counts(Programme programme, String round, String by) {
        return Batches.run(jdbc, () -> jdbc.sql("""
                with given as (
                  select case_number, sum(sets) filter (where state in ('HELD', 'BOUGHT', 'LAPSED')) as granted, sum(bought) as bought,
                         sum(sets - bought) filter (where state = 'LAPSED') as lapsed, sum(sets - bought) filter (where state = 'HELD') as open,
                         bool_or(state = 'RESERVE') as reserve
                  from premium_right where programme = :programme and round = :round group by case_number)
                select %s as "group", count(*) filter (where a.state not in ('REJECTED', 'LEFT')) as applications,
                       coalesce(sum(a.sets) filter (where a.state not in ('REJECTED', 'LEFT')), 0) as asked, count(*) filter (where g.granted > 0) as winners,
                       coalesce(sum(g.granted), 0) as granted, coalesce(sum(g.bought), 0) as bought, coalesce(sum(g.lapsed), 0) as lapsed,
                       coalesce(sum(g.open), 0) as open, count(*) filter (where g.reserve and coalesce(g.granted, 0) = 0) as reserves
                from premium_application a left join given g using (case_number) where a.programme = :programme and a.round = :round
                group by 1 order by 1""".formatted(by)).param("programme", programme.code()).param("round", round).query(Counts.class).list());
    }

    /** The application of a lot. */
    public Optional<CaseNumber> caseOf(Programme programme, String lot) {
        return jdbc.sql("select case_number from premium_application where programme = ? and lot = ?").params(programme.code(), lot).query(String.class)
                .optional().map(CaseNumber::new);
    }
}
