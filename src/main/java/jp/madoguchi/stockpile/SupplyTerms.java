package jp.madoguchi.stockpile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.programme.Programme;

/**
 * Within how many hours a contractor answers a supply instruction: S2-35 says "promptly", so the hours are the programme's.
 *
 * @param answerWithin from the decision on
 * @param managerAfter how many more pass before the prefecture's manager hears that there was no answer
 */
record SupplyTerms(int answerWithin, int managerAfter, Hours hours) {

    /** CLOCK counts day and night, holidays too (S2-46: always reachable); SERVICE counts while the office is open. */
    enum Hours { CLOCK, SERVICE }

    private static final LocalTime OPENS = LocalTime.of(8, 30);
    private static final LocalTime CLOSES = LocalTime.of(17, 15);

    /** @throws IllegalStateException when the file leaves one out */
    static SupplyTerms of(Programme programme) {
        if (programme.parameters().get("supply-instruction") instanceof Map<?, ?> terms && terms.get("answer-within-hours") instanceof Number answer
                && terms.get("manager-told-after-hours") instanceof Number manager && terms.get("hours") instanceof String hours) {
            return new SupplyTerms(answer.intValue(), manager.intValue(), switch (hours) {
                case "clock" -> Hours.CLOCK;
                case "service" -> Hours.SERVICE;
                default -> throw new IllegalStateException(programme.code() + ": parameters.supply-instruction.hours is clock or service, not " + hours);
            });
        }
        throw new IllegalStateException(programme.code() + ": parameters.supply-instruction needs answer-within-hours, manager-told-after-hours and hours");
    }

    Instant answerBy(Instant decided, GovernmentCode government, BusinessCalendars calendars) {
        return after(decided, answerWithin, government, calendars);
    }

    Instant managerTold(Instant answerBy, GovernmentCode government, BusinessCalendars calendars) {
        return after(answerBy, managerAfter, government, calendars);
    }

    private Instant after(Instant from, int count, GovernmentCode government, BusinessCalendars calendars) {
        if (hours == Hours.CLOCK) {
            return from.plus(Duration.ofHours(count));
        }
        LocalDateTime at = LocalDateTime.ofInstant(from, BusinessClock.JST);
        Duration left = Duration.ofHours(count);
        while (true) {
            boolean open = calendars.isBusinessDay(government, at.toLocalDate()) && at.toLocalTime().isBefore(CLOSES);
            LocalDateTime start = at.toLocalTime().isBefore(OPENS) ? at.with(OPENS) : at;
            Duration today = open ? Duration.between(start, at.with(CLOSES)) : Duration.ZERO;
            if (open && left.compareTo(today) <= 0) {
                return start.plus(left).atZone(BusinessClock.JST).toInstant();
            }
            left = left.minus(today);
            at = at.toLocalDate().plusDays(1).atTime(OPENS);
        }
    }
}
