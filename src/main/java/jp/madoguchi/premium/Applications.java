package jp.madoguchi.premium;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.premium.Terms.Eligibility;
import jp.madoguchi.premium.Terms.Round;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Procedures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 申込み: who applied for how many sets, whether they live in the city, and whom they look like (S5-08, S5-11, S5-104).
 *
 * <p>A filing writes its row and waits for nobody. One node at a time looks at the rows in the order of their lots, as the
 * system, so that of two that look alike the second always finds the first. Who is clean goes on to the draw without any
 * officer; the others are held for one, with the evidence.
 */
@Service
public class Applications {

    static final String REVIEW = "UserTask_ReviewHeld";
    /** What a case waits for after its filing, and what takes its officer's work away again. */
    private static final String SCREENED = "premium.screened";
    private static final String CLEARED = "premium.cleared";
    private static final Logger LOG = LoggerFactory.getLogger(Applications.class);
    /** Distinguishes this room's advisory locks from others'. */
    private static final int LOCK = 92;

    private final Stocks stocks;
    private final Cases cases;
    private final Procedures procedures;
    private final Programmes programmes;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BusinessClock clock;

    Applications(Stocks stocks, Cases cases, Procedures procedures, Programmes programmes, JdbcClient jdbc, PlatformTransactionManager transactions,
                 BusinessClock clock) {
        this.stocks = stocks;
        this.cases = cases;
        this.procedures = procedures;
        this.programmes = programmes;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** ARRIVED and not looked at, HELD for an officer, ACCEPTED for the draw, REJECTED as a duplicate or as no citizen's, LEFT. */
    public enum State { ARRIVED, HELD, ACCEPTED, REJECTED, LEFT }

    /** On the LIST at this address; on it elsewhere (MOVED); not on it; no list or table to look into; as the applicant declared. */
    public enum Residence { LISTED, MOVED, UNLISTED, UNCHECKED, DECLARED }

    /** An application. @param residence null until it was looked at */
    public record Application(CaseNumber number, String programme, String round, String lot, String person, int sets, State state, Residence residence) {}

    /**
     * Another application with the same kana and birth date.
     *
     * @param sameParty whether one account filed both
     */
    public record Likeness(CaseNumber number, String lot, String round, State state, boolean sameAddress, boolean samePhone, boolean sameParty) {

        /** What agrees, as the evidence says it. */
        public String fields() {
            return "氏名カナ、生年月日" + (sameAddress ? "、住所" : "") + (samePhone ? "、電話番号" : "") + (sameParty ? "、アカウント" : "");
        }
    }

    /** What both wrote. @param agrees whether it counts as the same */
    public record Compared(String label, String ours, String theirs, boolean agrees) {}

    /** One that is held, with whom it looks like. */
    public record Held(CaseNumber number, String lot, Residence residence, int sets, String round, long likenesses) {}

    /**
     * Notes an application, in its filing transaction.
     *
     * @throws RefusedException when it came after the window, or the account has one in this round
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void filed(CaseFile file, Answers answers) {
        Programme programme = cases.programme(file);
        Terms terms = Terms.of(programme);
        Round round = terms.roundOf(cases.call(file)).orElseThrow(() -> new NotFoundException("round of " + file.call()));
        if (file.late()) {
            throw new RefusedException("premium.late", "申込みの期間は終わりました。申込みはもう受け付けられません。");
        }
        long number = jdbc.sql("select nextval('premium_lot_seq')").query(Long.class).single();
        LocalDate arrived = LocalDate.ofInstant(file.arrivedAt(), BusinessClock.JST);
        int written = jdbc.sql("""
                insert into premium_application (case_number, government, party, programme, round, lot, person, sets, age, district)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(file.number().value(), file.government(), file.party(), file.programme(), round.code(), "%c-%08d".formatted(round.letter(), number),
                        "P-%08d".formatted(number), Integer.parseInt(answers.text("sets")),
                        Period.between(answers.date("birthDate").orElseThrow(), arrived).getYears(), terms.district(answers.text("address"))).update();
        if (written == 0) {
            throw new RefusedException("premium.account", "この回の申込みは、すでに受け付けています。申込みは1人1回です。内容は、マイページで確認できます。");
        }
    }

    /** @throws NotFoundException when there is none in this data scope */
    @Transactional(readOnly = true)
    public Application get(CaseNumber number) {
        return find(number).orElseThrow(() -> new NotFoundException("application " + number));
    }

    @Transactional(readOnly = true)
    public Optional<Application> find(CaseNumber number) {
        return jdbc.sql("select * from premium_application where case_number = ?").param(number.value())
                .query((row, n) -> new Application(number, row.getString("programme"), row.getString("round"), row.getString("lot"), row.getString("person"),
                        row.getInt("sets"), State.valueOf(row.getString("state")), residence(row.getString("eligibility")))).optional();
    }

    private static Residence residence(String code) {
        return code == null ? null : Residence.valueOf(code);
    }

    /** Whom it looked like when it was looked at, the earliest first. For the office alone. */
    @Transactional(readOnly = true)
    public List<Likeness> likenesses(CaseNumber number) {
        return jdbc.sql("""
                select o.case_number as number, o.lot, o.round, o.state, l.same_address, l.same_phone, coalesce(o.party = a.party, false) as same_party
                from premium_likeness l join premium_application o on o.case_number = l.other join premium_application a on a.case_number = l.case_number
                where l.case_number = ? order by o.lot""").param(number.value())
                .query((row, n) -> new Likeness(new CaseNumber(row.getString("number")), row.getString("lot"), row.getString("round"),
                        State.valueOf(row.getString("state")), row.getBoolean("same_address"), row.getBoolean("same_phone"), row.getBoolean("same_party"))).list();
    }

    /** What two applications say, line by line. */
    @Transactional(readOnly = true)
    public List<Compared> compare(CaseNumber ours, CaseNumber theirs) {
        Terms terms = Terms.of(cases.programme(cases.get(ours)));
        Answers mine = cases.submission(ours).answers();
        Answers other = cases.submission(theirs).answers();
        return List.of(compared("氏名", mine, other, "name"),
                new Compared("氏名カナ", mine.text("kana"), other.text("kana"), PersonKeys.kana(mine.text("kana")).equals(PersonKeys.kana(other.text("kana")))),
                compared("生年月日", mine, other, "birthDate"),
                new Compared("住所", mine.text("address"), other.text("address"),
                        PersonKeys.address(terms, mine.text("address")).equals(PersonKeys.address(terms, other.text("address")))),
                new Compared("電話番号", mine.text("phone"), other.text("phone"), PersonKeys.phone(mine.text("phone")).equals(PersonKeys.phone(other.text("phone")))),
                compared("メールアドレス", mine, other, "email"), compared("申込みのセット数", mine, other, "sets"));
    }

    private static Compared compared(String label, Answers ours, Answers theirs, String field) {
        return new Compared(label, ours.text(field), theirs.text(field), Objects.equals(ours.text(field), theirs.text(field)));
    }

    /** Those an officer still has to settle, in the order of their lots. */
    @Transactional(readOnly = true)
    public List<Held> held(Programme programme, int most) {
        return jdbc.sql("""
                select a.case_number, a.lot, a.eligibility, a.sets, a.round,
                       (select count(*) from premium_likeness l where l.case_number = a.case_number) as likenesses
                from premium_application a where a.programme = ? and a.state = 'HELD' order by a.lot limit ?""").params(programme.code(), most)
                .query((row, n) -> new Held(new CaseNumber(row.getString("case_number")), row.getString("lot"), residence(row.getString("eligibility")),
                        row.getInt("sets"), row.getString("round"), row.getLong("likenesses"))).list();
    }

    /** How many of a round are not settled: held, or not looked at. */
    @Transactional(readOnly = true)
    public int unsettled(Programme programme, String round) {
        return jdbc.sql("select count(*) from premium_application where programme = ? and round = ? and state in ('ARRIVED', 'HELD')")
                .params(programme.code(), round).query(Integer.class).single();
    }

    /** What an officer decided about one that was held. In the transaction of the conclusion. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reviewed(CaseNumber number, String outcome) {
        if (outcome.equals("link")) {
            jdbc.sql("update premium_application set person = ? where case_number = ?").params(linkable(number).orElseThrow(), number.value()).update();
        }
        jdbc.sql("update premium_application set state = ? where case_number = ? and state = 'HELD'")
                .params(outcome.equals("reject") ? State.REJECTED.name() : State.ACCEPTED.name(), number.value()).update();
        if (outcome.equals("reject")) {
            cases.tell(number, "premium.rejected", Actor.SYSTEM, Map.of("reason", rejection(number)));
        }
    }

    /** Why it was not accepted, as its applicant was told. */
    @Transactional(readOnly = true)
    public String rejection(CaseNumber number) {
        return cases.lastRecord(number, REVIEW).map(TaskRecord::comment).orElse("");
    }

    /** The person of an application in another round that this one looks like; both share the cap (S5-107). */
    @Transactional(readOnly = true)
    public Optional<String> linkable(CaseNumber number) {
        return jdbc.sql("""
                select o.person from premium_likeness l join premium_application o on o.case_number = l.other
                join premium_application a on a.case_number = l.case_number
                where l.case_number = ? and o.round <> a.round and o.state not in ('REJECTED', 'LEFT') order by o.lot limit 1""").param(number.value())
                .query(String.class).optional();
    }

    /** Withdrawn: its lot leaves a pool that is not frozen. Idempotent; part of the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void left(CaseNumber number) {
        jdbc.sql("update premium_application set state = 'LEFT' where case_number = ?").param(number.value()).update();
    }

    /** Looks at what arrived, and again at what was held for a list that has come since. */
    @Scheduled(fixedDelayString = "${madoguchi.premium.sweep-every:PT1S}")
    public void sweep() {
        for (Programme programme : programmes.all()) {
            if (Terms.setBy(programme)) {
                try {
                    sweep(programme);
                } catch (RuntimeException failure) {
                    LOG.error("The applications of {} could not be looked at: {}", programme.code(), failure.toString());
                }
            }
        }
    }

    void sweep(Programme programme) {
        for (Optional<String> lot = Optional.of(""); lot.isPresent();) {
            String last = lot.get();
            lot = everywhere(() -> jdbc.sql("select lot from premium_application where programme = ? and state = 'ARRIVED' and lot > ? order by lot limit 1")
                    .params(programme.code(), last).query(String.class).optional());
            lot.ifPresent(one -> orLog(one, () -> screen(programme, one)));
        }
        if (Terms.of(programme).eligibility() == Eligibility.RESIDENT_LIST) {
            everywhere(() -> jdbc.sql("""
                    select a.lot, f.found from premium_application a cross join lateral (select case
                        when exists (select from premium_resident r where r.programme = a.programme and r.identity = a.identity and r.address_key = a.address_key) then 'LISTED'
                        when exists (select from premium_resident r where r.programme = a.programme and r.identity = a.identity) then 'MOVED'
                        when exists (select from premium_resident r where r.programme = a.programme) then 'UNLISTED' else 'UNCHECKED' end as found) f
                    where a.programme = ? and a.state = 'HELD' and a.eligibility <> f.found order by a.lot""").param(programme.code()).query(Found.class).list())
                    .forEach(one -> orLog(one.lot(), () -> found(programme, one)));
        }
    }

    private record Found(String lot, String found) {}

    private void orLog(String lot, Runnable work) {
        try {
            everywhere(() -> {
                work.run();
                return null;
            });
        } catch (RuntimeException failure) {
            LOG.warn("The application of lot {} could not be looked at; the sweep tries again: {}", lot, failure.toString());
        }
    }

    private void screen(Programme programme, String lot) {
        jdbc.sql("select pg_advisory_xact_lock(?, hashtext(?))").params(LOCK, programme.code()).query((row, n) -> n).single();
        Optional<String> arrived = jdbc.sql("select case_number from premium_application where programme = ? and lot = ? and state = 'ARRIVED' for update")
                .params(programme.code(), lot).query(String.class).optional();
        if (arrived.isEmpty()) {
            return;
        }
        CaseNumber number = new CaseNumber(arrived.get());
        Terms terms = Terms.of(cases.programme(cases.get(number)));
        Answers answers = cases.submission(number).answers();
        PersonKeys keys = PersonKeys.of(stocks.salt(programme), terms, answers.text("kana"), answers.date("birthDate").orElseThrow(), answers.text("address"),
                answers.text("phone"));
        Residence residence = residence(programme, terms, keys);
        jdbc.sql("""
                insert into premium_likeness (case_number, other, government, same_address, same_phone)
                select ?, o.case_number, o.government, o.address_key = ?, o.phone_key = ? and o.phone_key <> '' from premium_application o
                where o.programme = ? and o.identity = ? and o.state in ('HELD', 'ACCEPTED') and (o.address_key = ? or o.phone_key = ? and o.phone_key <> '')""")
                .params(number.value(), keys.address(), keys.phone(), programme.code(), keys.identity(), keys.address(), keys.phone()).update();
        Application one = get(number);
        List<Likeness> likenesses = likenesses(number);
        // Who applies again in a later round from the same account is known and shares the cap; nobody need look.
        Optional<Likeness> earlier = likenesses.stream().filter(like -> like.sameParty() && !like.round().equals(one.round())).findFirst();
        String person = earlier.map(like -> get(like.number()).person()).orElse(one.person());
        boolean alike = likenesses.stream().anyMatch(like -> !like.sameParty() || like.round().equals(one.round()));
        boolean held = alike || residence != Residence.LISTED && residence != Residence.DECLARED;
        jdbc.sql("""
                update premium_application set state = ?, person = ?, eligibility = ?, identity = ?, address_key = ?, phone_key = ? where case_number = ?""")
                .params(held ? State.HELD.name() : State.ACCEPTED.name(), person, residence.name(), keys.identity(), keys.address(), keys.phone(),
                        number.value()).update();
        if (held) {
            cases.judged(number, findings(terms, residence, likenesses));
        }
        procedures.tell(SCREENED, number, Map.of("screening", held ? "held" : "clean"));
    }

    private Residence residence(Programme programme, Terms terms, PersonKeys keys) {
        if (terms.eligibility() != Eligibility.RESIDENT_LIST) {
            return terms.eligibility() == Eligibility.DECLARED ? Residence.DECLARED : Residence.UNCHECKED;
        }
        List<String> addresses = jdbc.sql("select address_key from premium_resident where programme = ? and identity = ?")
                .params(programme.code(), keys.identity()).query(String.class).list();
        if (addresses.contains(keys.address())) {
            return Residence.LISTED;
        }
        return !addresses.isEmpty() ? Residence.MOVED
                : jdbc.sql("select 1 from premium_resident where programme = ? limit 1").param(programme.code()).query(Integer.class).optional().isPresent()
                ? Residence.UNLISTED : Residence.UNCHECKED;
    }

    private static List<String> findings(Terms terms, Residence residence, List<Likeness> likenesses) {
        List<String> findings = new ArrayList<>();
        switch (residence) {
            case MOVED -> findings.add("住民の名簿に同じ氏名カナと生年月日の人がいますが、住所が一致しません。");
            case UNLISTED -> findings.add("住民の名簿に一致する人がいません。");
            case UNCHECKED -> findings.add("住民の名簿と照合していません。市民であることを確認してください。");
            default -> { }
        }
        likenesses.forEach(like -> findings.add("%s（抽選番号 %s、%s）と、%sが一致しています。".formatted(like.number(), like.lot(),
                terms.round(like.round()).map(Round::name).orElse(like.round()), like.fields())));
        return findings;
    }

    /** What a list that came later says. Who is on it and looks like nobody needs no officer any more. */
    private void found(Programme programme, Found one) {
        Optional<String> held = jdbc.sql("select case_number from premium_application where lot = ? and state = 'HELD' for update skip locked").param(one.lot())
                .query(String.class).optional();
        if (held.isPresent()) {
            CaseNumber number = new CaseNumber(held.get());
            Residence residence = Residence.valueOf(one.found());
            jdbc.sql("update premium_application set eligibility = ? where case_number = ?").params(residence.name(), number.value()).update();
            List<Likeness> likenesses = likenesses(number);
            if (residence == Residence.LISTED && likenesses.isEmpty()) {
                jdbc.sql("update premium_application set state = 'ACCEPTED' where case_number = ?").param(number.value()).update();
                cases.tell(number, "premium.listed", Actor.SYSTEM, Map.of());
                procedures.tell(CLEARED, number);
            } else {
                cases.judged(number, findings(Terms.of(programme), residence, likenesses));
            }
        }
    }

    /** Applications of all are compared: each step is a transaction of its own under the system's scope. */
    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transaction.execute(status -> work.get()));
    }
}
