package jp.madoguchi.casefile;

/** How an application came in. */
public enum Channel {
    WEB("オンライン"), POSTAL("郵送・窓口"), OFFICE("庁内");

    private final String label;

    Channel(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
