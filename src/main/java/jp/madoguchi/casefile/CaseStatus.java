package jp.madoguchi.casefile;

/** Where a case stands as a whole. */
public enum CaseStatus {
    OPEN("手続中"), GRANTED("決定"), REFUSED("不決定"), WITHDRAWN("取下げ"), COMPLETED("完了");

    private final String label;

    CaseStatus(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
