package jp.madoguchi.merchant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.banking.BankDirectory;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.merchant.domain.MerchantRepository;
import jp.madoguchi.merchant.domain.ShopAccount;
import jp.madoguchi.workflow.Deadlines;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The register of merchants (S3-41, S3-42) within the thread's data scope, and what the procedures do to it. */
@Service
@Transactional
public class Merchants {

    private static final String EXPLAIN = "UserTask_Explain";

    private final MerchantRepository merchants;
    private final Cases cases;
    private final Screenings screenings;
    private final BankDirectory banks;
    private final Deadlines deadlines;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final BusinessClock clock;

    Merchants(MerchantRepository merchants, Cases cases, Screenings screenings, BankDirectory banks, Deadlines deadlines, JdbcClient jdbc,
              ObjectMapper json, BusinessClock clock) {
        this.merchants = merchants;
        this.cases = cases;
        this.screenings = screenings;
        this.banks = banks;
        this.deadlines = deadlines;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** What a line of the history is about. */
    public enum Change {
        REGISTERED("登録"), CHANGED("変更"), WITHDRAWN("脱退"), GUIDED("是正の指導"), CANCELLED("登録の取消し"), RETAINED("登録の継続");

        private final String label;

        Change(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * One line of a merchant's history.
     *
     * @param caseNumber of the case that led to it
     * @param changes    field of the change form to its value before and after; empty unless it was a change
     */
    public record HistoryEntry(Instant at, Change kind, String caseNumber, Map<String, List<String>> changes) {}

    /** One sending of the merchant kit. @param sets how many sets of all its items */
    public record Kit(String merchant, LocalDate sentOn, int sets, String carrier, String trackingNumber) {}

    /** @throws NotFoundException when there is none in this data scope */
    public Merchant get(String number) {
        return merchants.findById(number).orElseThrow(() -> new NotFoundException("merchant " + number));
    }

    /** As somebody typed it: of this programme and in this data scope, whatever became of it. */
    public Optional<Merchant> find(String programme, String number) {
        return merchants.findByProgrammeAndNumber(programme, number.strip());
    }

    /** The merchant that a case registered. */
    public Optional<Merchant> ofCase(CaseNumber number) {
        return merchants.findByCaseNumber(number.value());
    }

    /** All of a programme, those that left too, by number. */
    public List<Merchant> ofProgramme(String programme) {
        return merchants.findByProgrammeOrderByNumber(programme);
    }

    /** The shops of an account that are registered now, by number. */
    public List<Merchant> registeredOf(String programme, String account) {
        return merchants.findByProgrammeAndPartyAndStateOrderByNumber(programme, account, Merchant.State.REGISTERED);
    }

    /** What became of a merchant, oldest first (S3-44). */
    public List<HistoryEntry> history(String merchant) {
        return jdbc.sql("select at, kind, case_number, changes from merchant_history where merchant = ? order by id").param(merchant)
                .query((row, n) -> new HistoryEntry(row.getTimestamp(1).toInstant(), Change.valueOf(row.getString(2)), row.getString(3),
                        changes(row.getString(4)))).list();
    }

    /** The kits sent in a programme, oldest first. */
    public List<Kit> kits(String programme) {
        return jdbc.sql("select merchant, sent_on, sets, carrier, tracking_number from merchant_kit where programme = ? order by id")
                .param(programme).query(Kit.class).list();
    }

    /** S3-42: enters the shop of a granted case. */
    public void register(CaseNumber number) {
        CaseFile file = cases.get(number);
        Answers application = cases.submission(number).answers();
        long sequence = jdbc.sql("select nextval('merchant_number_seq')").query(Long.class).single();
        Merchant merchant = merchants.save(Merchant.register("%s-M%04d".formatted(cases.programme(file).casePrefix(), sequence),
                file.government(), file.party(), file.programme(), number.value(), application,
                ShopAccount.of(application, banks).orElse(null), maySellCards(number), screenings.pledge(number).orElse(null), clock.today()));
        merchants.flush();
        write(merchant, number, Change.REGISTERED, Map.of());
        cases.tell(number, "merchant.registered", Actor.SYSTEM, Map.of("merchant", merchant.number(), "name", merchant.shopName()));
    }

    /** Whether the shop was found fit to sell cards in the last screening of it (S3-34). */
    boolean maySellCards(CaseNumber number) {
        return cases.submission(number).answers().text("wishesCardSales").equals("yes")
                && cases.lastRecord(number, "UserTask_ScreenCardSales").filter(record -> record.outcome().equals("qualified")).isPresent();
    }

    /** S3-45, S3-46: writes down the kit that was sent. */
    public void recordKit(CaseNumber number) {
        Merchant merchant = ofCase(number).orElseThrow();
        Answers kit = answers(number, "UserTask_SendKit");
        LocalDate sentOn = kit.date("sentOn").orElseThrow();
        int sets = kit.number("sets").orElseThrow().intValueExact();
        jdbc.sql("""
                insert into merchant_kit (merchant, government, party, programme, case_number, sent_on, sets, carrier, tracking_number, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(merchant.number(), merchant.government(), merchant.party(), merchant.programme(), number.value(), sentOn, sets,
                        emptyToNull(kit.text("carrier")), emptyToNull(kit.text("trackingNumber")), Timestamp.from(clock.instant()))).update();
        cases.tell(number, "merchant.kit-sent", Actor.SYSTEM, Map.of("merchant", merchant.number(), "sets", "" + sets, "sentOn", sentOn.toString()));
    }

    /** S3-44: takes over a granted change, or lets the merchant leave. */
    public void applyChange(CaseNumber number) {
        CaseFile file = cases.get(number);
        Answers change = cases.submission(number).answers();
        Merchant merchant = find(file.programme(), change.text("merchantNumber")).orElseThrow();
        if (change.text("changeKind").equals("leave")) {
            LocalDate lastDay = change.date("changeFrom").filter(day -> day.isAfter(clock.today())).orElse(clock.today());
            merchant.withdrawn(lastDay);
            write(merchant, number, Change.WITHDRAWN, Map.of());
            tell(number, merchant, "merchant.left", Map.of("lastDay", lastDay.toString()));
        } else {
            Map<String, String[]> changes = merchant.changed(change, ShopAccount.of(change, banks).orElse(null));
            write(merchant, number, Change.CHANGED, changes);
            tell(number, merchant, "merchant.changed", Map.of("fields", "" + changes.size()));
        }
        merchants.saveAndFlush(merchant);
    }

    /** The merchant that a report of a violation names. @throws NotFoundException when the programme has none of that number */
    public Merchant reported(CaseNumber number) {
        String named = cases.submission(number).answers().text("merchantNumber");
        return find(cases.get(number).programme(), named).orElseThrow(() -> new NotFoundException("merchant " + named));
    }

    /** S3-54: a violation is answered with guidance first. */
    void guide(CaseNumber number) {
        note(number, Change.GUIDED, "merchant.guided");
    }

    /** The decision not to cancel. */
    void retain(CaseNumber number) {
        note(number, Change.RETAINED, "merchant.retained");
    }

    /**
     * 弁明の機会の付与 (in the manner of 行政手続法 Art. 13, 29, 30): fixes the last day for the explanation once, as long
     * as {@code due.dmn} gives the task.
     */
    void openHearing(CaseNumber number) {
        CaseFile file = cases.get(number);
        LocalDate due = deadlines.day(number, EXPLAIN, clock.today());
        jdbc.sql("insert into merchant_hearing (case_number, government, party, due_on) values (?, ?, ?, ?)")
                .params(Arrays.asList(number.value(), file.government(), file.party(), due)).update();
        cases.tell(number, "merchant.hearing-opened", Actor.SYSTEM, Map.of("due", due.toString()));
    }

    /** The last day for the explanation; empty before the opportunity was given. */
    public Optional<LocalDate> explanationDue(CaseNumber number) {
        return jdbc.sql("select due_on from merchant_hearing where case_number = ?").param(number.value()).query(LocalDate.class).optional();
    }

    /** S3-54: strikes the merchant off. @throws jp.madoguchi.kernel.RefusedException when it left meanwhile */
    public void cancel(CaseNumber number) {
        Merchant merchant = reported(number);
        merchant.cancelled(clock.today());
        merchants.saveAndFlush(merchant);
        note(number, Change.CANCELLED, "merchant.cancelled");
    }

    private void note(CaseNumber number, Change kind, String event) {
        Merchant merchant = reported(number);
        write(merchant, number, kind, Map.of());
        tell(number, merchant, event, Map.of());
    }

    /** Told in the case at hand and in that of the merchant's application, where its story is read from the beginning. */
    private void tell(CaseNumber number, Merchant merchant, String event, Map<String, String> facts) {
        Map<String, String> all = new HashMap<>(facts);
        all.put("merchant", merchant.number());
        cases.tell(number, event, Actor.SYSTEM, all);
        all.put("byCase", number.value());
        cases.tell(new CaseNumber(merchant.caseNumber()), event, Actor.SYSTEM, all);
    }

    private void write(Merchant merchant, CaseNumber number, Change kind, Map<String, String[]> changes) {
        jdbc.sql("""
                insert into merchant_history (merchant, government, party, programme, case_number, kind, changes, at)
                values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(merchant.number(), merchant.government(), merchant.party(), merchant.programme(), number.value(),
                        kind.name(), text(changes), Timestamp.from(clock.instant()))).update();
    }

    /** What was answered the last time a task was concluded. */
    Answers answers(CaseNumber number, String task) {
        return cases.lastRecord(number, task).map(TaskRecord::answers).map(Answers::fromJson).orElse(Answers.NONE);
    }

    private String text(Map<String, String[]> changes) {
        try {
            return json.writeValueAsString(changes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, List<String>> changes(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String emptyToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
