package jp.madoguchi.workflow;

import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.org.Role;

/** The engine room's question to the room of cases, which implements it. */
public interface CaseRegistry {

    /** @throws jp.madoguchi.kernel.NotFoundException when there is no such case in this data scope */
    CaseFacts facts(CaseNumber number);

    /** Whose task it is where that follows from the case, and not from the model. */
    Optional<Role> role(CaseNumber number, String task);

    /**
     * When a task of the case is due where that follows from the case itself, such as a report's date, and not from
     * {@code due.dmn}.
     */
    Optional<DueDates> dueDates(CaseNumber number, String task);
}
