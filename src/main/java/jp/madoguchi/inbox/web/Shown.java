package jp.madoguchi.inbox.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;

/** How these pages write moments and states. */
final class Shown {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm");
    /** Business days before its due day from which a task is pressing. */
    private static final int SOON = 3;

    private Shown() {}

    static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, BusinessClock.JST);
    }

    /** R6.12.20 17:05. */
    static String moment(Instant moment) {
        LocalDateTime jst = LocalDateTime.ofInstant(moment, BusinessClock.JST);
        return JapaneseDates.compact(jst.toLocalDate()) + " " + TIME.format(jst);
    }

    static String machine(Instant moment) {
        return moment.atZone(BusinessClock.JST).toOffsetDateTime().withNano(0).toString();
    }

    /** What is left of a task's time. @param businessDays from today to the due day, negative when it has passed */
    static Map<String, Object> left(int businessDays, boolean overdue) {
        if (overdue) {
            return tag("overdue", businessDays == 0 ? "期限超過" : -businessDays + "営業日超過");
        }
        String text = businessDays == 0 ? "本日まで" : "あと" + businessDays + "営業日";
        return tag(businessDays <= SOON ? "due-soon" : "neutral", text);
    }

    /** Where a case stands, with the kind of its tag. */
    static Map<String, Object> standing(CaseFile file) {
        String kind = switch (file.status()) {
            case REFUSED -> "rejected";
            case WITHDRAWN -> "withdrawn";
            case COMPLETED -> "done";
            case OPEN, GRANTED -> switch (file.phase()) {
                case RECEIVED -> "new";
                case UNDER_REVIEW -> "review";
                case AWAITING_APPLICANT, REPORTING -> "waiting";
                case AWAITING_DECISION -> file.decision() == null ? "decision" : "approved";
                case PREPARING -> "progress";
            };
        };
        return tag(kind, file.standing());
    }

    static Map<String, Object> tag(String kind, String text) {
        return Map.of("kind", kind, "text", text);
    }
}
