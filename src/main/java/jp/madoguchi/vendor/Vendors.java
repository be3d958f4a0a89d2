package jp.madoguchi.vendor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CallWindows;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.vendor.domain.Eligibility;
import jp.madoguchi.vendor.domain.Vendor;
import jp.madoguchi.vendor.domain.VendorRepository;
import jp.madoguchi.workflow.Rules;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The register of vendors and what the vendor procedures do to it. */
@Service
@Transactional
public class Vendors {

    private static final String ELIGIBILITY = "vendor/vendor-eligibility";
    /** The call that an emergency activation publishes anew (S1-10). */
    private static final String RECRUITMENT = "vendor";

    private final VendorRepository vendors;
    private final Cases cases;
    private final CallWindows windows;
    private final Rules rules;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final BusinessClock clock;

    Vendors(VendorRepository vendors, Cases cases, CallWindows windows, Rules rules, JdbcClient jdbc, ObjectMapper json,
            BusinessClock clock) {
        this.vendors = vendors;
        this.cases = cases;
        this.windows = windows;
        this.rules = rules;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** A price with the first day it holds (S1-31). */
    public record Price(String product, long price, LocalDate effectiveFrom) {}

    /** @throws NotFoundException when there is none in this data scope */
    public Vendor get(String number) {
        return vendors.findById(number).orElseThrow(() -> new NotFoundException("vendor " + number));
    }

    public Optional<Vendor> ofCase(CaseNumber number) {
        return vendors.findByCaseNumber(number.value());
    }

    public List<Vendor> ofProgramme(String programme) {
        return vendors.findByProgrammeOrderByNumber(programme);
    }

    public List<Price> prices(String vendor) {
        return jdbc.sql("select product, price, effective_from from vendor_price where vendor = ? order by id").param(vendor)
                .query(Price.class).list();
    }

    /** One fact of the newest round, for the eligibility table. */
    public Object fact(CaseNumber number, String name) {
        return facts(number).get(name);
    }

    /** Writes down what the eligibility table answers, in its own words. */
    public void recordEligibility(CaseNumber number) {
        CaseFile file = cases.get(number);
        List<String> reasons = rules.matches(ELIGIBILITY, facts(number)).stream().map(row -> (String) row.get("reason")).toList();
        jdbc.sql("""
                insert into vendor_eligibility (case_number, government, party, reasons, judged_at) values (?, ?, ?, ?, ?)
                on conflict (case_number) do update set reasons = excluded.reasons, judged_at = excluded.judged_at""")
                .params(number.value(), file.government(), file.party(), text(reasons), Timestamp.from(clock.instant())).update();
        cases.judged(number, reasons);
    }

    /** The requirements an application does not meet; empty when it meets all or was not judged yet. */
    public List<String> unmetRequirements(CaseNumber number) {
        return jdbc.sql("select reasons from vendor_eligibility where case_number = ?").param(number.value()).query(String.class)
                .optional().map(this::list).orElse(List.of());
    }

    /** S1-25: enters the chosen company; its case goes on with the preparation of the sale. */
    public void register(CaseNumber number) {
        CaseFile file = cases.get(number);
        Programme programme = cases.programme(file);
        long sequence = jdbc.sql("select nextval('vendor_number_seq')").query(Long.class).single();
        Vendor vendor = vendors.save(Vendor.register("%s-V%04d".formatted(programme.casePrefix(), sequence), file.government(),
                file.party(), file.programme(), number.value(), cases.submission(number).answers(), clock.today()));
        cases.tell(number, "vendor.registered", Actor.SYSTEM, Map.of("vendor", vendor.number(), "name", vendor.name()));
    }

    /** The moment the sale may begin: the agreed day, never before readiness nor before the programme (S1-36). */
    public LocalDateTime saleStart(CaseNumber number) {
        Answers link = answers(number, "UserTask_PrepareDataLink");
        LocalDate wanted = link.date("saleStartsOn").orElse(clock.today());
        LocalDate first = cases.programme(cases.get(number)).from();
        return (wanted.isBefore(first) ? first : wanted).atStartOfDay();
    }

    /** Puts the vendor on the published list (S1-11, S1-13). */
    public void publish(CaseNumber number) {
        Vendor vendor = ofCase(number).orElseThrow();
        vendor.listed(answers(number, "UserTask_SubmitListing"));
        vendor.onSale(clock.today());
        for (Map<String, Object> product : answers(number, "UserTask_SubmitPlan").rows("products")) {
            jdbc.sql("""
                    insert into vendor_price (vendor, government, party, product, price, effective_from, recorded_at)
                    values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(vendor.number(), vendor.government(), vendor.party(), product.get("product"), product.get("price"),
                            LocalDate.parse((String) product.get("effectiveFrom")), Timestamp.from(clock.instant())).update();
        }
        cases.tell(number, "vendor.published", Actor.SYSTEM, Map.of("vendor", vendor.number(), "name", vendor.name()));
    }

    /** Carries out a granted change or cancellation. */
    public void applyChange(CaseNumber number) {
        Answers change = cases.submission(number).answers();
        Vendor vendor = get(change.text("vendorNumber"));
        if (change.text("changeKind").equals("cancel")) {
            vendor.cancelled(change.date("changeFrom").orElse(clock.today()));
        } else {
            vendor.changed(change);
        }
        cases.tell(number, "vendor.changed", Actor.SYSTEM, Map.of("vendor", vendor.number(), "change", change.text("changeKind")));
        cases.tell(new CaseNumber(vendor.caseNumber()), "vendor.changed", Actor.SYSTEM, Map.of("vendor", vendor.number(),
                "change", change.text("changeKind")));
    }

    /** S1-10: the decided activation publishes the recruitment with its own window. */
    public void publishCall(CaseNumber number) {
        CaseFile file = cases.get(number);
        Answers activation = cases.lastRecord(number, "UserTask_ReviseActivation").filter(r -> r.answers() != null)
                .map(r -> Answers.fromJson(r.answers())).orElseGet(() -> cases.submission(number).answers());
        windows.activate(file.programme(), RECRUITMENT, moment(activation, "applicationOpens"), moment(activation, "applicationCloses"),
                activation.text("activationReason"), number);
        cases.tell(number, "vendor.call-published", Actor.SYSTEM, Map.of("call", RECRUITMENT));
    }

    private static LocalDateTime moment(Answers answers, String name) {
        return answers.date(name + "On").orElseThrow().atTime(LocalTime.parse(answers.text(name + "At")));
    }

    private Map<String, Object> facts(CaseNumber number) {
        Object prefecture = cases.programme(cases.get(number)).parameters().get("prefecture");
        return Eligibility.facts(cases.submission(number).answers(), String.valueOf(prefecture));
    }

    private Answers answers(CaseNumber number, String task) {
        return cases.lastRecord(number, task).map(TaskRecord::answers).map(Answers::fromJson).orElse(Answers.NONE);
    }

    private String text(List<String> reasons) {
        try {
            return json.writeValueAsString(reasons);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> list(String reasons) {
        try {
            return Arrays.asList(json.readValue(reasons, String[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
