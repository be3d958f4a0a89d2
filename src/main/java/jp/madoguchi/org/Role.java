package jp.madoguchi.org;

/** What a person may do, together with the section where the post is held. */
public enum Role {
    APPLICANT("申請者"), CONTRACTOR("受託者"), REVIEWER("審査担当"), DECIDER("決裁者"), MANAGER("管理者"),
    AUDITOR("監査担当"), ADMINISTRATOR("システム管理者");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** Japanese word for pages. */
    public String label() {
        return label;
    }
}
