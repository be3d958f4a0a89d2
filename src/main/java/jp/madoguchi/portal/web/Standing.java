package jp.madoguchi.portal.web;

import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.workflow.Phase;

/** Where a case stands, as lists and pages of applicants name it. */
public enum Standing {
    RECEIVED("new"), UNDER_REVIEW("review"), AWAITING_APPLICANT("waiting"), AWAITING_DECISION("decision"), PREPARING("progress"),
    REPORTING("waiting"),
    GRANTED("approved"), REFUSED("rejected"), WITHDRAWN("withdrawn"), COMPLETED("done");

    private final String tag;

    Standing(String tag) {
        this.tag = tag;
    }

    /** The phase while it runs, the result afterwards. */
    static Standing of(CaseFile file) {
        boolean running = file.status() == CaseStatus.OPEN
                || file.status() == CaseStatus.GRANTED && !file.isClosed() && file.phase() != Phase.AWAITING_DECISION;
        return valueOf(running ? file.phase().name() : file.status().name());
    }

    /** Kind of its status tag. */
    public String tag() {
        return tag;
    }
}
