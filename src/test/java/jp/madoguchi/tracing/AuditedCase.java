package jp.madoguchi.tracing;

import java.util.HashMap;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.support.TestOffice;

/** A case worth auditing: one correction, a refusal with its letter, and the people in it. */
record AuditedCase(CaseNumber number, Actor applicant, Actor reviewer, Actor decider) {

    /** Corrected once, found not eligible, refused, notified: ended. */
    static AuditedCase refused(TestOffice office) {
        AuditedCase audited = corrected(office, "赤城マスク工業株式会社", 98.9);
        office.concludes(audited.reviewer, audited.number, "UserTask_WriteOpinion", "refuse", office.opinion(), "性能要件を満たさない。");
        office.concludes(audited.decider, audited.number, "UserTask_Decide", "refused", Map.of(), "応募要件（PFE 99.0%以上）を満たさないため。");
        office.runsDueJobs(audited.number);
        return audited;
    }

    /** Corrected once and waiting for the hearing. */
    static AuditedCase running(TestOffice office) {
        return corrected(office, "榛名ヘルスケア株式会社", 99.5);
    }

    private static AuditedCase corrected(TestOffice office, String company, double pfe) {
        Actor applicant = office.applicant(company);
        Actor reviewer = office.reviewer("佐藤　真由美");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, company).with("pfe", pfe));
        office.asksForCorrection(reviewer, number, "UserTask_CheckCompleteness", Map.of("productName", "正式な商品名を書いてください。"));
        Map<String, Object> changed = new HashMap<>(office.eligibleApplication(applicant, company).asMap());
        changed.put("productName", "上毛マスク改");
        office.concludes(applicant, number, "UserTask_AnswerCorrection", "answered", changed, "");
        office.concludes(reviewer, number, "UserTask_CheckCompleteness", "complete");
        return new AuditedCase(number, applicant, reviewer, office.decider("鈴木　一郎"));
    }
}
