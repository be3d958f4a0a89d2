package jp.madoguchi.programme;

import java.time.LocalDateTime;
import java.util.List;
import jp.madoguchi.kernel.Actor;

/**
 * 募集: one thing people can apply for.
 *
 * @param procedure   id of the procedure a filing starts; null while {@code planned}
 * @param form        id of the form; null while {@code planned}
 * @param opens       first moment of the window, Japanese time, included; may be null while {@code planned}
 * @param closes      last moment, included, null as {@code opens}
 * @param processing  standard processing period (行政手続法 Art. 6), or null where none is set
 * @param disposition whether the result is a 処分 and its letters must teach appeal (requirements G27)
 * @param decided     how and when it is decided, for applicants
 * @param rolling     随時: decided one by one as they arrive (S1-39), not together after the closing
 * @param planned     described, but not open to anybody yet
 * @param english     the same texts in English, for reference; null where nobody wrote them
 */
public record Call(String code, String name, String nameEn, String summary, String procedure, String form,
                   Audience audience, LocalDateTime opens, LocalDateTime closes, StandardProcessing processing,
                   boolean disposition, List<String> conditions, List<Paper> papers, String decided, boolean rolling,
                   boolean planned, English english) {

    /** The one call that the product adds itself: how duties of the programme become cases. */
    public static final String DUTY = "duty";

    /** Who files: the public, the office with its contractor, the office alone, or nobody: the system does. */
    public enum Audience { APPLICANT, STAFF, OFFICE, SYSTEM }

    /** Whether it is started at a desk, not by the public. */
    public boolean internal() {
        return audience == Audience.STAFF || audience == Audience.OFFICE;
    }

    /** Whether somebody who works on the programme's cases starts it. */
    public boolean isStartedBy(Actor actor) {
        return internal() && actor.isStaff() && (audience == Audience.STAFF || actor.kind() != Actor.Kind.CONTRACTOR);
    }

    /** 標準処理期間. Days of the office's calendar when {@code businessDays}. */
    public record StandardProcessing(int days, boolean businessDays) {}

    /** What the call says, in English; each may be null or empty. */
    public record English(String summary, List<String> conditions, String decided) {}

    /** A paper to hand in. {@code nameEn} may be null. */
    public record Paper(String name, String nameEn, boolean required) {}
}
