package jp.madoguchi.subsidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.banking.BankDirectory;
import jp.madoguchi.banking.YuchoAccount;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.Place;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.merchant.Merchants;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the subsidy room knows of its cases. The cases ask for this bean, so the room's services come lazily. */
@Component
class SubsidyCases implements CaseKind {

    private static final Map<String, String> ACCOUNT_FIELDS = Map.of("bank", "bankCode", "branch", "branchCode", "type", "accountType",
            "number", "accountNumber", "holder", "accountHolder");

    private final Slots slots;
    private final Subsidies subsidies;
    private final Merchants merchants;
    private final BankDirectory banks;
    private final BusinessClock clock;

    SubsidyCases(@Lazy Slots slots, @Lazy Subsidies subsidies, @Lazy Merchants merchants, BankDirectory banks, BusinessClock clock) {
        this.slots = slots;
        this.subsidies = subsidies;
        this.merchants = merchants;
        this.banks = banks;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return Terms.PROCEDURE;
    }

    /** Only a registered merchant, for itself (S3-55); staff enter what came on paper for any merchant of theirs. */
    @Override
    public Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
        return merchants.find(programme.code(), answers.text("merchantNumber"))
                .filter(merchant -> party == null || party.equals(merchant.party()))
                .map(merchant -> merchant.isRegistered() ? Verdict.ACCEPTED
                        : Verdict.refused("subsidy.not-registered", "この加盟店は、現在は登録されていません。補助の対象は登録されている加盟店です。"))
                .orElse(Verdict.refused("subsidy.merchant-unknown", "加盟店番号が見つかりません。登録の通知に記載された加盟店番号を入力してください。"));
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        Merchant merchant = merchants.find(file.programme(), answers.text("merchantNumber")).orElseThrow();
        slots.arrive(file, merchant.number(), answers.text("deviceCount").equals("second") ? 2 : 1);
    }

    @Override
    public List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return switch (taskKey) {
            case Subsidies.SUBMIT_EVIDENCE -> dayProblems(file, answers);
            case Subsidies.CORRECT_ACCOUNT -> accountProblems(answers);
            default -> List.of();
        };
    }

    private List<Problem> dayProblems(CaseFile file, Answers evidence) {
        Subsidies.Permission permission = subsidies.permission(file.number()).orElseThrow();
        List<Problem> problems = new ArrayList<>();
        evidence.date("purchasedOn").filter(day -> day.isBefore(permission.permittedOn())).ifPresent(day -> problems.add(new Problem(
                "purchasedOn", "before-permission", "購入日が購入許可の日（%s）より前です。許可の前に購入した端末は補助の対象になりません。"
                        .formatted(JapaneseDates.full(permission.permittedOn())),
                "Bought before the permission of %s; such a device is not subsidised.".formatted(permission.permittedOn()), false)));
        evidence.date("purchasedOn").filter(day -> day.isAfter(permission.purchaseBy())).ifPresent(day -> problems.add(new Problem(
                "purchasedOn", "after-deadline", "購入日が購入の期限（%s）より後です。".formatted(JapaneseDates.full(permission.purchaseBy())),
                "Bought after the deadline of %s.".formatted(permission.purchaseBy()), false)));
        return problems;
    }

    private List<Problem> accountProblems(Answers answers) {
        if (answers.text("accountKind").equals("yucho")) {
            YuchoAccount yucho = yucho(answers);
            List<Problem> problems = new ArrayList<>(at(Map.of("symbol", "yuchoSymbol", "number", "yuchoNumber"), yucho.problems(banks)));
            if (!problems.isEmpty()) {
                return problems;
            }
        }
        return at(ACCOUNT_FIELDS, account(answers).problems(banks));
    }

    private static List<Problem> at(Map<String, String> fields, List<Problem> problems) {
        return problems.stream().map(p -> new Problem(fields.getOrDefault(p.path(), p.path()), p.code(), p.messageJa(), p.messageEn(), p.soft()))
                .toList();
    }

    private static BankAccount account(Answers answers) {
        return answers.text("accountKind").equals("yucho") ? yucho(answers).forTransfers(answers.text("accountHolder"))
                : new BankAccount(answers.text("bankCode"), answers.text("branchCode"), AccountType.of(answers.text("accountType")).orElse(null),
                        answers.text("accountNumber"), answers.text("accountHolder"));
    }

    private static YuchoAccount yucho(Answers answers) {
        return YuchoAccount.of(answers.text("yuchoSymbol"), answers.text("yuchoNumber"));
    }

    /** After the deadline no report is taken, even before the timer has lapsed the permission. */
    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(Subsidies.SUBMIT_EVIDENCE) && clock.today().isAfter(subsidies.reportBy(file.number()))) {
            return Verdict.refused("subsidy.deadline", "購入の報告の期限（%s）を過ぎたため、報告を受け付けられません。購入許可は失効します。"
                    .formatted(JapaneseDates.full(subsidies.reportBy(file.number()))));
        }
        return Verdict.ACCEPTED;
    }

    /** What was given to the bank cannot be called back by the case. */
    @Override
    public Verdict mayWithdraw(CaseFile file) {
        return slots.isPaying(file.number()) ? Verdict.refused("subsidy.paying", "振込の手続が始まっているため、取り下げられません。取りやめたいときは、市の担当にご連絡ください。")
                : Verdict.ACCEPTED;
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        switch (taskKey) {
            case Subsidies.SUBMIT_EVIDENCE -> subsidies.reported(file, answers);
            case Subsidies.CORRECT_ACCOUNT -> subsidies.correctAccount(file, account(answers));
            default -> { }
        }
    }

    @Override
    public Optional<Place> placeOnArrival(CaseNumber number) {
        return slots.settle(number).flatMap(standing -> standing.receiptSlot() != null ? Optional.of(slot(standing.receiptSlot()))
                : standing.receiptPlace() != null ? Optional.of(queue(standing.receiptPlace()))
                : standing.rank() == null ? Optional.of(ordering()) : Optional.empty());
    }

    @Override
    public Optional<Place> placeNow(CaseNumber number) {
        return slots.standing(number).flatMap(standing -> switch (standing.state()) {
            case HOLDING -> Optional.of(slot(standing.slot()));
            case WAITING -> Optional.of(standing.place() == null ? ordering() : queue(standing.place()));
            case LEFT -> Optional.empty();
        });
    }

    private static Place slot(int number) {
        return new Place("slot", number, "先着順の枠（%d番）を確保しました。審査の結果を通知するまで、端末を購入しないでください。".formatted(number),
                "You hold slot %d. Do not buy before you receive the letter of permission.".formatted(number));
    }

    private static Place queue(int place) {
        return new Place("queue", place, "枠はすべて埋まっています。お待ちの順番は%d番目です。枠が空いたときは、順番に通知します。".formatted(place),
                "All slots are taken. You are number %d in the queue; we write to you when it is your turn.".formatted(place));
    }

    private static Place ordering() {
        return new Place("ordering", 0, "申出を受け付けました。到着の順番を確定しているところです。しばらくしてから、このページを開き直してください。",
                "Your intention has arrived. The order of arrival is being settled; open this page again in a moment.");
    }

    @Override
    public String title(Answers answers) {
        return shop(answers).map(Merchant::shopName).orElse(answers.text("merchantNumber"));
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("merchantNumber"), shop(answers).map(Merchant::shopKana).orElse(""), answers.text("contactName"),
                answers.text("contactPhone"));
    }

    @Override
    public String addressee(Answers answers) {
        return shop(answers).map(shop -> (shop.shopName() + "　" + shop.ownerName()).strip()).orElse(title(answers));
    }

    @Override
    public String mailAddress(Answers answers) {
        return shop(answers).map(Merchant::email).orElse(null);
    }

    private Optional<Merchant> shop(Answers answers) {
        try {
            return Optional.of(merchants.get(answers.text("merchantNumber").strip()));
        } catch (NotFoundException unknown) {
            return Optional.empty();
        }
    }
}
