package jp.madoguchi.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import jp.madoguchi.MadoguchiApplication;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.workflow.DueJobs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * All five programmes with their true dates, on the moved clock, from the first contract's first day to the last one's end, with
 * a restart in the middle: what is owed is what the source documents say, and nothing else.
 */
class ContractYearTest {

    /** Written by hand from the specifications; Gunma's owe no report. */
    private static final String OWED = """
            aomori-ppe-r7 supervisor start 2025-04-10
            aomori-ppe-r7 warehouse start 2025-04-10
            aomori-ppe-r7 stock-report 2025-04 2025-05-10
            aomori-ppe-r7 stock-report 2025-05 2025-06-10
            aomori-ppe-r7 stock-report 2025-06 2025-07-10
            aomori-ppe-r7 stock-report 2025-07 2025-08-10
            aomori-ppe-r7 stock-report 2025-08 2025-09-10
            aomori-ppe-r7 stock-report 2025-09 2025-10-10
            aomori-ppe-r7 stock-report 2025-10 2025-11-10
            aomori-ppe-r7 stock-report 2025-11 2025-12-10
            aomori-ppe-r7 stock-report 2025-12 2026-01-10
            aomori-ppe-r7 stock-report 2026-01 2026-02-10
            aomori-ppe-r7 stock-report 2026-02 2026-03-10
            aomori-ppe-r7 stock-report 2026-03 2026-03-31
            aomori-ppe-r7 year-reconciliation FY2025 2026-03-31
            aomori-ppe-r7 completion-report end 2026-03-31
            annaka-currency-r6 inquiry-report 2024-12 2025-01-20
            annaka-currency-r6 inquiry-report 2025-01 2025-02-17
            annaka-currency-r6 inquiry-report 2025-02 2025-03-14
            annaka-currency-r6 inquiry-report 2025-03 2025-03-31
            annaka-currency-r6 meeting-minutes 2024-12 2024-12-27
            annaka-currency-r6 meeting-minutes 2025-01 2025-01-31
            annaka-currency-r6 meeting-minutes 2025-02 2025-02-28
            annaka-currency-r6 meeting-minutes 2025-03 2025-03-31
            annaka-currency-r6 usage-report end 2025-03-31
            midori-premium-r6 monthly-report 2024-04 2024-05-10
            midori-premium-r6 monthly-report 2024-05 2024-06-10
            midori-premium-r6 monthly-report 2024-06 2024-07-10
            midori-premium-r6 monthly-report 2024-07 2024-08-13
            midori-premium-r6 monthly-report 2024-08 2024-09-10
            midori-premium-r6 monthly-report 2024-09 2024-10-10
            midori-premium-r6 monthly-report 2024-10 2024-11-11
            midori-premium-r6 monthly-report 2024-11 2024-12-10
            midori-premium-r6 monthly-report 2024-12 2025-01-10
            midori-premium-r6 monthly-report 2025-01 2025-02-10
            midori-premium-r6 monthly-report 2025-02 2025-03-10
            midori-premium-r6 monthly-report 2025-03 2025-03-31
            midori-premium-r6 meeting-minutes 2024-04 2024-04-30
            midori-premium-r6 meeting-minutes 2024-05 2024-05-31
            midori-premium-r6 meeting-minutes 2024-06 2024-06-28
            midori-premium-r6 meeting-minutes 2024-07 2024-07-31
            midori-premium-r6 meeting-minutes 2024-08 2024-08-30
            midori-premium-r6 meeting-minutes 2024-09 2024-09-30
            midori-premium-r6 meeting-minutes 2024-10 2024-10-31
            midori-premium-r6 meeting-minutes 2024-11 2024-11-29
            midori-premium-r6 meeting-minutes 2024-12 2024-12-27
            midori-premium-r6 meeting-minutes 2025-01 2025-01-31
            midori-premium-r6 meeting-minutes 2025-02 2025-02-28
            midori-premium-r6 meeting-minutes 2025-03 2025-03-31
            midori-premium-r6 performance-report end 2025-03-31
            miyagi-mynumber-r6 work-plan start 2024-04-10
            miyagi-mynumber-r6 monthly-report 2024-04 2024-05-10
            miyagi-mynumber-r6 monthly-report 2024-05 2024-06-10
            miyagi-mynumber-r6 monthly-report 2024-06 2024-07-10
            miyagi-mynumber-r6 monthly-report 2024-07 2024-08-13
            miyagi-mynumber-r6 monthly-report 2024-08 2024-09-10
            miyagi-mynumber-r6 monthly-report 2024-09 2024-10-10
            miyagi-mynumber-r6 monthly-report 2024-10 2024-11-11
            miyagi-mynumber-r6 monthly-report 2024-11 2024-12-10
            miyagi-mynumber-r6 monthly-report 2024-12 2025-01-10
            miyagi-mynumber-r6 monthly-report 2025-01 2025-02-10
            miyagi-mynumber-r6 monthly-report 2025-02 2025-03-07
            miyagi-mynumber-r6 monthly-report 2025-03 2025-03-07
            miyagi-mynumber-r6 completion-report end 2025-03-07
            """;

    @Test
    @DisplayName("五つの事業の契約期間を通して、生じる報告義務とその期限は仕様書のとおりで、途中の再起動で変わらない")
    void whole_contract_years(@TempDir Path home) {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
            try (ConfigurableApplicationContext application = start(server)) {
                pass(application, LocalDate.of(2024, 4, 1), LocalDate.of(2024, 12, 15));
            }
            try (ConfigurableApplicationContext application = start(server)) {
                pass(application, LocalDate.of(2024, 12, 15), LocalDate.of(2026, 4, 1));
                JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(server.jdbcUrl(), server.username(),
                        server.password()));
                List<String> arisen = jdbc.sql("select programme || ' ' || duty || ' ' || key || ' ' || due_on from duty_occurrence").query(String.class).list();
                assertThat(String.join("\n", new TreeSet<>(arisen))).isEqualTo(String.join("\n", new TreeSet<>(OWED.lines().toList())));
                assertThat(arisen).doesNotHaveDuplicates();
                // Nobody handed anything in: each is told as late exactly once, by its timer.
                assertThat(jdbc.sql("select case_number from timeline where kind = 'duty.overdue'").query(String.class).list())
                        .hasSameSizeAs(arisen).doesNotHaveDuplicates();
            }
        }
    }

    private static void pass(ConfigurableApplicationContext application, LocalDate from, LocalDate to) {
        Duties duties = application.getBean(Duties.class);
        DueJobs jobs = application.getBean(DueJobs.class);
        BusinessClock clock = application.getBean(BusinessClock.class);
        for (LocalDate day : from.datesUntil(to.plusDays(1)).toList()) {
            clock.moveTo(day.atTime(0, 5));
            DataScope.within(DataScope.EVERYTHING, duties::sweep);
            jobs.run();
        }
    }

    private static ConfigurableApplicationContext start(EmbeddedPostgres server) {
        return new SpringApplicationBuilder(MadoguchiApplication.class).profiles("test").run("--spring.datasource.url=" + server.jdbcUrl(),
                "--spring.datasource.username=" + server.username(), "--spring.datasource.password=" + server.password(), "--server.port=0",
                "--madoguchi.demo=false", "--spring.jmx.enabled=false");
    }
}
