package jp.madoguchi.site.api;

/** A request that is no request of this API, whatever it asks for. */
class BadRequestException extends RuntimeException {

    private final String code;
    private final String pointer;
    private final String detail;
    private final String detailEn;

    /** @param pointer JSON pointer into the body, or null */
    BadRequestException(String code, String pointer, String detail, String detailEn) {
        super(code + ": " + detailEn);
        this.code = code;
        this.pointer = pointer;
        this.detail = detail;
        this.detailEn = detailEn;
    }

    String code() {
        return code;
    }

    String pointer() {
        return pointer;
    }

    String detail() {
        return detail;
    }

    String detailEn() {
        return detailEn;
    }
}
