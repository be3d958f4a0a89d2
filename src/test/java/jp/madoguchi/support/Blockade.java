package jp.madoguchi.support;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import jp.madoguchi.database.EmbeddedPostgres;

/**
 * Keeps writers of a table waiting, so that several of them stand at the same place before any goes on; when closed, it commits
 * what it did itself and lets them go.
 */
public final class Blockade implements AutoCloseable {

    private final Connection connection;
    private final String table;

    public Blockade(EmbeddedPostgres server, String table) throws SQLException {
        this.connection = DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
        this.table = table;
        // Where it and a writer wait for each other, the writer is to lose.
        run("set deadlock_timeout = '60s'");
        connection.setAutoCommit(false);
        run("lock table " + table + " in share row exclusive mode");
    }

    /** Comes back when so many transactions wait for the table. */
    public void awaitWaiting(int writers) {
        await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(60)).until(() -> waiting() == writers);
    }

    /** Runs a statement in the transaction that holds the lock. */
    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int waiting() throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(
                "select count(*) from pg_locks where not granted and relation = '" + table + "'::regclass")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.commit();
        connection.close();
    }
}
