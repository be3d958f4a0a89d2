package jp.madoguchi.stockpile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.workflow.Rules;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the room knows of requests to subcontract (S2-50, S2-51). The cases ask for this bean, so the room's services come lazily. */
@Component
class SubcontractRequests extends ContractorCase {

    private static final String TABLE = "stockpile/ppe-subcontract";
    /** As the form offers them. */
    private static final Map<String, String> PARTS = Map.of("procurement", "調達", "storage", "保管", "transport", "配送", "inspection", "検品",
            "ledger", "数量・期限の管理");

    private final Cases cases;
    private final Subcontracts subcontracts;
    private final Programmes programmes;
    private final Rules rules;
    private final BusinessClock clock;

    SubcontractRequests(@Lazy Cases cases, @Lazy Subcontracts subcontracts, @Lazy Contractors contractors, Programmes programmes, Rules rules, BusinessClock clock) {
        super(contractors);
        this.cases = cases;
        this.subcontracts = subcontracts;
        this.programmes = programmes;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public String procedure() {
        return "subcontract-consent";
    }

    /** The whole is refused where it is asked for, in the table's words (S2-50): nothing is left for anybody to decide. */
    @Override
    public List<Problem> problems(Programme programme, Call call, Answers answers) {
        List<Problem> problems = new ArrayList<>();
        rules.matches(TABLE, Map.of("scope", answers.text("scope"), "partsLeft", PARTS.size() - answers.texts("parts").size())).forEach(row ->
                problems.add(Goods.problem((String) row.get("field"), (String) row.get("reason"), "The whole of the work may not be subcontracted (specification 7(6)).")));
        Optional<LocalDate> to = answers.date("to");
        answers.date("from").filter(from -> to.isPresent() && to.get().isBefore(from)).ifPresent(from ->
                problems.add(Goods.problem("to", "末日が初日より前です。", "The last day comes before the first.")));
        answers.date("from").filter(from -> !from.isAfter(clock.today())).ifPresent(from ->
                problems.add(Goods.problem("from", "承諾はあらかじめ受けます。明日以降の日を入力してください。", "Consent comes first: from tomorrow on.")));
        to.filter(day -> day.isAfter(programme.to())).ifPresent(day -> problems.add(Goods.problem("to",
                "契約期間（%sまで）を超えています。".formatted(JapaneseDates.full(programme.to())), "Beyond the contract, which ends on %s.".formatted(programme.to()))));
        return problems;
    }

    @Override
    public Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (!taskKey.equals(SupplyInstructions.DECIDE) || !outcome.equals("granted")) {
            return Verdict.ACCEPTED;
        }
        LocalDate to = cases.submission(file.number()).answers().date("to").orElseThrow();
        return to.isBefore(clock.today()) ? Verdict.refused("stock.passed", "再委託の期間（%sまで）が過ぎています。差し戻して、期間を改めてください。"
                .formatted(JapaneseDates.full(to))) : Verdict.ACCEPTED;
    }

    /** In force from the day asked for, or from the consent when that comes later. */
    @Override
    public void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {
        if (taskKey.equals(SupplyInstructions.DECIDE) && outcome.equals("granted")) {
            Answers request = cases.submission(file.number()).answers();
            LocalDate wanted = request.date("from").orElseThrow();
            LocalDate today = clock.today();
            subcontracts.enter(programmes.get(file.programme()), new Subcontracts.Subcontract(file.number(), request.text("subcontractor").strip(),
                    request.text("address").strip(), parts(request), wanted.isBefore(today) ? today : wanted, request.date("to").orElseThrow(),
                    request.number("amount").orElseThrow().longValueExact(), today));
        }
    }

    /** 保管、配送. */
    static String parts(Answers request) {
        return request.texts("parts").stream().map(part -> PARTS.getOrDefault(part, part)).collect(Collectors.joining("、"));
    }

    /** Lists of other sections tell no warehouse's name of it (S2-32). */
    @Override
    public String title(Answers answers) {
        return "再委託の申請" + answers.date("from").map(from -> "（" + JapaneseDates.full(from) + "から）").orElse("");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("subcontractor"), answers.text("address"));
    }
}
