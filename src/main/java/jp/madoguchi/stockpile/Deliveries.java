package jp.madoguchi.stockpile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.Rules;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of deliveries. The cases ask for this bean, so the room's services come lazily. */
@Component
class Deliveries implements CaseKind {

    static final String PROCEDURE = "ppe-receipt";
    static final String INSPECT = "UserTask_InspectDelivery";
    private static final String TABLE = "stockpile/ppe-inspection";

    private final Cases cases;
    private final StockCases stock;
    private final Obligations obligations;
    private final Products products;
    private final Rules rules;
    private final BusinessClock clock;

    Deliveries(@Lazy Cases cases, @Lazy StockCases stock, @Lazy Obligations obligations, @Lazy Products products, Rules rules, BusinessClock clock) {
        this.cases = cases;
        this.stock = stock;
        this.obligations = obligations;
        this.products = products;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return PROCEDURE;
    }

    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        List<Problem> problems = new ArrayList<>(Goods.problems(programme, answers, clock.today()));
        if (problems.isEmpty() && !answers.text("maker").isBlank() && !answers.text("product").isBlank() && !answers.text("item").isEmpty()) {
            problems.addAll(unapproved(programme, answers));
        }
        if (problems.isEmpty() && !answers.text("replenishes").isBlank() && answers.number("units").isPresent()) {
            problems.addAll(againstTheOrder(answers));
        }
        return problems;
    }

    /** S2-26: another product only with prior approval. */
    private List<Problem> unapproved(Programme programme, Answers delivery) {
        LotSpec lot = Goods.lot(delivery, clock.today());
        return products.isApproved(programme, lot, delivery.date("deliveredOn").orElse(clock.today())) ? List.of()
                : List.of(Goods.problem("product", Products.unapproved(lot), "Not an approved product: ask for a change of the item first."));
    }

    /** S2-09: the same kind and grade, and no more than is open. */
    private List<Problem> againstTheOrder(Answers delivery) {
        List<Obligations.Obligation> owed = CaseNumber.isWellFormed(delivery.text("replenishes").strip())
                ? obligations.of(new CaseNumber(delivery.text("replenishes").strip())) : List.of();
        if (owed.isEmpty()) {
            return List.of(Goods.problem("replenishes", "補充を待つ払出しではありません。受付番号を確かめてください。", "No such order waits to be replenished."));
        }
        LotSpec lot = Goods.lot(delivery, clock.today());
        if (owed.stream().noneMatch(line -> line.takes(lot))) {
            return List.of(Goods.problem("item", "払い出した物品と、品目、種別またはサイズが違います。補充は同じものに限ります。", "Not the kind that was issued."));
        }
        long open = owed.stream().filter(line -> line.takes(lot)).mapToLong(Obligations.Obligation::open).sum();
        return Goods.quantity(delivery).pieces() <= open ? List.of() : List.of(Goods.problem("units",
                "補充の残りは%sです。多い分は、別の納品として登録してください。".formatted(Quantity.pieces(open)), "More than is to be replenished."));
    }

    /** Each item and kind has an annex of its own. */
    @Override
    public Optional<String> form(CaseFile file, String taskKey) {
        Answers delivery = cases.submission(file.number()).answers();
        String kind = delivery.text("kind");
        return taskKey.equals(INSPECT) ? Optional.of("stockpile/inspection-" + delivery.text("item") + (kind.isEmpty() ? "" : "-" + kind)) : Optional.empty();
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (!outcome.equals("accept")) {
            return Verdict.ACCEPTED;
        }
        List<String> unmet = unmet(cases.submission(file.number()).answers(), answers);
        return unmet.isEmpty() ? Verdict.ACCEPTED : Verdict.refused("stock.specification",
                "仕様を満たしていないため、受け入れられません。%s。「受け入れない」として理由を記録してください。".formatted(String.join("。", unmet)));
    }

    private List<String> unmet(Answers delivery, Answers inspection) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("item", delivery.text("item"));
        facts.put("kind", delivery.text("kind"));
        facts.put("standard", inspection.text("standard"));
        List.of("lengthCm", "widthMm", "heightMm").forEach(measure -> facts.put(measure, inspection.number(measure).orElse(null)));
        return rules.matches(TABLE, facts).stream().map(row -> (String) row.get("reason")).toList();
    }

    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (outcome.equals("accept")) {
            stock.takeIntoStock(file.number());
        }
    }

    @Override
    public String title(Answers answers) {
        return "納品書 " + answers.text("noteNumber").strip();
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("noteNumber"), answers.text("lotNumber"), answers.text("maker"), answers.text("product"), answers.text("replenishes"));
    }
}
