package jp.madoguchi.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jp.madoguchi.database.EmbeddedPostgres;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An installation as in production: two nodes that start at the same moment on one empty PostgreSQL, with a mail server
 * and a first administrator, without demo and time machine. Its folder under {@code target/} is kept.
 */
public final class NodePair implements AutoCloseable {

    public static final String ADMINISTRATOR = "admin";
    public static final String PASSWORD = "madoguchi-test";

    private final EmbeddedPostgres database;
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    /** Kept: opening one costs as much as many questions, and tests ask often while they wait. */
    private final HikariDataSource connections = new HikariDataSource();
    private final JdbcClient jdbc;
    private final ApplicationNode a;
    private final ApplicationNode b;

    /**
     * Starts both and waits until both are ready.
     *
     * @param name of the folder under {@code target/}
     */
    public NodePair(String name) throws IOException, InterruptedException {
        Path home = Path.of("target", name, UUID.randomUUID().toString());
        database = EmbeddedPostgres.start(home);
        connections.setJdbcUrl(database.jdbcUrl());
        connections.setUsername(database.username());
        connections.setPassword(database.password());
        connections.setMaximumPoolSize(2);
        jdbc = JdbcClient.create(connections);
        mail.start();
        Map<String, String> settings = settings();
        a = ApplicationNode.launch(home.resolve("a"), settings);
        b = ApplicationNode.launch(home.resolve("b"), settings);
        try {
            a.awaitReady();
            b.awaitReady();
        } catch (AssertionError failed) {
            close();
            throw failed;
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SPRING_DATASOURCE_URL", database.jdbcUrl());
        settings.put("SPRING_DATASOURCE_USERNAME", database.username());
        settings.put("SPRING_DATASOURCE_PASSWORD", database.password());
        settings.put("SPRING_MAIL_HOST", "127.0.0.1");
        settings.put("SPRING_MAIL_PORT", "" + mail.getSmtp().getPort());
        settings.put("MADOGUCHI_AUDIT_SIGNING_KEY", newSigningKey());
        settings.put("MADOGUCHI_FIRST_ADMINISTRATOR_LOGIN", ADMINISTRATOR);
        settings.put("MADOGUCHI_FIRST_ADMINISTRATOR_PASSWORD", PASSWORD);
        settings.put("MADOGUCHI_FIRST_ADMINISTRATOR_DESK", "100005/shinjigyo");
        // Often, so that the two get into each other's way.
        settings.put("MADOGUCHI_MAIL_EVERY", "PT0.1S");
        settings.put("MADOGUCHI_REMINDERS_EVERY", "PT0.2S");
        settings.put("MADOGUCHI_AUDIT_SEAL_EVERY", "PT0.1S");
        // How long a dead node's jobs wait, long enough that no living one loses them.
        settings.put("CAMUNDA_BPM_JOBEXECUTION_LOCKTIMEINMILLIS", "15000");
        return settings;
    }

    public ApplicationNode a() {
        return a;
    }

    public ApplicationNode b() {
        return b;
    }

    public List<ApplicationNode> both() {
        return List.of(a, b);
    }

    /** The database, as its owner: no data scope hides a row. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    public GreenMail mail() {
        return mail;
    }

    /** Opens a call whose window in the shipped programme is long over. */
    public void opens(String programme, String call) {
        jdbc.sql("""
                insert into call_activation (programme, call, opens, closes, reason, case_number)
                values (?, ?, '2000-01-01', '2999-12-31', '試験のため。', 'TEST-999999')""").params(programme, call).update();
    }

    @Override
    public void close() throws InterruptedException {
        a.close();
        b.close();
        mail.stop();
        connections.close();
        database.close();
    }

    private static String newSigningKey() {
        try {
            return Base64.getEncoder().encodeToString(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
