package jp.madoguchi.merchant;

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
import jp.madoguchi.merchant.domain.Merchant;
import org.springframework.stereotype.Component;

/** What the merchant procedures' letters say beside their fixed words (S3-39, S3-54). */
@Component
class MerchantLetterFacts implements LetterFacts {

    /** On a preview, which is asked before what it tells is decided. */
    private static final String LATER = "（決定後に記載）";

    private final Merchants merchants;
    private final Screenings screenings;
    private final Cases cases;

    MerchantLetterFacts(Merchants merchants, Screenings screenings, Cases cases) {
        this.merchants = merchants;
        this.screenings = screenings;
        this.cases = cases;
    }

    @Override
    public boolean answers(String kind) {
        return kind.startsWith("merchant-");
    }

    @Override
    public Map<String, String> facts(CaseNumber number, String kind) {
        Map<String, String> facts = new LinkedHashMap<>();
        Answers filed = cases.submission(number).answers();
        switch (kind) {
            case "merchant-registration" -> {
                facts.put("決定区分", "登録");
                facts.put("登録番号", merchants.ofCase(number).map(Merchant::number).orElse(LATER));
                facts.put("店舗", filed.text("shopName") + "（" + filed.text("shopAddress") + "）");
                if (filed.text("wishesCardSales").equals("yes")) {
                    facts.put("カードの販売", merchants.maySellCards(number) ? "カード販売店として登録" : "カード販売店とはしない" + cardSalesReason(number));
                }
            }
            case "merchant-refusal" -> {
                facts.put("決定区分", "不登録");
                facts.put("店舗", filed.text("shopName") + "（" + filed.text("shopAddress") + "）");
            }
            case "merchant-change-accepted", "merchant-change-refused" -> {
                facts.put("登録番号", filed.text("merchantNumber"));
                facts.put("届出の内容", filed.text("changeKind").equals("leave") ? "脱退" : "登録内容の変更");
                filed.date("changeFrom").ifPresent(day -> facts.put(filed.text("changeKind").equals("leave") ? "最終日" : "変更の日", JapaneseDates.full(day)));
            }
            default -> aboutViolation(number, kind, filed, facts);
        }
        return facts;
    }

    private void aboutViolation(CaseNumber number, String kind, Answers filed, Map<String, String> facts) {
        Answers found = merchants.answers(number, "UserTask_Investigate");
        facts.put("登録番号", filed.text("merchantNumber"));
        switch (kind) {
            case "merchant-guidance" -> {
                facts.put("確認した事実", or(found.text("establishedFacts"), LATER));
                facts.put("該当する規約の条項", or(found.text("basis"), LATER));
                facts.put("是正を求める内容", or(found.text("instruction"), "確認した事実を是正し、加盟店規約を守ること。"));
            }
            case "merchant-hearing" -> {
                facts.put("予定している措置", "加盟店の登録の取消し");
                facts.put("根拠となる規約の条項", or(found.text("basis"), LATER));
                facts.put("原因となる事実", or(found.text("establishedFacts"), LATER) + unimproved(number));
                facts.put("弁明書の提出先", cases.programme(cases.get(number)).contact().section());
                facts.put("弁明書の提出期限", merchants.explanationDue(number).map(JapaneseDates::full).orElse(LATER));
            }
            case "merchant-cancellation" -> {
                facts.put("取消しの日", Optional.ofNullable(merchants.reported(number).leftOn()).map(JapaneseDates::full).orElse(LATER));
                facts.put("該当する規約の条項", or(found.text("basis"), LATER));
            }
            default -> facts.put("決定区分", "登録の継続");
        }
    }

    /** What was found when the improvement was to be confirmed. */
    private String unimproved(CaseNumber number) {
        return cases.lastRecord(number, "UserTask_ConfirmImprovement").filter(record -> record.outcome().equals("unimproved"))
                .map(record -> "\nその後の指導によっても是正されていないこと（" + Answers.fromJson(record.answers()).text("improvementFacts") + "）。").orElse("");
    }

    private String cardSalesReason(CaseNumber number) {
        return cases.lastRecord(number, "UserTask_ScreenCardSales").map(TaskRecord::comment).filter(comment -> !comment.isBlank())
                .map(comment -> "（理由：" + comment + "）").orElse("");
    }

    /** The table's own words for what is not met, then the decider's; a cancellation begins with the facts. */
    @Override
    public List<String> reasons(CaseNumber number, String kind) {
        List<String> reasons = new ArrayList<>(kind.equals("merchant-refusal") ? screenings.unmetRequirements(number) : List.of());
        if (kind.equals("merchant-cancellation")) {
            String facts = merchants.answers(number, "UserTask_Investigate").text("establishedFacts");
            if (!facts.isBlank()) {
                reasons.add(facts);
            }
        }
        decision(number).map(TaskRecord::comment).filter(comment -> !comment.isBlank()).ifPresent(reasons::add);
        return reasons;
    }

    @Override
    public List<String> conditions(CaseNumber number, String kind) {
        return kind.equals("merchant-guidance") || kind.equals("merchant-hearing") ? List.of()
                : decision(number).filter(record -> record.answers() != null)
                        .map(record -> Answers.fromJson(record.answers()).text("conditions")).filter(text -> !text.isBlank())
                        .map(List::of).orElse(List.of());
    }

    private Optional<TaskRecord> decision(CaseNumber number) {
        return cases.lastRecord(number, "UserTask_Decide");
    }

    private static String or(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }
}
