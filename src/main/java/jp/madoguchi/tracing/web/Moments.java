package jp.madoguchi.tracing.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.GovernmentCode;
import org.springframework.stereotype.Component;

/** Moments and spans of time as the auditor reads them. */
@Component
class Moments {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final BusinessCalendars calendars;

    Moments(BusinessCalendars calendars) {
        this.calendars = calendars;
    }

    /** {@code text} with seconds for people, {@code machine} for the attribute. Empty texts for null. */
    Map<String, String> moment(Instant at) {
        if (at == null) {
            return Map.of("text", "", "machine", "");
        }
        LocalDateTime japan = LocalDateTime.ofInstant(at, BusinessClock.JST);
        return Map.of("text", JapaneseDates.full(japan.toLocalDate()) + " " + TIME.format(japan), "machine", at.toString());
    }

    /** 「3営業日」, within one day 「2時間05分」; "" while it lasts. */
    String span(GovernmentCode government, Instant from, Instant to) {
        if (to == null) {
            return "";
        }
        LocalDate first = LocalDate.ofInstant(from, BusinessClock.JST);
        LocalDate last = LocalDate.ofInstant(to, BusinessClock.JST);
        if (!first.equals(last)) {
            return calendars.businessDaysBetween(government, first, last) + "営業日";
        }
        Duration span = Duration.between(from, to);
        return span.toMinutes() == 0 ? "1分未満"
                : span.toHours() == 0 ? span.toMinutes() + "分" : "%d時間%02d分".formatted(span.toHours(), span.toMinutesPart());
    }
}
