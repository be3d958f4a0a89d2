package jp.madoguchi.subsidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.banking.BankDirectory;
import jp.madoguchi.banking.ZenginResult;
import jp.madoguchi.banking.ZenginTransfer;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.kernel.Yen;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.org.Desk;
import jp.madoguchi.org.DeskMembership;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.Procedures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 支払: fixed amounts are listed by a reviewer, released by a decider who is somebody else, taken to the bank as a file, and
 * settled with what the bank says (S3-65, requirements §2.7.1). A returned transfer waits for a corrected account and goes
 * into a later list; nobody is paid twice.
 */
@Service
@Transactional
public class Payments {

    static final String MESSAGE = "subsidy.transfer-result";
    private static final Logger LOG = LoggerFactory.getLogger(Payments.class);
    private static final int LOCK = 84;

    private final Subsidies subsidies;
    private final Cases cases;
    private final Procedures procedures;
    private final Organisation organisation;
    private final ZenginTransfer zengin;
    private final BankDirectory banks;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BusinessClock clock;

    Payments(Subsidies subsidies, Cases cases, Procedures procedures, Organisation organisation, ZenginTransfer zengin, BankDirectory banks,
             JdbcClient jdbc, PlatformTransactionManager transactions, BusinessClock clock) {
        this.subsidies = subsidies;
        this.cases = cases;
        this.procedures = procedures;
        this.organisation = organisation;
        this.zengin = zengin;
        this.banks = banks;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** MADE, then RELEASED to the bank or DISCARDED, then SETTLED with its results. */
    public enum State { MADE, RELEASED, DISCARDED, SETTLED }

    /** What became of one transfer. */
    public enum Result { LISTED, DISCARDED, PAID, RETURNED }

    /** A fixed amount that nobody has listed. @param problems why it cannot be transferred yet, in Japanese */
    public record Payable(CaseNumber number, String merchant, String shop, Subsidies.Purchase purchase, BankAccount account,
                          List<String> problems) {

        public long amount() {
            return purchase.amount();
        }
    }

    /**
     * One list, one transfer file.
     *
     * @param total      yen
     * @param releasedBy null before the release; never who made it
     * @param sha256     of the file that went to the bank, null before the release
     */
    public record Batch(int number, State state, LocalDate transferOn, int count, long total, String madeBy, String madeByName, Instant madeAt,
                        String releasedBy, String releasedByName, Instant releasedAt, String fileName, String sha256) {}

    /** One transfer of a list. @param account as it was when listed @param reason of the bank, for a returned one */
    public record Payment(CaseNumber number, String merchant, String shop, long amount, BankAccount account, Result result,
                          LocalDate paidOn, String reason) {}

    /** Fixed amounts that are neither listed nor paid, oldest first; returned ones once their account was corrected. */
    public List<Payable> payable(Programme programme) {
        return jdbc.sql("""
                select p.case_number from subsidy_purchase p join subsidy_intake i using (case_number)
                where p.programme = ? and p.amount is not null and i.state = 'HOLDING'
                and not exists (select from subsidy_payment t where t.case_number = p.case_number and t.state in ('LISTED', 'PAID'))
                and not exists (select from subsidy_payment t where t.case_number = p.case_number and t.state = 'RETURNED' and not exists (
                        select from subsidy_account a where a.case_number = p.case_number and a.recorded_at > t.settled_at))
                order by p.fixed_on, i.rank""").param(programme.code()).query(String.class).list().stream()
                .map(number -> payable(new CaseNumber(number))).toList();
    }

    private Payable payable(CaseNumber number) {
        Merchant shop = subsidies.merchant(number);
        BankAccount account = subsidies.account(number).orElse(new BankAccount("", "", null, "", ""));
        return new Payable(number, shop.number(), shop.shopName(), subsidies.purchase(number).orElseThrow(), account,
                account.problems(banks).stream().map(Problem::messageJa).toList());
    }

    public List<Batch> batches(Programme programme) {
        return jdbc.sql("select * from subsidy_batch where programme = ? order by number desc").param(programme.code()).query(Batch.class).list();
    }

    /** @throws NotFoundException when there is none in this data scope */
    public Batch batch(Programme programme, int number) {
        return jdbc.sql("select * from subsidy_batch where programme = ? and number = ?").params(programme.code(), number).query(Batch.class)
                .optional().orElseThrow(() -> new NotFoundException("payment list " + number));
    }

    public List<Payment> payments(Programme programme, int batch) {
        return jdbc.sql("select * from subsidy_payment where programme = ? and batch = ? order by case_number").params(programme.code(), batch)
                .query((row, n) -> payment(row)).list();
    }

    private static Payment payment(ResultSet row) throws SQLException {
        return new Payment(new CaseNumber(row.getString("case_number")), row.getString("merchant"), row.getString("shop"), row.getLong("amount"),
                new BankAccount(row.getString("bank"), row.getString("branch"), AccountType.valueOf(row.getString("type")),
                        row.getString("account"), row.getString("holder")),
                Result.valueOf(row.getString("state")), row.getObject("paid_on", LocalDate.class), row.getString("reason"));
    }

    /** A reviewer of the section that owns the programme makes lists and reads results in. */
    public Verdict mayMake(Programme programme, Actor actor) {
        return holds(actor, desk -> desk.role() == Role.REVIEWER && desk.government().equals(programme.government())
                && desk.section().equals(programme.section())) ? Verdict.ACCEPTED
                : Verdict.refused("payment.reviewer", "振込の一覧は、事業を担当する係の審査担当が作成します。");
    }

    /** A decider of the government releases what somebody else made. */
    public Verdict mayRelease(Programme programme, Batch batch, Actor actor) {
        if (!holds(actor, desk -> desk.role() == Role.DECIDER && desk.government().equals(programme.government()))) {
            return Verdict.refused("payment.decider", "振込の一覧は、決裁者が承認します。");
        }
        return batch.madeBy().equals(actor.id())
                ? Verdict.refused("payment.four-eyes", "一覧を作成した人は承認できません。別の決裁者が承認します。") : Verdict.ACCEPTED;
    }

    private boolean holds(Actor actor, Predicate<Desk> wanted) {
        return organisation.desksOf(actor.id(), clock.today()).stream().map(DeskMembership::desk).anyMatch(wanted);
    }

    /**
     * Lists fixed amounts for one day of transfer.
     *
     * @param chosen which of the payable cases; all without a problem when empty
     * @throws RefusedException when the day is none of the banks', nothing can be paid, or somebody listed one meanwhile
     */
    public Batch make(Programme programme, Set<CaseNumber> chosen, LocalDate on, Actor actor) {
        mayMake(programme, actor).orThrow();
        if (on.isBefore(clock.today())) {
            throw new RefusedException("payment.past", "振込指定日は、今日以後の日にしてください。");
        }
        lock(programme.code());
        List<Payable> listed = payable(programme).stream()
                .filter(one -> chosen.isEmpty() ? one.problems().isEmpty() : chosen.contains(one.number())).toList();
        if (listed.isEmpty() || !chosen.isEmpty() && listed.size() < chosen.size()) {
            throw new RefusedException("payment.nothing", chosen.isEmpty() ? "振り込める案件がありません。"
                    : "選んだ案件のうち、ほかの一覧に載ったか、取り下げられたものがあります。一覧を開き直してください。");
        }
        int number = jdbc.sql("select coalesce(max(number), 0) + 1 from subsidy_batch where programme = ?").param(programme.code())
                .query(Integer.class).single();
        long total = listed.stream().mapToLong(Payable::amount).sum();
        refuse(zengin.problems(order(Terms.of(programme), on, 1, total,
                listed.stream().map(one -> transfer(one.number(), one.account(), one.amount(), number)).toList())));
        jdbc.sql("""
                insert into subsidy_batch (programme, number, government, state, transfer_on, count, total, made_by, made_by_name, made_at)
                values (?, ?, ?, 'MADE', ?, ?, ?, ?, ?, ?)""")
                .params(programme.code(), number, programme.government(), on, listed.size(), total, actor.id(), actor.name(),
                        Timestamp.from(clock.instant())).update();
        try {
            listed.forEach(one -> jdbc.sql("""
                    insert into subsidy_payment (programme, batch, case_number, government, merchant, shop, amount, bank, branch, type, account,
                                                 holder, state)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'LISTED')""")
                    .params(programme.code(), number, one.number().value(), programme.government(), one.merchant(), one.shop(), one.amount(),
                            one.account().bank(), one.account().branch(), one.account().type().name(), one.account().number(),
                            one.account().holder()).update());
        } catch (DuplicateKeyException twice) {
            throw new RefusedException("payment.twice", "ほかの一覧に載っている案件があります。一覧を開き直してください。");
        }
        listed.forEach(one -> cases.tell(one.number(), "subsidy.payment-listed", actor, Map.of("batch", "" + number)));
        return batch(programme, number);
    }

    /**
     * Releases a list to the bank: writes its file and keeps it with its hash.
     *
     * @throws RefusedException when its maker releases it, it is no longer open, or one of its cases was withdrawn meanwhile
     */
    public Batch release(Programme programme, int number, Actor actor) {
        Batch batch = locked(programme, number, State.MADE);
        mayRelease(programme, batch, actor).orThrow();
        String gone = jdbc.sql("""
                select i.case_number, i.state from subsidy_intake i join subsidy_payment t using (case_number)
                where t.programme = ? and t.batch = ? order by i.case_number for update of i""").params(programme.code(), number)
                .query((row, n) -> row.getString("state").equals("HOLDING") ? "" : row.getString("case_number")).list().stream()
                .filter(text -> !text.isEmpty()).collect(Collectors.joining("、"));
        if (!gone.isEmpty()) {
            throw new RefusedException("payment.withdrawn", "一覧の作成後に取り下げられた案件（" + gone + "）があります。この一覧を取りやめて、作り直してください。");
        }
        lock(programme.government());
        int sequence = 1 + jdbc.sql("select count(*) from subsidy_batch where government = ? and transfer_on = ? and file is not null")
                .params(programme.government(), batch.transferOn()).query(Integer.class).single();
        List<Payment> payments = payments(programme, number);
        ZenginTransfer.TransferFile file = zengin.write(order(Terms.of(programme), batch.transferOn(), sequence, batch.total(),
                payments.stream().map(one -> transfer(one.number(), one.account(), one.amount(), number)).toList()));
        jdbc.sql("""
                update subsidy_batch set state = 'RELEASED', released_by = ?, released_by_name = ?, released_at = ?, file_name = ?, file = ?, sha256 = ?
                where programme = ? and number = ?""")
                .params(actor.id(), actor.name(), Timestamp.from(clock.instant()), file.name(), file.content(), file.sha256(),
                        programme.code(), number).update();
        jdbc.sql("""
                update subsidy_intake i set paying = true from subsidy_payment t
                where t.case_number = i.case_number and t.programme = ? and t.batch = ?""").params(programme.code(), number).update();
        payments.forEach(one -> cases.tell(one.number(), "subsidy.payment-released", actor,
                Map.of("batch", "" + number, "on", batch.transferOn().toString())));
        return batch(programme, number);
    }

    /** Takes an unreleased list back; its cases can be listed again. */
    public void discard(Programme programme, int number, Actor actor) {
        Batch batch = locked(programme, number, State.MADE);
        if (mayMake(programme, actor) instanceof Verdict.Refused) {
            mayRelease(programme, batch, actor).orThrow();
        }
        jdbc.sql("update subsidy_batch set state = 'DISCARDED' where programme = ? and number = ?").params(programme.code(), number).update();
        jdbc.sql("update subsidy_payment set state = 'DISCARDED' where programme = ? and batch = ?").params(programme.code(), number).update();
        payments(programme, number).forEach(one -> cases.tell(one.number(), "subsidy.payment-discarded", actor, Map.of("batch", "" + number)));
    }

    /**
     * Reads in what the bank says: every transfer of the list was paid on a day, but those that came back. All or nothing.
     *
     * @param returned null when none came back
     * @throws RefusedException with every row that cannot be taken
     */
    public void settle(Programme programme, int number, LocalDate paidOn, Csv.Source returned, Actor actor) {
        mayMake(programme, actor).orThrow();
        Batch batch = locked(programme, number, State.RELEASED);
        if (paidOn.isAfter(clock.today()) || paidOn.isBefore(batch.transferOn())) {
            throw new RefusedException("payment.paid-on", "振込日は、振込指定日（%s）以後、今日までの日にしてください。"
                    .formatted(JapaneseDates.full(batch.transferOn())));
        }
        List<Payment> payments = payments(programme, number);
        Map<CaseNumber, String> reasons = returned == null ? Map.of() : reasons(payments, read(returned));
        Timestamp now = Timestamp.from(clock.instant());
        for (Payment one : payments) {
            String reason = reasons.get(one.number());
            jdbc.sql("""
                    update subsidy_payment set state = ?, paid_on = ?, reason = ?, settled_at = ?
                    where programme = ? and batch = ? and case_number = ?""")
                    .params(reason == null ? "PAID" : "RETURNED", reason == null ? paidOn : null, reason, now, programme.code(), number,
                            one.number().value()).update();
            if (reason != null) {
                jdbc.sql("update subsidy_intake set paying = false where case_number = ?").param(one.number().value()).update();
            }
            cases.tell(one.number(), reason == null ? "subsidy.paid" : "subsidy.transfer-returned", actor, reason == null
                    ? Map.of("amount", new Yen(one.amount()).toString(), "on", paidOn.toString()) : Map.of("reason", reason));
        }
        jdbc.sql("update subsidy_batch set state = 'SETTLED' where programme = ? and number = ?").params(programme.code(), number).update();
    }

    private static ZenginResult read(Csv.Source returned) {
        try {
            return ZenginResult.read(returned);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each row must name one transfer of the list, its account and its amount. */
    private static Map<CaseNumber, String> reasons(List<Payment> payments, ZenginResult result) {
        List<String> problems = new ArrayList<>(result.problems().stream().map(p -> p.row() + "行目：" + p.message()).toList());
        Map<String, Payment> byCode = payments.stream().collect(Collectors.toMap(one -> "%010d".formatted(sequence(one.number())), one -> one));
        Map<CaseNumber, String> reasons = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ZenginResult.Returned row : result.returned()) {
            Payment one = byCode.get(row.customerCode());
            if (one == null) {
                problems.add("%d行目：顧客コード %s の振込は、この一覧にありません。".formatted(row.row(), row.customerCode()));
            } else if (row.amount().value() != one.amount() || !row.bank().equals(one.account().bank())
                    || !row.branch().equals(one.account().branch()) || !row.number().equals(one.account().number())) {
                problems.add("%d行目：%s の口座または金額が、振込の内容と合いません。".formatted(row.row(), one.number()));
            } else if (!seen.add(row.customerCode())) {
                problems.add("%d行目：%s が二度出てきます。".formatted(row.row(), one.number()));
            } else {
                reasons.put(one.number(), row.reason());
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException("payment.result", "結果を取り込めません。何も変えていません。\n" + String.join("\n", problems));
        }
        return reasons;
    }

    /** Brings settled transfers to their procedures, each in a transaction of its own, exactly once on any number of nodes. */
    @Scheduled(fixedDelayString = "${madoguchi.subsidy.sweep-every:PT1S}")
    @Transactional(propagation = Propagation.NEVER)
    public void tellResults() {
        DataScope.within(DataScope.EVERYTHING, () -> {
            List<String> untold = transaction.execute(status -> jdbc
                    .sql("select distinct case_number from subsidy_payment where state in ('PAID', 'RETURNED') and not told order by 1")
                    .query(String.class).list());
            for (String number : untold) {
                try {
                    transaction.executeWithoutResult(status -> tell(new CaseNumber(number)));
                } catch (RuntimeException failure) {
                    LOG.warn("The procedure of {} could not be told of its transfer; the next sweep tries again: {}", number, failure.toString());
                }
            }
        });
    }

    /** Whose procedure was ended by an administrator is not told: the money went. */
    private void tell(CaseNumber number) {
        Optional<String> result = jdbc.sql("""
                select state from subsidy_payment where case_number = ? and state in ('PAID', 'RETURNED') and not told
                for update skip locked""").param(number.value()).query(String.class).optional();
        if (result.isPresent()) {
            jdbc.sql("update subsidy_payment set told = true where case_number = ? and state = ? and not told")
                    .params(number.value(), result.get()).update();
            if (procedures.isRunning(number)) {
                procedures.tell(MESSAGE, number, Map.of("transfer", result.get().equals("PAID") ? "paid" : "returned"));
            }
        }
    }

    private Batch locked(Programme programme, int number, State expected) {
        Batch batch = jdbc.sql("select * from subsidy_batch where programme = ? and number = ? for update").params(programme.code(), number)
                .query(Batch.class).optional().orElseThrow(() -> new NotFoundException("payment list " + number));
        if (batch.state() != expected) {
            throw new RefusedException("payment.state", "この一覧は、ほかの人がすでに処理しました。画面を開き直してください。");
        }
        return batch;
    }

    private void lock(String what) {
        jdbc.sql("select pg_advisory_xact_lock(?, hashtext(?))").params(LOCK, what).query((row, n) -> n).single();
    }

    private static ZenginTransfer.Order order(Terms terms, LocalDate on, int sequence, long total, List<ZenginTransfer.Payment> payments) {
        return new ZenginTransfer.Order(terms.payer(), on, sequence, payments, new Yen(total), terms.lineBreaks());
    }

    /** 顧客コード1 is the case, by which the bank's answer is recognised; 顧客コード2 the list. */
    private static ZenginTransfer.Payment transfer(CaseNumber number, BankAccount account, long amount, int batch) {
        return new ZenginTransfer.Payment(account, new Yen(amount), "" + sequence(number), "" + batch);
    }

    static long sequence(CaseNumber number) {
        return Long.parseLong(number.value().substring(number.value().indexOf('-') + 1));
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new RefusedException("payment.problems", problems.stream().map(Problem::messageJa).distinct().limit(10)
                    .collect(Collectors.joining("\n")));
        }
    }
}
