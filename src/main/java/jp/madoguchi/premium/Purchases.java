package jp.madoguchi.premium;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.kernel.Yen;
import jp.madoguchi.premium.Terms.Round;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.LostRaces;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What was bought with the rights (S5-06, S5-08, S5-13, S5-106), as the currency's platform tells it, one by one or in a file.
 *
 * <p>What is bought counts at the moment of the purchase, not of its report: a right holds to the last second of its last day,
 * whether or not anything has lapsed it meanwhile. The platform's own number counts once. Total, sum and cap are rows of the
 * database that refuse to be exceeded, so that any number of sellers may sell at once.
 */
@Service
public class Purchases {

    private static final int LOCK = 93;

    private final Stocks stocks;
    private final LostRaces lostRaces;
    private final JdbcClient jdbc;
    private final BusinessClock clock;

    Purchases(Stocks stocks, LostRaces lostRaces, JdbcClient jdbc, BusinessClock clock) {
        this.stocks = stocks;
        this.lostRaces = lostRaces;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One sale of the platform.
     *
     * @param transaction the platform's own number
     * @param lot         the number its buyer was told
     * @param at          Japanese time
     */
    public record Sale(String transaction, String lot, int sets, long yen, LocalDateTime at) {

        /** Lots have capital letters, however a platform writes them. */
        public Sale {
            lot = lot.toUpperCase(Locale.ROOT);
        }
    }

    /** A ticket that may be used, or lapsed with something left. */
    private record Ticket(String draw, String name, int left, boolean held, boolean released, LocalDate until) {}

    private record Buyer(String number, String government, String party, String person, String round) {}

    /** What a sale would do, or why not. @param known it is recorded already */
    private record Plan(Verdict verdict, boolean known, Buyer buyer, List<Ticket> tickets) {

        static Plan refused(String reason, String wording) {
            return new Plan(Verdict.refused("premium." + reason, wording), false, null, List.of());
        }
    }

    /**
     * Records a sale. The same again has no further effect.
     *
     * @return whether it was new
     * @throws RefusedException when there is no right for it, or it would exceed what may be sold
     */
    public boolean buy(Programme programme, Sale sale) {
        return lostRaces.sentAgain(() -> {
            // A file that is being read in waits for those who sell, and they for it, so that neither holds what the other wants.
            jdbc.sql("select pg_advisory_xact_lock_shared(?, hashtext(?))").params(LOCK, programme.code()).query((row, n) -> n).single();
            return record(programme, sale);
        });
    }

    /** Keeps all others from selling until the transaction ends. */
    void alone(Programme programme) {
        jdbc.sql("select pg_advisory_xact_lock(?, hashtext(?))").params(LOCK, programme.code()).query((row, n) -> n).single();
    }

    /** @throws RefusedException before anything was written, when {@link #alone} */
    boolean record(Programme programme, Sale sale) {
        Terms terms = Terms.of(programme);
        Plan plan = plan(programme, terms, sale);
        plan.verdict().orThrow();
        if (!plan.known()) {
            write(programme, terms, sale, plan);
        }
        return !plan.known();
    }

    private Plan plan(Programme programme, Terms terms, Sale sale) {
        if (sale.sets() < 1 || sale.yen() != sale.sets() * terms.priceYen()) {
            return Plan.refused("amount", "金額が、セット数に%sを掛けた額と一致しません。".formatted(new Yen(terms.priceYen())));
        }
        Optional<Buyer> found = jdbc.sql("select case_number as number, government, party, person, round from premium_application where programme = ? and lot = ?")
                .params(programme.code(), sale.lot()).query(Buyer.class).optional();
        if (found.isEmpty()) {
            return Plan.refused("lot", "抽選番号「%s」の申込みがありません。".formatted(sale.lot()));
        }
        Buyer buyer = found.get();
        // Whoever sells with the same rights at the same moment is through when these rows are ours.
        List<Ticket> tickets = jdbc.sql("""
                select draw, ticket as name, sets - bought as left, state = 'HELD' as held, released, until from premium_right
                where case_number = ? and state in ('HELD', 'BOUGHT', 'LAPSED') order by draw, place for update""").param(buyer.number())
                .query(Ticket.class).list();
        Optional<Boolean> same = jdbc.sql("select case_number = ? and sets = ? and yen = ? and bought_at = ? from premium_purchase where programme = ? and transaction = ?")
                .params(buyer.number(), sale.sets(), sale.yen(), Timestamp.valueOf(sale.at()), programme.code(), sale.transaction()).query(Boolean.class).optional();
        if (same.isPresent()) {
            return same.get() ? new Plan(Verdict.ACCEPTED, true, buyer, List.of())
                    : Plan.refused("transaction", "取引番号「%s」は、別の内容で取り込まれています。".formatted(sale.transaction()));
        }
        return refusal(programme, terms, sale, buyer, tickets).orElseGet(() -> {
            List<Ticket> usable = tickets.stream().filter(ticket -> ticket.left() > 0 && !sale.at().toLocalDate().isAfter(ticket.until())).toList();
            return stockRefusal(programme, sale, usable).orElse(new Plan(Verdict.ACCEPTED, false, buyer, usable));
        });
    }

    private Optional<Plan> refusal(Programme programme, Terms terms, Sale sale, Buyer buyer, List<Ticket> tickets) {
        Round round = terms.round(buyer.round()).orElseThrow();
        LocalDate day = sale.at().toLocalDate();
        if (tickets.isEmpty()) {
            return Optional.of(Plan.refused("right", "抽選番号「%s」には、購入の権利がありません。".formatted(sale.lot())));
        }
        if (day.isBefore(round.from())) {
            return Optional.of(Plan.refused("early", "購入期間は%sからです。".formatted(JapaneseDates.fullWithWeekday(round.from()))));
        }
        if (sale.at().truncatedTo(ChronoUnit.SECONDS).isAfter(clock.nowJst())) {
            return Optional.of(Plan.refused("ahead", "購入日時が、まだ来ていない日時です。"));
        }
        int left = tickets.stream().mapToInt(Ticket::left).sum();
        if (sale.sets() > left) {
            return Optional.of(Plan.refused("sets", left == 0 ? "この購入の権利は、すべて使われています。"
                    : "購入できるのは、残り%dセットまでです。".formatted(left)));
        }
        if (sale.sets() > tickets.stream().filter(ticket -> !day.isAfter(ticket.until())).mapToInt(Ticket::left).sum()) {
            return Optional.of(Plan.refused("lapsed", "購入の期限（%s）を過ぎているため、購入できません。".formatted(
                    JapaneseDates.fullWithWeekday(tickets.stream().map(Ticket::until).max(LocalDate::compareTo).orElseThrow()))));
        }
        Optional<Integer> before = jdbc.sql("select sets from premium_buyer where programme = ? and person = ? for update").params(programme.code(), buyer.person())
                .query(Integer.class).optional();
        if (before.orElse(0) + sale.sets() > terms.cap()) {
            return Optional.of(Plan.refused("cap", "1人が購入できるのは、すべての販売回を通じて%dセットまでです。".formatted(terms.cap())));
        }
        return Optional.empty();
    }

    /** A right that lapsed while its purchase was not yet reported is given back its sets, as long as they were promised to nobody else. */
    private Optional<Plan> stockRefusal(Programme programme, Sale sale, List<Ticket> usable) {
        Stocks.Stock stock = stocks.of(programme);
        if (stock.sold() + sale.sets() > stock.sets()) {
            return Optional.of(Plan.refused("sold-out", "発行総数（%,dセット）を超えるため、販売できません。".formatted(stock.sets())));
        }
        int fromLapsed = sale.sets() - usable.stream().filter(Ticket::held).mapToInt(Ticket::left).sum();
        if (fromLapsed > 0) {
            if (usable.stream().filter(ticket -> !ticket.released()).mapToInt(Ticket::left).sum() < sale.sets()) {
                return Optional.of(promised());
            }
            jdbc.sql("select sold from premium_stock where programme = ? for update").param(programme.code()).query(Integer.class).single();
            int promised = jdbc.sql("select coalesce(sum(sets - bought), 0) from premium_right where programme = ? and state = 'HELD'").param(programme.code())
                    .query(Integer.class).single();
            if (stocks.of(programme).sold() + promised + fromLapsed > stock.sets()) {
                return Optional.of(promised());
            }
        }
        return Optional.empty();
    }

    private static Plan promised() {
        return Plan.refused("promised", "期限内の購入ですが、この権利は失効し、繰上げの当選者に渡っています。担当者が確認してください。");
    }

    private void write(Programme programme, Terms terms, Sale sale, Plan plan) {
        Buyer buyer = plan.buyer();
        jdbc.sql("""
                insert into premium_purchase (programme, transaction, government, party, case_number, sets, yen, bought_at, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(programme.code(), sale.transaction(), buyer.government(), buyer.party(), buyer.number(), sale.sets(), sale.yen(),
                        Timestamp.valueOf(sale.at()), Timestamp.from(clock.instant())).update();
        use(plan.tickets(), sale.sets());
        mustWrite("cap", jdbc.sql("""
                insert into premium_buyer as b (programme, person, government, sets, cap) values (?, ?, ?, ?, ?)
                on conflict (programme, person) do update set sets = b.sets + excluded.sets where b.sets + excluded.sets <= b.cap""")
                .params(programme.code(), buyer.person(), buyer.government(), sale.sets(), terms.cap()).update());
        // Last, because all sellers meet at this row.
        mustWrite("sold-out", jdbc.sql("""
                update premium_stock set sold = sold + ? where programme = ? and sold + ? <= sets and (sold + ?) * value_yen <= issue_yen""")
                .params(sale.sets(), programme.code(), sale.sets(), sale.sets()).update());
        jdbc.sql("""
                insert into premium_news (government, programme, case_number, kind)
                select government, programme, case_number, 'BOUGHT' from premium_application a where case_number = ?
                and not exists (select from premium_right h where h.case_number = a.case_number and h.state = 'HELD')""").param(buyer.number()).update();
    }

    private void use(List<Ticket> tickets, int sets) {
        int rest = sets;
        for (Ticket ticket : tickets.stream().sorted(Comparator.comparing(Ticket::held).reversed().thenComparing(Ticket::released)).toList()) {
            int taken = Math.min(rest, ticket.left());
            if (taken > 0) {
                jdbc.sql("update premium_right set bought = bought + ?, state = case when bought + ? = sets then 'BOUGHT' else state end where draw = ? and ticket = ?")
                        .params(taken, taken, ticket.draw(), ticket.name()).update();
                rest -= taken;
            }
        }
    }

    private static void mustWrite(String reason, int rows) {
        if (rows == 0) {
            throw new RefusedException("premium." + reason, reason.equals("cap") ? "1人が購入できるセット数の上限を超えるため、販売できません。"
                    : "発行総数または発行総額に達したため、販売できません。");
        }
    }
}
