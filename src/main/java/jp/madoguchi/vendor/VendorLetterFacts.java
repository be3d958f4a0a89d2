package jp.madoguchi.vendor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.TaskRecord;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.letters.LetterFacts;
import jp.madoguchi.vendor.domain.Vendor;
import org.springframework.stereotype.Component;

/** What the vendor procedures' letters say beside their fixed words (S1-44). */
@Component
class VendorLetterFacts implements LetterFacts {

    private final Vendors vendors;
    private final Cases cases;

    VendorLetterFacts(Vendors vendors, Cases cases) {
        this.vendors = vendors;
        this.cases = cases;
    }

    @Override
    public boolean answers(String kind) {
        return kind.startsWith("vendor-");
    }

    @Override
    public Map<String, String> facts(CaseNumber number, String kind) {
        Map<String, String> facts = new LinkedHashMap<>();
        switch (kind) {
            case "vendor-decision" -> {
                facts.put("決定区分", "販売企業に決定");
                // A preview is asked before the register knows the vendor.
                facts.put("登録番号", vendors.ofCase(number).map(Vendor::number).orElse("（決定後に付番）"));
                facts.put("取扱製品", cases.submission(number).answers().text("productName"));
            }
            case "vendor-refusal" -> facts.put("決定区分", "不決定");
            case "vendor-late-refusal" -> facts.put("決定区分", "不受付（募集期限後の申込み）");
            default -> {
                Answers change = cases.submission(number).answers();
                facts.put("登録番号", change.text("vendorNumber"));
                facts.put("届出の内容", change.text("changeKind").equals("cancel") ? "登録の取消し" : "登録内容の変更");
                change.date("changeFrom").ifPresent(day -> facts.put("適用日", JapaneseDates.full(day)));
            }
        }
        return facts;
    }

    /** The table's own words for what is not met, then the decider's. */
    @Override
    public List<String> reasons(CaseNumber number, String kind) {
        List<String> reasons = new ArrayList<>(kind.equals("vendor-refusal") ? vendors.unmetRequirements(number) : List.of());
        decision(number, kind).map(TaskRecord::comment).filter(comment -> !comment.isBlank()).ifPresent(reasons::add);
        return reasons;
    }

    @Override
    public List<String> conditions(CaseNumber number, String kind) {
        return decision(number, kind).filter(record -> record.answers() != null)
                .map(record -> Answers.fromJson(record.answers()).text("conditions")).filter(text -> !text.isBlank())
                .map(List::of).orElse(List.of());
    }

    private Optional<TaskRecord> decision(CaseNumber number, String kind) {
        return cases.lastRecord(number, kind.equals("vendor-late-refusal") ? "UserTask_DecideLate" : "UserTask_Decide");
    }
}
