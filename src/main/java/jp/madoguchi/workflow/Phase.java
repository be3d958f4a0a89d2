package jp.madoguchi.workflow;

/** What an applicant is told about where a case stands; each user task declares its phase. */
public enum Phase {
    RECEIVED("受付"), UNDER_REVIEW("審査中"), AWAITING_APPLICANT("申請者の対応待ち"), AWAITING_DECISION("決裁中"),
    PREPARING("準備・実施中"), REPORTING("報告待ち");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
