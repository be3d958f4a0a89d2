package jp.madoguchi.casefile;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Verdict;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.workflow.DueDates;

/** What a procedure's room knows of its cases. One implementation a procedure; asked inside the filing transaction. */
public interface CaseKind {

    /** A section of a government. */
    record Office(String government, String section) {}

    /** The procedure's id. */
    String procedure();

    /**
     * What the form itself cannot judge, such as a bank that does not exist: shown at the field, on every step and when
     * filing. A soft problem does not block.
     */
    default List<Problem> problems(Programme programme, Call call, Answers answers) {
        return List.of();
    }

    /** May this be filed now? Registrations and duplicates are refused here, before the case exists. */
    default Verdict mayFile(Programme programme, Call call, Answers answers, String party) {
        return Verdict.ACCEPTED;
    }

    /** Whose case it becomes, where that is not the programme's own section, such as a host city's; empty: the programme's. */
    default Optional<Office> office(Programme programme, Call call, Answers answers) {
        return Optional.empty();
    }

    /** The account a case of the office's own is about, such as the merchant somebody reports; null when there is none. */
    default String concerns(Programme programme, Answers answers) {
        return null;
    }

    /** Takes what a filing takes, such as a place in the order of arrival: in its transaction, before the procedure starts. */
    default void filed(CaseFile file, Answers answers) {}

    /** What the form of a task cannot judge about its answers, such as a receipt dated before the permission. */
    default List<Problem> problems(CaseFile file, String taskKey, Answers answers) {
        return List.of();
    }

    /** The form a task is worked on, where it depends on the case and not only on the model. */
    default Optional<String> form(CaseFile file, String taskKey) {
        return Optional.empty();
    }

    /** What a task's form starts with when it comes up first, such as figures the system has; empty: the model's way. */
    default Optional<Answers> start(CaseFile file, String taskKey) {
        return Optional.empty();
    }

    /** Whose task it is, where it depends on the case and not only on the model. */
    default Optional<Role> role(CaseFile file, String taskKey) {
        return Optional.empty();
    }

    /** When a task is due where that follows from the case and not from {@code due.dmn}. */
    default Optional<DueDates> dueDates(CaseFile file, String taskKey) {
        return Optional.empty();
    }

    /** Whether a decision settles the case, or is one on its way, such as that a draw is announced. */
    default boolean settles(CaseFile file, String outcome) {
        return true;
    }

    /** Pages of the room's own that show more of the case to its officers. */
    default List<CasePage> pages(CaseFile file) {
        return List.of();
    }

    /** May the case be withdrawn now? */
    default Verdict mayWithdraw(CaseFile file) {
        return Verdict.ACCEPTED;
    }

    /** May a task be concluded so, now? Deadlines are compared here: a timer may be a minute late. */
    default Verdict mayConclude(CaseFile file, String taskKey, String outcome, Answers answers) {
        return Verdict.ACCEPTED;
    }

    /** Takes what a conclusion takes, such as the one use of a receipt: in its transaction, before the procedure goes on. */
    default void concluded(CaseFile file, String taskKey, String outcome, Answers answers) {}

    /**
     * Where the case stood when its arrival was put in order; never changes, so that a receipt asked for again says the
     * same. Asked outside any transaction, and may wait a moment.
     */
    default Optional<Place> placeOnArrival(CaseNumber number) {
        return Optional.empty();
    }

    /** Where the case stands now. */
    default Optional<Place> placeNow(CaseNumber number) {
        return Optional.empty();
    }

    /** How lists call the case: usually the applicant's name. */
    String title(Answers answers);

    /** Further texts it can be found by: kana, numbers, phone. */
    List<String> searchTexts(Answers answers);

    /** The applicant's name as letters address it. */
    default String addressee(Answers answers) {
        return title(answers);
    }

    /** Where mail for the applicant goes when the case has no account (postal), or null. */
    default String mailAddress(Answers answers) {
        return null;
    }

    /** As {@link #addressee(Answers)}, where that follows from the case and not from its answers, such as the programme's contractor. */
    default String addressee(CaseFile file, Answers answers) {
        return addressee(answers);
    }

    /** As {@link #mailAddress(Answers)}, where that follows from the case. */
    default String mailAddress(CaseFile file, Answers answers) {
        return mailAddress(answers);
    }
}
