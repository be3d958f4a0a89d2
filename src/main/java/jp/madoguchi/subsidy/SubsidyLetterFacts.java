package jp.madoguchi.subsidy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jp.madoguchi.banking.BankAccount;
import jp.madoguchi.banking.BankDirectory;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Yen;
import jp.madoguchi.letters.LetterFacts;
import org.springframework.stereotype.Component;

/** What the device subsidy's letters say beside their fixed words (S3-63, S1-44). */
@Component
class SubsidyLetterFacts implements LetterFacts {

    /** Stands on a preview for what is not known before the decision. */
    private static final String LATER = "（決定後に記載）";

    private final Subsidies subsidies;
    private final Slots slots;
    private final Cases cases;
    private final BankDirectory banks;

    SubsidyLetterFacts(Subsidies subsidies, Slots slots, Cases cases, BankDirectory banks) {
        this.subsidies = subsidies;
        this.slots = slots;
        this.cases = cases;
        this.banks = banks;
    }

    @Override
    public boolean answers(String kind) {
        return kind.startsWith("subsidy-");
    }

    @Override
    public Map<String, String> facts(CaseNumber number, String kind) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("受付番号", number.value());
        facts.put("加盟店", subsidies.merchant(number).shopName() + "（" + subsidies.merchant(number).number() + "）");
        switch (kind) {
            case "subsidy-slot-offered" -> facts.put("枠の番号",
                    slots.standing(number).map(Slots.Standing::slot).map(slot -> slot + "番").orElse(LATER));
            case "subsidy-permission" -> {
                facts.put("補助の上限額", new Yen(subsidies.maximum(number)).toString());
                facts.put("購入・報告の期限", subsidies.permission(number).map(p -> JapaneseDates.fullWithWeekday(p.purchaseBy())).orElse(LATER));
            }
            case "subsidy-lapse" -> {
                facts.put("購入許可の日", subsidies.permission(number).map(p -> JapaneseDates.full(p.permittedOn())).orElse(LATER));
                facts.put("購入・報告の期限", subsidies.permission(number).map(p -> JapaneseDates.full(p.purchaseBy())).orElse(LATER));
            }
            case "subsidy-amount" -> {
                facts.put("補助の額", subsidies.purchase(number).map(Subsidies.Purchase::amount).map(yen -> new Yen(yen).toString()).orElse(LATER));
                facts.put("端末の価格", subsidies.purchase(number).map(p -> new Yen(p.price()) + "（" + p.device() + "）").orElse(LATER));
                facts.put("補助の上限額", new Yen(subsidies.maximum(number)).toString());
                facts.put("振込先", subsidies.account(number).map(this::shown).orElse("登録された口座"));
            }
            default -> facts.put("決定区分", "不許可");
        }
        return facts;
    }

    /** The bank and the end of the number: enough for its owner to recognise it (requirements §2.14). */
    private String shown(BankAccount account) {
        return "%s %s %s 末尾%s".formatted(banks.bank(account.bank()).map(bank -> bank.name()).orElse(account.bank()),
                banks.branch(account.bank(), account.branch()).map(branch -> branch.name()).orElse(account.branch()),
                account.type().wording(), account.number().substring(Math.max(0, account.number().length() - 3)));
    }

    /** The table's own words for what is not met, then those of whoever refused. */
    @Override
    public List<String> reasons(CaseNumber number, String kind) {
        if (!kind.equals("subsidy-refusal")) {
            return List.of();
        }
        List<String> reasons = new ArrayList<>(subsidies.unmetRequirements(number));
        Stream.of("UserTask_DecideException", "UserTask_Decide").flatMap(task -> cases.lastRecord(number, task).stream())
                .filter(record -> record.outcome().equals("refuse") || record.outcome().equals("refused"))
                .map(TaskRecord::comment).filter(comment -> !comment.isBlank()).forEach(reasons::add);
        return reasons;
    }

    @Override
    public List<String> conditions(CaseNumber number, String kind) {
        return cases.lastRecord(number, "UserTask_Decide").filter(record -> kind.equals("subsidy-permission") && record.answers() != null)
                .map(record -> Answers.fromJson(record.answers()).text("conditions")).filter(text -> !text.isBlank())
                .map(List::of).orElse(List.of());
    }
}
