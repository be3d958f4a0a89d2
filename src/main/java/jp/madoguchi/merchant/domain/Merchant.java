package jp.madoguchi.merchant.domain;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.RefusedException;

/** 加盟店: a shop that takes the local currency, from its registration until it leaves. */
@Entity
public class Merchant {

    /** Where it stands. */
    public enum State {
        REGISTERED("登録中"), WITHDRAWN("脱退"), CANCELLED("登録取消し");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** The pledge against misuse (S3-53). @param version of its text, as the programme names it @param at when it was given */
    public record Pledge(String version, Instant at) {}

    @Id
    private String number;
    @Version
    private long version;
    private String government;
    private String party;
    private String programme;
    private String caseNumber;
    private String shopName;
    private String shopKana;
    private String shopKey;
    private String ownerName;
    private String corporateNumber;
    private String postalCode;
    private String address;
    private String phone;
    private String email;
    private String category;
    private boolean qrCapable;
    private boolean sellsCards;
    private String bank;
    private String branch;
    @Enumerated(EnumType.STRING)
    private AccountType accountType;
    private String accountNumber;
    private String accountHolder;
    private String accountKey;
    private String pledgeVersion;
    private Instant pledgedAt;
    @Enumerated(EnumType.STRING)
    private State state;
    private LocalDate registeredOn;
    private LocalDate leftOn;

    protected Merchant() {}

    private Merchant(String number, String government, String party, String programme, String caseNumber) {
        this.number = number;
        this.government = government;
        this.party = party;
        this.programme = programme;
        this.caseNumber = caseNumber;
    }

    /**
     * Registers the shop of a granted case.
     *
     * @param application the newest round of its answers
     * @param account     null while none can be used
     * @param sellsCards  whether it was found fit to sell cards, which is screened separately (S3-34)
     * @param pledge      null when it was never given
     */
    public static Merchant register(String number, String government, String party, String programme, String caseNumber,
                                    Answers application, BankAccount account, boolean sellsCards, Pledge pledge, LocalDate today) {
        Merchant merchant = new Merchant(number, government, party, programme, caseNumber);
        merchant.shopName = application.text("shopName");
        merchant.shopKana = application.text("shopKana");
        merchant.ownerName = application.text("ownerName");
        merchant.corporateNumber = emptyToNull(application.text("corporateNumber"));
        merchant.postalCode = application.text("shopPostalCode");
        merchant.address = application.text("shopAddress");
        merchant.phone = application.text("contactPhone");
        merchant.email = emptyToNull(application.text("contactEmail"));
        merchant.category = application.text("category");
        merchant.qrCapable = application.text("hasQrDevice").equals("yes");
        merchant.sellsCards = sellsCards;
        merchant.paidTo(account);
        merchant.pledgeVersion = pledge == null ? null : pledge.version();
        merchant.pledgedAt = pledge == null ? null : pledge.at();
        merchant.state = State.REGISTERED;
        merchant.registeredOn = today;
        merchant.shopKey = Shop.key(merchant.shopName, merchant.address);
        return merchant;
    }

    /**
     * Takes over the new values of a granted change; what was left empty stays.
     *
     * @param newAccount null when the account stays
     * @return field to its value before and after, for the history (S3-44)
     * @throws RefusedException when it left meanwhile
     */
    public Map<String, String[]> changed(Answers change, BankAccount newAccount) {
        mustBeRegistered();
        Map<String, String> before = values();
        shopName = or(change.text("shopName"), shopName);
        shopKana = or(change.text("shopKana"), shopKana);
        ownerName = or(change.text("ownerName"), ownerName);
        corporateNumber = or(change.text("corporateNumber"), corporateNumber);
        postalCode = or(change.text("shopPostalCode"), postalCode);
        address = or(change.text("shopAddress"), address);
        phone = or(change.text("contactPhone"), phone);
        email = or(change.text("contactEmail"), email);
        category = or(change.text("category"), category);
        sellsCards = change.text("wishesCardSales").isEmpty() ? sellsCards : change.text("wishesCardSales").equals("yes");
        shopKey = Shop.key(shopName, address);
        if (newAccount != null) {
            paidTo(newAccount);
        }
        Map<String, String[]> changes = new LinkedHashMap<>();
        values().forEach((field, after) -> {
            if (!Objects.equals(before.get(field), after)) {
                changes.put(field, new String[] {before.get(field), after});
            }
        });
        return changes;
    }

    /** Leaves at its own request. @param lastDay the last day it takes the currency @throws RefusedException when it left before */
    public void withdrawn(LocalDate lastDay) {
        left(State.WITHDRAWN, lastDay);
    }

    /** Is struck off for a violation (S3-54). @throws RefusedException when it left before */
    public void cancelled(LocalDate today) {
        left(State.CANCELLED, today);
    }

    private void left(State how, LocalDate day) {
        mustBeRegistered();
        state = how;
        leftOn = day;
    }

    private void mustBeRegistered() {
        if (!isRegistered()) {
            throw new RefusedException("merchant.left", "この加盟店は、すでに" + (state == State.CANCELLED ? "登録が取り消されています。" : "脱退しています。"));
        }
    }

    private void paidTo(BankAccount account) {
        bank = account == null ? null : account.bank();
        branch = account == null ? null : account.branch();
        accountType = account == null ? null : account.type();
        accountNumber = account == null ? null : account.number();
        accountHolder = account == null ? null : account.holder();
        accountKey = account == null ? null : ShopAccount.key(account);
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("shopName", shopName);
        values.put("shopKana", shopKana);
        values.put("ownerName", ownerName);
        values.put("corporateNumber", corporateNumber);
        values.put("shopPostalCode", postalCode);
        values.put("shopAddress", address);
        values.put("contactPhone", phone);
        values.put("contactEmail", email);
        values.put("category", category);
        values.put("wishesCardSales", sellsCards ? "yes" : "no");
        values.put("account", accountKey == null ? null : accountKey + " " + accountHolder);
        return values;
    }

    private static String or(String wanted, String otherwise) {
        return wanted.isBlank() ? otherwise : wanted;
    }

    private static String emptyToNull(String text) {
        return text.isBlank() ? null : text;
    }

    /** {@code ACUR-M0001}. */
    public String number() {
        return number;
    }

    public String government() {
        return government;
    }

    /** The account it applied with, or null when the application came by post. */
    public String party() {
        return party;
    }

    public String programme() {
        return programme;
    }

    /** Of its application. */
    public String caseNumber() {
        return caseNumber;
    }

    public String shopName() {
        return shopName;
    }

    public String shopKana() {
        return shopKana;
    }

    public String ownerName() {
        return ownerName;
    }

    public String postalCode() {
        return postalCode;
    }

    public String address() {
        return address;
    }

    public String phone() {
        return phone;
    }

    /** Or null. */
    public String email() {
        return email;
    }

    /** Code of the form's list: {@code food}. */
    public String category() {
        return category;
    }

    /** Whether it said in its application that it has a device that reads two-dimensional codes (S3-55). */
    public boolean qrCapable() {
        return qrCapable;
    }

    public boolean sellsCards() {
        return sellsCards;
    }

    /** Where it is paid; parts are empty, and {@link BankAccount#problems} says so, while no usable account is known. */
    public BankAccount account() {
        return new BankAccount(bank, branch, accountType, accountNumber, accountHolder);
    }

    /** Or null. */
    public Pledge pledge() {
        return pledgeVersion == null ? null : new Pledge(pledgeVersion, pledgedAt);
    }

    public State state() {
        return state;
    }

    public boolean isRegistered() {
        return state == State.REGISTERED;
    }

    public LocalDate registeredOn() {
        return registeredOn;
    }

    /** The last day, or null while it is registered. */
    public LocalDate leftOn() {
        return leftOn;
    }

    /** Whether it takes the currency on a day: one that leaves does so until its last day; a cancellation ends it at once. */
    public boolean isOpenOn(LocalDate day) {
        return isRegistered() || state == State.WITHDRAWN && !day.isAfter(leftOn);
    }
}
