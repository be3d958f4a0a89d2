package jp.madoguchi.workflow;

import jp.madoguchi.kernel.CaseNumber;

/** The engine room's question to the room of cases, which implements it. */
public interface CaseRegistry {

    /** @throws jp.madoguchi.kernel.NotFoundException when there is no such case in this data scope */
    CaseFacts facts(CaseNumber number);
}
