package jp.madoguchi.site.demo;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Documents;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Around Aomori's stock: a subcontract consented to, another product under review, a supply instruction that waits for its decision. */
@Component
@ConditionalOnBooleanProperty("madoguchi.demo")
class DemoStockApprovals implements DemoPlay {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";
    private static final LocalTime MORNING = LocalTime.of(10, 15);

    private final DemoStage stage;
    private final Accounts accounts;
    private final Documents documents;
    private final BusinessClock clock;

    DemoStockApprovals(DemoStage stage, Accounts accounts, Documents documents, BusinessClock clock) {
        this.stage = stage;
        this.accounts = accounts;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public List<DemoStep> past() {
        List<DemoStep> steps = new ArrayList<>();
        LocalDate today = clock.today();
        new Course(steps, "subcontract", -24).files("contractor", "subcontract", () -> subcontract(today))
                .concludes(2, "reviewer", "UserTask_ReviewSubcontract", "accept", Map.of("opinion", "一部の業務であり、秘密の確保も契約で定められている。"))
                .concludes(3, "decider", "UserTask_Decide", "granted", Map.of());
        new Course(steps, "item-change", -2).files("contractor", "item-change", () -> change(today));
        Map<String, Object> instruction = instruction(today);
        new Course(steps, "supply-instruction", -1).files("reviewer", "supply-instruction", () -> instruction)
                .concludes(0, "reviewer", "UserTask_ReviewInstruction", "forward", instruction);
        return steps;
    }

    private Map<String, Object> subcontract(LocalDate today) {
        Map<String, Object> request = new HashMap<>(Map.of("subcontractor", "津軽運送株式会社", "address", "青森県弘前市大字城東", "contact", "輸送部長", "scope", "part",
                "parts", List.of("transport"), "work", "医療機関への配送", "grounds", "自社の車両だけでは、県内の全域へ翌日に届けられないため。",
                "from", today.minusDays(20).toString(), "to", today.plusDays(30).toString()));
        request.putAll(Map.of("amount", 1_800_000, "security", "積み降ろしに立ち会い、車両の位置を記録します。", "confidential", true, "noFurther", true,
                "contract", List.of(paper("再委託契約書案.pdf", "Draft contract"))));
        return request;
    }

    private Map<String, Object> change(LocalDate today) {
        Map<String, Object> request = new HashMap<>(Map.of("item", "n95-mask", "oldMaker", "津軽メディカル工業株式会社", "oldProduct", "N95マスク 折りたたみ型",
                "maker", "津軽メディカル工業株式会社", "product", "N95マスク 折りたたみ型II", "ground", "successor", "grounds", "いまの製品の製造が年度末で終わるため。",
                "comparison", "規格（DS2）と形状は同じで、1枚あたりの単価も同じです。", "effectiveFrom", today.plusDays(14).toString()));
        request.putAll(Map.of("channel", true, "specification", true, "evidence", List.of(paper("後継品の案内.pdf", "Successor"))));
        return request;
    }

    private Map<String, Object> instruction(LocalDate today) {
        return Map.of("reason", "県内の複数の病院で新型の感染症の集団感染が続き、防護具が不足しているため。", "from", today.toString(),
                "to", today.plusDays(6).toString(), "destination", "institutions", "lines", List.of(
                        line("青森県立中央病院", "hospital", "青森市東造道二丁目", "surgical-mask", 20_000), line("むつ総合病院", "hospital", "むつ市小川町一丁目", "n95-mask", 400)));
    }

    private static Map<String, Object> line(String institution, String type, String address, String item, int pieces) {
        return Map.of("institution", institution, "institutionType", type, "address", address, "item", item, "pieces", pieces);
    }

    private String paper(String name, String text) {
        return documents.store(actor("contractor"), name, DemoPapers.pdf(text)).id();
    }

    private Actor actor(String who) {
        return accounts.byLogin("aomori-" + who).orElseThrow().asActor();
    }

    /** What happens to one request or instruction. */
    private final class Course {

        private final List<DemoStep> steps;
        private final String name;
        private final LocalDate start;
        private int count;

        Course(List<DemoStep> steps, String name, int day) {
            this.steps = steps;
            this.name = "stock-" + name;
            this.start = clock.today().plusDays(day);
        }

        Course files(String who, String call, Supplier<Map<String, Object>> answers) {
            return step(0, who, none -> stage.files(PROGRAMME, call, name, actor(who), Channel.OFFICE, Answers.of(answers.get())));
        }

        Course concludes(int day, String who, String task, String outcome, Map<String, Object> answers) {
            return step(day, who, number -> stage.concludes(number, actor(who), task, Conclusion.of(outcome, Answers.of(answers), "")));
        }

        private Course step(int day, String who, UnaryOperator<CaseNumber> deed) {
            String scope = who.equals("contractor") ? DataScope.ofContractor(AOMORI, List.of(PROGRAMME)) : AOMORI;
            steps.add(new DemoStep(name + "/" + count, name, start.plusDays(day).atTime(MORNING.plusMinutes(11L * count++)), scope, deed::apply));
            return this;
        }
    }
}
