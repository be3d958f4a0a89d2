package jp.madoguchi.calendar;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.GovernmentCode;
import jp.madoguchi.kernel.Verdict;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What administrators change in the calendars. Callers check that the person may. Deadlines already computed stay as
 * they are. Each change is a {@link CaseEvent}: {@code calendar.day-closed}, {@code calendar.day-opened},
 * {@code calendar.day-restored}, {@code calendar.holidays-imported}.
 */
@Service
@Transactional
public class HolidayOverrides {

    private static final String OWN = "条例・規則";
    private static final String CABINET_OFFICE = "内閣府 syukujitsu.csv";

    private final HolidayTable table;
    private final ApplicationEventPublisher events;

    HolidayOverrides(HolidayTable table, ApplicationEventPublisher events) {
        this.table = table;
        this.events = events;
    }

    /** Closes a day of one government: a holiday of its ordinance (Okinawa 6/23), a move, a disaster. */
    public Verdict close(Actor by, GovernmentCode government, LocalDate day, String name) {
        return put(by, government, day, name, false);
    }

    /** Opens a day of one government that is otherwise closed, a Saturday or the year's end included. */
    public Verdict open(Actor by, GovernmentCode government, LocalDate day, String name) {
        return put(by, government, day, name, true);
    }

    private Verdict put(Actor by, GovernmentCode government, LocalDate day, String name, boolean open) {
        if (name == null || name.isBlank()) {
            return Verdict.refused("calendar.name-missing", "休日・開庁日の名称を入力してください。");
        }
        if (day.getYear() < HolidayRule.FIRST_YEAR || day.getYear() > HolidayRule.LAST_YEAR) {
            return Verdict.refused("calendar.year-unknown", "%d年から%d年までの日付を入力してください。"
                    .formatted(HolidayRule.FIRST_YEAR, HolidayRule.LAST_YEAR));
        }
        table.put(government.value(), day, name.strip(), open, OWN);
        changed(CaseEvent.ofInstallation(open ? "calendar.day-opened" : "calendar.day-closed", government.value(), by,
                Map.of("day", day.toString(), "name", name.strip())));
        return Verdict.ACCEPTED;
    }

    /** Takes back what {@link #close} or {@link #open} laid down; nothing happens when there is nothing. */
    public void restore(Actor by, GovernmentCode government, LocalDate day) {
        if (table.remove(government.value(), day)) {
            changed(CaseEvent.ofInstallation("calendar.day-restored", government.value(), by,
                    Map.of("day", day.toString())));
        }
    }

    /** Makes the file the truth on national holidays for all its years and all governments; refused as a whole. */
    public Verdict importNational(Actor by, HolidayFile file) {
        if (!file.problems().isEmpty()) {
            return Verdict.refused("calendar.file-unreadable",
                    "読み取れない行が%d行あるため、取り込みませんでした。ファイルを直してもう一度お試しください。"
                            .formatted(file.problems().size()));
        }
        List<HolidayRows.Row> rows = file.rows();
        file.years().forEach(table::removeNational);
        rows.forEach(row -> table.put(null, row.day(), row.name(), row.open(), CABINET_OFFICE));
        changed(CaseEvent.ofInstallation("calendar.holidays-imported", null, by, Map.of(
                "years", file.years().first() + "–" + file.years().last(),
                "days", String.valueOf(file.holidays().size()))));
        return Verdict.ACCEPTED;
    }

    private void changed(CaseEvent event) {
        events.publishEvent(event);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                table.forget();
            }
        });
    }
}
