package jp.madoguchi.premium;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.draw.Grants;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.premium.Terms.Round;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** 販売回: from the end of its applications to what its draw gave, and what is left of it (S5-09, S5-13, S5-14, S5-107). */
@Service
@Transactional
public class Rounds {

    private static final int PORTION = 5_000;

    private final Applications applications;
    private final Rights rights;
    private final Stocks stocks;
    private final Cases cases;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    Rounds(Applications applications, Rights rights, Stocks stocks, Cases cases, JdbcClient jdbc, BusinessClock clock) {
        this.applications = applications;
        this.rights = rights;
        this.stocks = stocks;
        this.cases = cases;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** RUNNING until its result is public, DRAWN while rights are used, CLOSED by an officer, LEFT by withdrawal. */
    public enum State { RUNNING, DRAWN, CLOSED, LEFT }

    /** A round's case. @param offered sets its draw could give, null before @param draw its id, null before */
    public record Started(CaseNumber number, String code, State state, Integer offered, String draw) {}

    /** Those of a programme that were not withdrawn, in the order in which they were started. */
    @Transactional(readOnly = true)
    public List<Started> started(Programme programme) {
        return jdbc.sql("select * from premium_round where programme = ? and state <> 'LEFT' order by case_number").param(programme.code())
                .query((row, n) -> new Started(new CaseNumber(row.getString("case_number")), row.getString("code"), State.valueOf(row.getString("state")),
                        row.getObject("offered", Integer.class), row.getString("draw"))).list();
    }

    /** Which round a case is about. */
    @Transactional(readOnly = true)
    public Round of(CaseFile file) {
        String code = jdbc.sql("select code from premium_round where case_number = ?").param(file.number().value()).query(String.class).single();
        return Terms.of(cases.programme(file)).round(code).orElseThrow(() -> new NotFoundException("round " + code));
    }

    /** Whether a round can be started: it is the programme's, and those before it are closed. */
    Verdict mayStart(Programme programme, String code) {
        Terms terms = Terms.of(programme);
        if (terms.round(code).isEmpty()) {
            return Verdict.refused("premium.round", "この販売回は、事業の設定にありません。");
        }
        List<Started> started = started(programme);
        if (started.stream().anyMatch(one -> one.code().equals(code))) {
            return Verdict.refused("premium.round-started", "この販売回の手続は、すでに始まっています。");
        }
        boolean first = terms.rounds().get(0).code().equals(code);
        boolean beforeClosed = terms.rounds().stream().takeWhile(round -> !round.code().equals(code))
                .allMatch(round -> started.stream().anyMatch(one -> one.code().equals(round.code()) && one.state() == State.CLOSED));
        return first || beforeClosed ? Verdict.ACCEPTED
                : Verdict.refused("premium.round-before", "前の販売回の締めが済んでいません。先に前の販売回を締めてください。");
    }

    void start(CaseFile file, String code) {
        int written = jdbc.sql("insert into premium_round (case_number, government, programme, code) values (?, ?, ?, ?) on conflict do nothing")
                .params(file.number().value(), file.government(), file.programme(), code).update();
        if (written == 0) {
            throw new RefusedException("premium.round-started", "この販売回の手続は、すでに始まっています。");
        }
    }

    /** The first second in which nobody can apply any more. */
    public LocalDateTime applicationsEnd(CaseFile file) {
        Call call = cases.programme(file).call(of(file).call()).orElseThrow();
        return call.closes().plusSeconds(1);
    }

    /** Whether the pool can be frozen: nobody can apply any more, and every application is settled. */
    public Verdict mayFreeze(CaseFile file) {
        if (clock.nowJst().isBefore(applicationsEnd(file))) {
            return Verdict.refused("premium.open", "申込みの期間が終わっていません。終了は%sです。".formatted(JapaneseDates.fullWithWeekday(applicationsEnd(file).minusSeconds(1).toLocalDate())));
        }
        int unsettled = applications.unsettled(cases.programme(file), of(file).code());
        return unsettled == 0 ? Verdict.ACCEPTED
                : Verdict.refused("premium.unsettled", "保留中または照合中の申込みが%,d件あります。すべて確認してから進めてください。".formatted(unsettled));
    }

    /** An accepted application, as the pool names it. */
    record Lot(String lot, String person, int sets) {}

    /** Ascending by lot. Kept in memory: there are some ten thousand. */
    List<Lot> lots(CaseFile file) {
        return jdbc.sql("select lot, person, sets from premium_application where programme = ? and round = ? and state = 'ACCEPTED' order by lot collate \"C\"")
                .params(file.programme(), of(file).code()).query(Lot.class).list();
    }

    /** What persons bought in earlier rounds. */
    Grants grants(CaseFile file) {
        Map<String, Integer> bought = new HashMap<>();
        jdbc.sql("select person, sets from premium_buyer where programme = ?").param(file.programme())
                .query((row, n) -> bought.put(row.getString("person"), row.getInt("sets"))).list();
        return bought.isEmpty() ? Grants.NONE : new Grants(bought);
    }

    /** Sets that are neither sold nor promised. */
    public int remaining(Programme programme) {
        Stocks.Stock stock = stocks.of(programme);
        return stock.sets() - stock.sold() - rights.open(programme.code());
    }

    /**
     * The result is public: every ticket gets its row. Who withdrew after the freeze holds a right no more; it goes to the next.
     *
     * @throws RefusedException when the round has a result already
     */
    void award(CaseFile file, String draw, List<DrawnTicket> winners, List<DrawnTicket> reserves) {
        Round round = of(file);
        int drawn = jdbc.sql("update premium_round set state = 'DRAWN', draw = ?, offered = ? where case_number = ? and state = 'RUNNING'")
                .params(draw, remaining(cases.programme(file)), file.number().value()).update();
        if (drawn == 0) {
            throw new RefusedException("premium.drawn", "この販売回の抽選の結果は、すでに記録されています。");
        }
        write(file, round, draw, winners, "HELD", "GIVEN_BACK", round.to());
        write(file, round, draw, reserves, "RESERVE", "ENDED", null);
    }

    /** Waits for who is just withdrawing; who does so a moment later finds the right and gives it back. */
    private void write(CaseFile file, Round round, String draw, List<DrawnTicket> tickets, String state, String withdrawn, LocalDate until) {
        for (int from = 0; from < tickets.size(); from += PORTION) {
            List<DrawnTicket> portion = tickets.subList(from, Math.min(from + PORTION, tickets.size()));
            int written = jdbc.sql("""
                    insert into premium_right (draw, ticket, case_number, government, party, programme, round, person, place, sets, state, until)
                    select ?, t.ticket, a.case_number, a.government, a.party, a.programme, a.round, a.person, t.place, t.units,
                           case when a.state = 'ACCEPTED' then ? else ? end, ?
                    from unnest(?::text[], ?::text[], ?::int[], ?::int[]) as t (ticket, lot, place, units)
                    join premium_application a on a.programme = ? and a.round = ? and a.lot = t.lot for share of a""")
                    .params(draw, state, withdrawn, until, portion.stream().map(DrawnTicket::ticket).toArray(String[]::new),
                            portion.stream().map(DrawnTicket::lot).toArray(String[]::new), portion.stream().map(DrawnTicket::place).toArray(Integer[]::new),
                            portion.stream().map(DrawnTicket::units).toArray(Integer[]::new), file.programme(), round.code()).update();
            if (written != portion.size()) {
                throw new IllegalStateException(draw + " has lots that nobody applied with");
            }
        }
    }

    /** Every application of the draw is to be told what became of it. */
    public void inform(CaseNumber number) {
        jdbc.sql("""
                insert into premium_news (government, programme, case_number, kind)
                select a.government, a.programme, a.case_number, case when bool_or(r.state = 'HELD') then 'WON' else 'RESERVE' end
                from premium_round o join premium_right r on r.draw = o.draw join premium_application a on a.case_number = r.case_number
                where o.case_number = ? and a.state = 'ACCEPTED' group by a.case_number order by a.lot""").param(number.value()).update();
    }

    public LocalDateTime saleEnd(CaseFile file) {
        return of(file).to().plusDays(1).atStartOfDay();
    }

    public LocalDateTime promotedEnd(CaseFile file) {
        Round round = of(file);
        return (round.promotedUntil().isAfter(round.to()) ? round.promotedUntil() : round.to()).plusDays(1).atStartOfDay();
    }

    /** S5-106. What can be bought no more goes back to the pool, for the reserves or the next round. */
    public void lapse(CaseNumber number) {
        CaseFile file = cases.get(number);
        int lapsed = rights.lapse(file.programme(), of(file).code(), clock.today());
        cases.tell(number, "premium.rights-lapsed", Actor.SYSTEM, Map.of("count", "" + lapsed));
    }

    /** Whether nothing of the round can be bought any more. */
    Verdict mayClose(CaseFile file) {
        int held = rights.held(file.programme(), of(file).code());
        return held == 0 ? Verdict.ACCEPTED
                : Verdict.refused("premium.held", "まだ使える購入権が%,d件あります。期限が過ぎてから締めてください。".formatted(held));
    }

    /** @param more whether what is left goes to the next round */
    void close(CaseFile file, boolean more) {
        jdbc.sql("""
                with ended as (
                  update premium_right r set state = 'ENDED' from premium_round o
                  where o.case_number = ? and r.draw = o.draw and r.state = 'RESERVE' returning r.government, r.programme, r.case_number)
                insert into premium_news (government, programme, case_number, kind) select distinct government, programme, case_number, 'ENDED' from ended""")
                .param(file.number().value()).update();
        jdbc.sql("update premium_round set state = 'CLOSED' where case_number = ?").param(file.number().value()).update();
        cases.tell(file.number(), "premium.round-closed", Actor.SYSTEM, Map.of("remaining", "%,d".formatted(remaining(cases.programme(file))), "more", "" + more));
    }

    /** Whether the round's case can be withdrawn: not once its result is public. */
    Verdict mayWithdraw(CaseNumber number) {
        Optional<String> state = jdbc.sql("select state from premium_round where case_number = ? for update").param(number.value()).query(String.class).optional();
        return state.filter("RUNNING"::equals).isPresent() ? Verdict.ACCEPTED
                : Verdict.refused("premium.drawn", "抽選の結果が公表されているため、販売回は取り下げられません。");
    }

    public void withdrawn(CaseNumber number) {
        jdbc.sql("update premium_round set state = 'LEFT' where case_number = ?").param(number.value()).update();
    }
}
