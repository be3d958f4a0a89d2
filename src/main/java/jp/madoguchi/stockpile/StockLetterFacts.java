package jp.madoguchi.stockpile;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.casefile.StoredDocument;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.letters.LetterFacts;
import org.springframework.stereotype.Component;

/** What the letters to the contractor say beside their fixed words (S2-04, S2-26, S2-35, S2-48, S2-51). */
@Component
class StockLetterFacts implements LetterFacts {

    /** On a preview, which is asked before what it tells is decided. */
    private static final String LATER = "（決定後に記載）";

    private final Supplies supplies;
    private final Products products;
    private final Subcontracts subcontracts;
    private final LotWatch watch;
    private final Cases cases;
    private final Documents documents;

    StockLetterFacts(Supplies supplies, Products products, Subcontracts subcontracts, LotWatch watch, Cases cases, Documents documents) {
        this.supplies = supplies;
        this.products = products;
        this.subcontracts = subcontracts;
        this.watch = watch;
        this.cases = cases;
        this.documents = documents;
    }

    @Override
    public boolean answers(String kind) {
        return kind.startsWith("stock-");
    }

    @Override
    public Map<String, String> facts(CaseNumber number, String kind) {
        Map<String, String> facts = new LinkedHashMap<>();
        CaseFile file = cases.get(number);
        Answers filed = cases.submission(number).answers();
        switch (kind) {
            case "stock-supply-instruction", "stock-supply-cancelled" -> aboutSupply(file, kind, facts);
            case "stock-contract-instruction", "stock-contract-instruction-cancelled" -> aboutWork(number, kind, facts);
            case "stock-rotation-method" -> {
                Answers plan = watch.plan(number);
                facts.put("対象のロット", filed.text("item") + "　" + filed.text("product") + "（" + filed.text("maker") + "）　ロット番号 " + filed.text("lotNumber"));
                facts.put("入替えの方法", plan.text("otherWay"));
                facts.put("使い切る日", JapaneseDates.full(plan.date("finishedBy").orElseThrow()) + "まで");
            }
            case "stock-item-change", "stock-item-change-refused" -> {
                ItemChange change = ItemChange.of(filed);
                facts.put("品目", StockTerms.of(cases.programme(file)).item(change.item()).name());
                facts.put("いまの製品", change.oldProduct() + "（" + change.oldMaker() + "）");
                facts.put("新しい製品", change.product() + "（" + change.maker() + "）");
                if (kind.equals("stock-item-change")) {
                    facts.put("適用日", products.effectiveFrom(number).map(JapaneseDates::full).orElse(LATER));
                }
            }
            default -> {
                facts.put("相手方", filed.text("subcontractor") + "（" + filed.text("address") + "）");
                facts.put("業務", SubcontractRequests.parts(filed));
                if (kind.equals("stock-subcontract")) {
                    facts.put("期間", subcontracts.find(number).map(one -> JapaneseDates.full(one.from()) + "から" + JapaneseDates.full(one.to()) + "まで").orElse(LATER));
                }
            }
        }
        return facts;
    }

    private void aboutWork(CaseNumber number, String kind, Map<String, String> facts) {
        Answers instruction = Drafted.of(cases, number, ContractInstructions.REVIEW);
        facts.put("件名", instruction.text("subject"));
        facts.put("指示の内容", instruction.text("content"));
        if (kind.equals("stock-contract-instruction")) {
            facts.put("報告の期限", JapaneseDates.full(instruction.date("answerBy").orElseThrow()));
            String papers = instruction.texts("papers").stream().map(documents::find).flatMap(Optional::stream).map(StoredDocument::name)
                    .collect(Collectors.joining("、"));
            facts.put("添付資料", papers.isEmpty() ? "なし" : papers + "（案件の画面で開けます。）");
        }
    }

    private void aboutSupply(CaseFile file, String kind, Map<String, String> facts) {
        Instruction instruction = supplies.instruction(file.number());
        StockTerms terms = StockTerms.of(cases.programme(file));
        if (kind.equals("stock-supply-instruction")) {
            facts.put("指示の理由", instruction.reason());
        }
        facts.put("供給の期間", JapaneseDates.full(instruction.from()) + "から" + JapaneseDates.full(instruction.to()) + "まで");
        facts.put("届け先と数量", instruction.lines().stream().map(line -> (instruction.toWarehouse() ? terms.designated().name()
                : line.institution() + "（" + line.address() + "）") + "：" + terms.goods(line.order()) + " " + line.order().quantity()).collect(Collectors.joining("\n")));
        if (kind.equals("stock-supply-instruction")) {
            facts.put("回答の期限", supplies.answerBy(file.number()).map(StockLetterFacts::moment).orElse(LATER));
        }
    }

    private static String moment(Instant moment) {
        return JapaneseDates.dateTime(LocalDateTime.ofInstant(moment, BusinessClock.JST));
    }

    /** The decider's; why an instruction was taken back, whoever did it. */
    @Override
    public List<String> reasons(CaseNumber number, String kind) {
        Optional<String> reason = kind.endsWith("-cancelled") ? withdrawal(number).or(() -> comment(number, SupplyInstructions.SETTLE))
                : comment(number, SupplyInstructions.DECIDE);
        return reason.stream().toList();
    }

    private Optional<String> withdrawal(CaseNumber number) {
        return cases.timeline(number).stream().filter(entry -> entry.kind().equals("case.withdrawn")).reduce((earlier, later) -> later)
                .map(entry -> entry.facts().getOrDefault("reason", ""));
    }

    private Optional<String> comment(CaseNumber number, String task) {
        return cases.lastRecord(number, task).map(TaskRecord::comment).filter(comment -> !comment.isBlank());
    }

    @Override
    public List<String> conditions(CaseNumber number, String kind) {
        String decision = kind.equals("stock-rotation-method") ? LotWatch.APPROVE : SupplyInstructions.DECIDE;
        return kind.endsWith("-cancelled") ? List.of() : cases.lastRecord(number, decision).filter(record -> record.answers() != null)
                .map(record -> Answers.fromJson(record.answers()).text("conditions")).filter(text -> !text.isBlank()).map(List::of).orElse(List.of());
    }
}
