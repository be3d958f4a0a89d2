package jp.madoguchi.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jp.madoguchi.MadoguchiApplication;

/**
 * The application in a process of its own, so that it can be killed or have a second one beside it. It takes settings as
 * an operator gives them, as environment variables, and keeps its data and {@code application.log} in a folder.
 */
public final class ApplicationNode implements AutoCloseable {

    /** How long a start may take, two at once on a busy machine. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(6);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;
    private final int port;

    private ApplicationNode(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts a node and does not wait for it. @param home its folder, kept when the node ends */
    public static ApplicationNode launch(Path home, Map<String, String> settings) throws IOException {
        Files.createDirectories(home);
        Path log = home.resolve("application.log");
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true",
                "-Dmadoguchi.postgresql=" + System.getProperty("madoguchi.postgresql", "target/postgresql"), "-cp", classPath(), MadoguchiApplication.class.getName())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("SERVER_PORT", "" + port);
        builder.environment().put("MADOGUCHI_DATA_DIR", home.toAbsolutePath().toString());
        builder.environment().putAll(settings);
        return new ApplicationNode(builder.start(), log, port);
    }

    /** Waits until it takes requests. @throws AssertionError when it ended, or did not become ready in time */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!ready()) {
            assertThat(process.isAlive()).as("the node is alive, see " + log).isTrue();
            assertThat(System.nanoTime()).as("the node became ready in time, see " + log).isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri("/actuator/health/readiness")).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The whole address of one of its pages. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** All it said so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGSTOP: it stands still, as a node does whose machine is busy with something else. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on where it was. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor()).isZero();
    }

    /** SIGKILL: it gets to tidy nothing up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and SIGKILL when it does not end within half a minute. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Without the jar in which Surefire names the same entries once more. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("surefire")).distinct().collect(Collectors.joining(File.pathSeparator));
    }
}
