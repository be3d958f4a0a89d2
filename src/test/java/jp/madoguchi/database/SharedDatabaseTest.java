package jp.madoguchi.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.support.MadoguchiTest;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What keeps several nodes on one database out of each other's way. */
@MadoguchiTest
class SharedDatabaseTest {

    private static final int NODES = 4;
    private static final int STARTS = 10;

    @Autowired
    Flyway flyway;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    Accounts accounts;

    @Test
    @DisplayName("移行済みのデータベースで何台が同時に起動しても、移行の後始末はぶつからない")
    void nodes_may_start_together() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            List<Callable<Integer>> starts = new ArrayList<>();
            for (int i = 0; i < NODES * STARTS; i++) {
                starts.add(() -> flyway.migrate().migrationsExecuted);
            }
            for (Future<Integer> start : threads.invokeAll(starts)) {
                assertThat(start.get()).isZero();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    @DisplayName("新しい版が、適用済みより小さい番号の移行を持ってきても、適用される")
    void a_room_may_number_below_the_others(@TempDir Path folder) throws Exception {
        FluentConfiguration asConfigured = Flyway.configure().configuration(flyway.getConfiguration()).callbacks(new Callback[0]).javaMigrations(new JavaMigration[0])
                .locations("filesystem:" + folder).schemas("late").defaultSchema("late").createSchemas(true);
        Files.writeString(folder.resolve("V1300__landed.sql"), "create table landed (id integer);");
        assertThat(asConfigured.load().migrate().migrationsExecuted).isEqualTo(1);
        Files.writeString(folder.resolve("V0110__later.sql"), "create table later (id integer);");
        assertThat(asConfigured.load().migrate().migrationsExecuted).isEqualTo(1);
    }

    @Test
    @DisplayName("途中で止まったノードのトランザクションは、1分で打ち切られる")
    void a_node_that_stands_still_is_cut_off() {
        assertThat(jdbc.sql("show idle_in_transaction_session_timeout").query(String.class).single()).isEqualTo("1min");
        assertThat(jdbc.sql("select source from pg_settings where name = 'idle_in_transaction_session_timeout'").query(String.class).single())
                .as("by the application, whatever the server's own setting").isEqualTo("session");
    }

    @Test
    @DisplayName("データベースの誤りの文に、パスワードのハッシュや個人の情報は出ない")
    void errors_do_not_tell_what_was_stored() {
        accounts.openApplicant("twice@example.jp", "二宮　金次郎", "twice@example.jp", "madoguchi-test");
        assertThatThrownBy(() -> accounts.openApplicant("twice@example.jp", "二宮　金次郎", "twice@example.jp", "madoguchi-test"))
                .satisfies(e -> {
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("{bcrypt}", "二宮", "twice@example.jp");
                    }
                });
    }
}
