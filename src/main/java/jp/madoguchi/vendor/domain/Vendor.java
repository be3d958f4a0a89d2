package jp.madoguchi.vendor.domain;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.RefusedException;

/** 販売企業: a company that was chosen, from its registration until it leaves. */
@Entity
public class Vendor {

    /** Where it stands. */
    public enum State {
        PREPARING("販売準備中"), ON_SALE("販売中"), CANCELLED("登録取消し");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    @Id
    private String number;
    @Version
    private long version;
    private String government;
    private String party;
    private String programme;
    private String caseNumber;
    private String name;
    private String kana;
    private String corporateNumber;
    private String address;
    private String representative;
    private String contact;
    private String phone;
    private String email;
    @Enumerated(EnumType.STRING)
    private State state;
    private LocalDate registeredOn;
    private LocalDate saleFrom;
    private LocalDate cancelledFrom;
    private String listing;

    protected Vendor() {}

    private Vendor(String number, String government, String party, String programme, String caseNumber) {
        this.number = number;
        this.government = government;
        this.party = party;
        this.programme = programme;
        this.caseNumber = caseNumber;
    }

    /** Registers the applicant of a granted case. @param application the newest round of its answers */
    public static Vendor register(String number, String government, String party, String programme, String caseNumber,
                                  Answers application, LocalDate today) {
        Vendor vendor = new Vendor(number, government, party, programme, caseNumber);
        vendor.name = application.text("companyName");
        vendor.kana = application.text("companyKana");
        vendor.corporateNumber = emptyToNull(application.text("corporateNumber"));
        vendor.address = application.text("address");
        vendor.representative = (application.text("representativeTitle") + "　" + application.text("representativeName")).strip();
        vendor.contact = (application.text("contactDepartment") + "　" + application.text("contactName")).strip();
        vendor.phone = application.text("contactPhone");
        vendor.email = application.text("contactEmail");
        vendor.state = State.PREPARING;
        vendor.registeredOn = today;
        return vendor;
    }

    /** Opens the sale. @throws RefusedException when it left meanwhile, or has not listed a product (S1-11, S1-25) */
    public void onSale(LocalDate from) {
        mustBeRegistered();
        if (listing == null) {
            throw new RefusedException("vendor.not-ready", "商品の掲載情報が受理されていないため、販売を開始できません。");
        }
        state = State.ON_SALE;
        saleFrom = from;
    }

    /** Takes over an accepted product listing, canonical JSON of its answers. */
    public void listed(Answers accepted) {
        mustBeRegistered();
        listing = accepted.toJson();
    }

    /** Takes over the new values of a granted change; what was left empty stays. */
    public void changed(Answers change) {
        mustBeRegistered();
        name = or(change.text("newCompanyName"), name);
        kana = or(change.text("newCompanyKana"), kana);
        address = or(change.text("newAddress"), address);
        representative = or((change.text("newRepresentativeTitle") + "　" + change.text("newRepresentativeName")).strip(), representative);
        contact = or((change.text("newContactDepartment") + "　" + change.text("newContactName")).strip(), contact);
        phone = or(change.text("newContactPhone"), phone);
        email = or(change.text("newContactEmail"), email);
    }

    /** Leaves the register. @throws RefusedException when it left before */
    public void cancelled(LocalDate from) {
        mustBeRegistered();
        state = State.CANCELLED;
        cancelledFrom = from;
    }

    private void mustBeRegistered() {
        if (state == State.CANCELLED) {
            throw new RefusedException("vendor.cancelled", "この販売企業の登録は、すでに取り消されています。");
        }
    }

    private static String or(String wanted, String otherwise) {
        return wanted.isBlank() ? otherwise : wanted;
    }

    private static String emptyToNull(String text) {
        return text.isBlank() ? null : text;
    }

    public String number() {
        return number;
    }

    public String government() {
        return government;
    }

    public String party() {
        return party;
    }

    public String programme() {
        return programme;
    }

    public String caseNumber() {
        return caseNumber;
    }

    public String name() {
        return name;
    }

    public String kana() {
        return kana;
    }

    public String address() {
        return address;
    }

    public String representative() {
        return representative;
    }

    public String contact() {
        return contact;
    }

    public String phone() {
        return phone;
    }

    public String email() {
        return email;
    }

    public State state() {
        return state;
    }

    public LocalDate registeredOn() {
        return registeredOn;
    }

    public LocalDate saleFrom() {
        return saleFrom;
    }

    public LocalDate cancelledFrom() {
        return cancelledFrom;
    }

    /** The accepted product listing, or empty answers before there is one. */
    public Answers listing() {
        return listing == null ? Answers.NONE : Answers.fromJson(listing);
    }
}
