package jp.madoguchi.programme;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves a programme of the past to the present, by whole weeks so that every date keeps its weekday. */
final class DemoShift {

    private DemoShift() {}

    /** The weeks that bring today nearest to the middle of the programme. */
    static int weeks(Programme programme, LocalDate today) {
        return (int) Math.round(ChronoUnit.DAYS.between(middle(programme.from(), programme.to()), today) / 7.0);
    }

    private static LocalDate middle(LocalDate from, LocalDate to) {
        return from.plusDays(ChronoUnit.DAYS.between(from, to) / 2);
    }

    /** The programme with all its dates moved, those in its parameters too. Dates written in a text stay. */
    static Programme apply(Programme p, int weeks, String hash) {
        return new Programme(p.code(), hash, p.name(), p.nameEn(), p.government(), p.section(), p.sectionPath(), p.casePrefix(),
                p.legalBasis(), p.purpose(), p.purposeEn(), moved(p.from(), weeks), moved(p.to(), weeks), p.contact(), p.letter(),
                p.calls().stream().map(call -> moved(call, weeks)).toList(), moved(p.parameters(), weeks),
                p.targets().stream().map(target -> moved(target, weeks)).toList(), p.duties().stream().map(duty -> moved(duty, weeks)).toList());
    }

    private static Call moved(Call c, int weeks) {
        return new Call(c.code(), c.name(), c.nameEn(), c.summary(), c.procedure(), c.form(), c.audience(),
                moved(c.opens(), weeks), moved(c.closes(), weeks), c.processing(), c.disposition(), c.conditions(),
                c.papers(), c.decided(), c.rolling(), c.planned(), c.english());
    }

    private static Programme.Target moved(Programme.Target t, int weeks) {
        return new Programme.Target(t.measure(), t.label(), t.atLeast(), t.atMost(), t.unit(), moved(t.from(), weeks),
                moved(t.to(), weeks), t.source());
    }

    private static Duty moved(Duty d, int weeks) {
        return new Duty(d.code(), d.name(), d.nameEn(), d.form(), d.every(), d.after(), moved(d.from(), weeks), moved(d.to(), weeks), d.due(),
                d.opensBefore(), d.review(), d.resubmission(), d.owedByOffice(), d.source());
    }

    private static LocalDate moved(LocalDate day, int weeks) {
        return day == null ? null : day.plusWeeks(weeks);
    }

    private static LocalDateTime moved(LocalDateTime moment, int weeks) {
        return moment == null ? null : moment.plusWeeks(weeks);
    }

    private static <K> Map<K, Object> moved(Map<K, ?> values, int weeks) {
        Map<K, Object> moved = new LinkedHashMap<>();
        values.forEach((key, value) -> moved.put(key, moved(value, weeks)));
        return Collections.unmodifiableMap(moved);
    }

    private static Object moved(Object value, int weeks) {
        if (value instanceof LocalDate day) {
            return day.plusWeeks(weeks);
        }
        if (value instanceof LocalDateTime moment) {
            return moment.plusWeeks(weeks);
        }
        if (value instanceof List<?> list) {
            List<Object> moved = new ArrayList<>();
            list.forEach(item -> moved.add(moved(item, weeks)));
            return Collections.unmodifiableList(moved);
        }
        return value instanceof Map<?, ?> map ? moved(map, weeks) : value;
    }
}
