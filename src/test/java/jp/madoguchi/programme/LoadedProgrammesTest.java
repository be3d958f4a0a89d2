package jp.madoguchi.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import javax.sql.DataSource;
import jp.madoguchi.calendar.BusinessCalendars;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.OrganisationFile;
import jp.madoguchi.org.Section;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The rooms below and the shipped files as they are, on a real database. */
class LoadedProgrammesTest {

    @TempDir
    private static Path directory;
    private static EmbeddedPostgres server;
    private static DataSource database;

    private final BusinessClock clock = BusinessClock.at(LocalDateTime.of(2026, 11, 20, 10, 0));
    @TempDir
    private Path folder;

    @BeforeAll
    static void startDatabase() {
        server = EmbeddedPostgres.start(directory);
        database = new DriverManagerDataSource(server.jdbcUrl(), server.username(), server.password());
        Flyway.configure().dataSource(database).locations("classpath:db/migration/database", "classpath:db/migration/org",
                "classpath:db/migration/forms", "classpath:db/migration/programme").load().migrate();
    }

    @AfterAll
    static void stopDatabase() {
        server.close();
    }

    @BeforeEach
    void forget() {
        JdbcClient.create(database).sql("truncate programme_version, programme_shift").update();
    }

    @Test
    void the_five_shipped_programmes_load_with_their_true_dates() {
        try (var context = start(Map.of())) {
            Programmes programmes = context.getBean(Programmes.class);
            assertThat(programmes.all()).extracting(Programme::code).containsExactly("annaka-currency-r6", "aomori-ppe-r7",
                    "gunma-mask-r5", "midori-premium-r6", "miyagi-mynumber-r6");
            Call vendor = programmes.get("gunma-mask-r5").call("vendor").orElseThrow();
            assertThat(vendor.closes()).as("S1-38").isEqualTo(LocalDateTime.of(2023, 3, 31, 17, 0));
            Organisation organisation = context.getBean(Organisation.class);
            for (Programme programme : programmes.all()) {
                assertThat(organisation.section(programme.government(), programme.section()).fullName())
                        .isEqualTo(String.join(" ", programme.sectionPath()));
                assertThat(organisation.inLine(programme.government(), programme.section(), Section.Rank.CHIEF).rank())
                        .isEqualTo(Section.Rank.CHIEF);
                assertThat(organisation.government(programme.government()).headTitle()).isEqualTo(programme.letter().issuer());
            }
            assertThat(organisation.inLine("100005", "shinjigyo", Section.Rank.KA).name()).isEqualTo("産業政策課");
            assertThat(context.getBean(ProgrammeWarnings.class).warnings())
                    .as("G14").anySatisfy(warning -> {
                        assertThat(warning.file()).isEqualTo("programmes/annaka-currency-r6.yaml");
                        assertThat(warning.wording()).contains("窓口の開始日（2024-12-01）は閉庁日です。", "2024-12-02 から");
                    });
            assertThatThrownBy(() -> programmes.get("none")).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void a_running_case_keeps_the_version_it_started_under() throws IOException {
        String first;
        try (var context = start(Map.of())) {
            first = context.getBean(Programmes.class).get("miyagi-mynumber-r6").hash();
        }
        replace("miyagi-mynumber-r6", "total: 55", "total: 56");
        try (var context = start(Map.of("madoguchi.programmes-dir", folder.toString()))) {
            Programmes programmes = context.getBean(Programmes.class);
            assertThat(programmes.all()).hasSize(5);
            Programme present = programmes.get("miyagi-mynumber-r6");
            assertThat(present.hash()).isNotEqualTo(first);
            assertThat(present.parameters()).extractingByKey("sessions").hasToString("{total=56, large=15, large-capacity=100, smartphone-events=15}");
            assertThat(programmes.version("miyagi-mynumber-r6", present.hash())).isSameAs(present);
            Programme started = programmes.version("miyagi-mynumber-r6", first);
            assertThat(started.hash()).isEqualTo(first);
            assertThat(started.parameters()).extractingByKey("sessions").hasToString("{total=55, large=15, large-capacity=100, smartphone-events=15}");
            assertThatThrownBy(() -> programmes.version("miyagi-mynumber-r6", "0")).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void the_demo_moves_programmes_once_and_a_restart_does_not_move_them_again() {
        String hash;
        LocalDateTime opens;
        try (var context = start(Map.of("madoguchi.demo", "true"))) {
            Programme gunma = context.getBean(Programmes.class).get("gunma-mask-r5");
            hash = gunma.hash();
            Call vendor = gunma.call("vendor").orElseThrow();
            opens = vendor.opens();
            assertThat(opens.getDayOfWeek()).isEqualTo(LocalDate.of(2023, 3, 1).getDayOfWeek());
            for (Programme programme : context.getBean(Programmes.class).all()) {
                assertThat(clock.today()).isBetween(programme.from(), programme.to());
            }
        }
        clock.advance(Duration.ofDays(40));
        try (var context = start(Map.of("madoguchi.demo", "true"))) {
            Programme gunma = context.getBean(Programmes.class).get("gunma-mask-r5");
            assertThat(gunma.hash()).isEqualTo(hash);
            assertThat(gunma.call("vendor").orElseThrow().opens()).isEqualTo(opens);
        }
        try (var context = start(Map.of())) {
            Programmes programmes = context.getBean(Programmes.class);
            assertThat(programmes.get("gunma-mask-r5").hash()).isNotEqualTo(hash);
            assertThat(programmes.version("gunma-mask-r5", hash).call("vendor").orElseThrow().opens()).isEqualTo(opens);
        }
    }

    @Test
    void all_errors_of_all_files_are_told_and_nothing_is_loaded() throws IOException {
        replace("miyagi-mynumber-r6", "case-prefix: MBOOTH", "case-prefix: GMASK");
        replace("annaka-currency-r6", "section-code: seidigi", "section-code: nobody");
        Files.copy(folder.resolve("miyagi-mynumber-r6.yaml"), folder.resolve("miyagi-second.yaml"));
        assertThatThrownBy(() -> start(Map.of("madoguchi.programmes-dir", folder.toString())))
                .isInstanceOf(BeanCreationException.class)
                .hasRootCauseInstanceOf(InvalidProgrammesException.class)
                .rootCause().message().satisfies(message -> assertThat(message.lines()).hasSize(5).satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("事業ファイルに誤りが 4 件あります。"),
                        line -> assertThat(line).containsPattern("annaka-currency-r6.yaml:\\d+: 部署コード「nobody」"),
                        line -> assertThat(line).containsPattern("miyagi-second.yaml:\\d+: 事業コード「miyagi-mynumber-r6」は "),
                        line -> assertThat(line).containsPattern("miyagi-second.yaml:\\d+: 受付番号の接頭辞「GMASK」は "),
                        line -> assertThat(line).containsPattern("gunma-mask-r5.yaml:\\d+: 受付番号の接頭辞「GMASK」は ")));
        assertThat(JdbcClient.create(database).sql("select count(*) from programme_version").query(Integer.class).single()).isZero();
    }

    @Test
    void mistakes_of_the_organisation_file_stop_the_start() throws IOException {
        Path file = Files.writeString(folder.resolve("organisation.yaml"), """
                governments:
                  - code: "100006"
                    name: 群馬県
                    name-en: Gunma
                    head: 群馬県知事
                    sections:
                      - { code: ka, name: 課, rank: KA, sections: [{ code: bu, name: 部, rank: BU }, { code: ka, name: 係, rank: KAKARI }] }
                """);
        assertThatThrownBy(() -> start(Map.of("madoguchi.organisation", file.toString()))).rootCause()
                .hasMessageContaining("団体「100006」: 団体コードの検査数字が合いません。")
                .hasMessageContaining("部署「bu」: 上の部署より高い rank は書けません。")
                .hasMessageContaining("部署「ka」: 二度書かれています。");
        Files.writeString(file, "governments:\n  - code: \"100005\"\n    title: 知事\n");
        assertThatThrownBy(() -> start(Map.of("madoguchi.organisation", file.toString())))
                .hasStackTraceContaining("organisation.yaml: 「governments > 1 > title」を読めません。");
        Files.writeString(file, "governments:\n  - code: \"100005\n");
        assertThatThrownBy(() -> start(Map.of("madoguchi.organisation", file.toString())))
                .hasStackTraceContaining("「governments > 1」を読めません。", "line 2, column 11");
    }

    /** Copies a shipped file to the operator's folder with one thing changed. */
    private void replace(String code, String old, String changed) throws IOException {
        String text = new ClassPathResource("programmes/" + code + ".yaml").getContentAsString(StandardCharsets.UTF_8);
        assertThat(text).contains(old);
        Files.writeString(folder.resolve(code + ".yaml"), text.replace(old, changed));
    }

    private AnnotationConfigApplicationContext start(Map<String, Object> settings) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(TransactionTemplate.class, () -> new TransactionTemplate(new DataSourceTransactionManager(database)));
        context.registerBean(BusinessCalendars.class, BusinessCalendars::byRule);
        context.registerBean(BusinessClock.class, () -> clock);
        context.register(Organisation.class, OrganisationFile.class, FormCatalogue.class, Versions.class, LoadedProgrammes.class);
        context.refresh();
        return context;
    }
}
