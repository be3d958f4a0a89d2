package jp.madoguchi.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.RollRule;
import jp.madoguchi.programme.Duty;
import jp.madoguchi.programme.Programme;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what is due: rules that the shipped programmes do not use, and the edges of a contract. */
class DutyScheduleTest {

    private final DutySchedule schedule = new DutySchedule(BusinessCalendars.byRule());

    @ParameterizedTest
    @CsvSource({"MONTH, NTH_BUSINESS_DAY, 10, NONE, 2024-12-31, 2025-01-20", "MONTH, DAY, 10, NONE, 2025-04-30, 2025-05-10",
            "MONTH, DAY, 10, NEXT, 2025-04-30, 2025-05-12", "MONTH, DAY, 31, PREVIOUS, 2025-01-31, 2025-02-28",
            "MONTH, MONTH_END, 0, PREVIOUS, 2024-12-31, 2024-12-27", "EVENT, BUSINESS_DAYS, 3, NONE, 2024-12-27, 2025-01-08",
            "EVENT, DAYS, 30, NEXT, 2024-12-02, 2025-01-06", "CONTRACT_START, BUSINESS_DAYS, 7, NONE, 2024-04-01, 2024-04-10"})
    @DisplayName("T12・T14：期限の規則ごとの日")
    void due_days(Duty.Every every, Duty.Due.Rule rule, int n, RollRule roll, LocalDate end, LocalDate due) {
        Duty duty = duty(every, null, null, new Duty.Due(rule, n, roll));
        assertThat(schedule.dueAfter(programme("2024-04-01", "2026-03-31", duty), duty, end)).isEqualTo(due);
    }

    @Test
    @DisplayName("週の報告は月曜から日曜まで。年度の報告は3月31日で切れる。期間の始めと終わりは契約の日で切れる")
    void weeks_and_fiscal_years() {
        Duty weekly = duty(Duty.Every.WEEK, null, null, new Duty.Due(Duty.Due.Rule.BUSINESS_DAYS, 3, RollRule.NONE));
        List<DutySchedule.Planned> weeks = schedule.of(programme("2024-12-18", "2025-01-08", weekly), weekly);
        assertThat(weeks).extracting(p -> p.key() + " " + p.from() + " " + p.to() + " " + p.dueOn()).containsExactly(
                "2024-W51 2024-12-18 2024-12-22 2024-12-25", "2024-W52 2024-12-23 2024-12-29 2025-01-08",
                "2025-W01 2024-12-30 2025-01-05 2025-01-08", "2025-W02 2025-01-06 2025-01-08 2025-01-08");
        Duty yearly = duty(Duty.Every.FISCAL_YEAR, null, null, new Duty.Due(Duty.Due.Rule.DAYS, 30, RollRule.NEXT));
        assertThat(schedule.of(programme("2024-12-18", "2026-03-31", yearly), yearly)).extracting(p -> p.key() + " " + p.from() + " " + p.to() + " " + p.dueOn())
                .containsExactly("FY2024 2024-12-18 2025-03-31 2025-04-30", "FY2025 2025-04-01 2026-03-31 2026-03-31");
    }

    @Test
    @DisplayName("G7：最後の期間の報告は契約の最終日まで。期間が終わる前に書き始められる")
    void nothing_is_due_after_the_contract() {
        Duty monthly = duty(Duty.Every.MONTH, null, null, new Duty.Due(Duty.Due.Rule.DAY, 10, RollRule.NONE));
        List<DutySchedule.Planned> all = schedule.of(programme("2025-01-15", "2025-03-07", monthly), monthly);
        assertThat(all).extracting(p -> p.key() + " opens " + p.opensOn() + " due " + p.dueOn()).containsExactly(
                "2025-01 opens 2025-02-01 due 2025-02-10", "2025-02 opens 2025-03-01 due 2025-03-07", "2025-03 opens 2025-03-01 due 2025-03-07");
        Duty from = duty(Duty.Every.MONTH, LocalDate.of(2025, 2, 1), LocalDate.of(2025, 2, 28), new Duty.Due(Duty.Due.Rule.DAY, 10, RollRule.NONE));
        assertThat(schedule.of(programme("2025-01-15", "2025-06-30", from), from)).extracting(DutySchedule.Planned::key).containsExactly("2025-02");
    }

    private static Duty duty(Duty.Every every, LocalDate from, LocalDate to, Duty.Due due) {
        return new Duty("d", "報告", null, "duty/report", every, null, from, to, due, 0, 3, 3, false, null);
    }

    private static Programme programme(String from, String to, Duty duty) {
        return new Programme("p", "", "事業", null, "040002", "s", List.of(), "P", "", "", null, LocalDate.parse(from), LocalDate.parse(to), null, null,
                List.of(), Map.of(), List.of(), List.of(duty));
    }
}
