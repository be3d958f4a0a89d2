package jp.madoguchi.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that belongs to this process: durable, loopback only, its data in one folder.
 *
 * <p>Only the binaries come from a library. The life cycle is ours because the library's own starter switches fsync
 * off and stops the server from a JVM shutdown hook, under the feet of the running engine. Here the server is a bean
 * that outlives the connection pool, runs in its own session (so that Ctrl-C reaches the application alone) and, after
 * a {@code kill -9} of the application, is taken over by the next start.
 *
 * <p>Its programs lie beside its data, or in the folder that the system property {@code madoguchi.postgresql} names:
 * unpacking them takes seconds, and many servers may run from the same ones.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String USER = "postgres";
    private static final String DATABASE = "postgres";

    private final Path home;
    private final Path data;
    private final List<String> options;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final int port;
    private final String password;

    private EmbeddedPostgres(Path directory, List<String> options) throws IOException {
        Files.createDirectories(directory);
        this.options = options;
        this.lockChannel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.lock = lockChannel.tryLock();
        if (lock == null) {
            throw new IllegalStateException("データフォルダー " + directory + " は別の Madoguchi が使用中です。"
                    + " Another Madoguchi is using this data folder.");
        }
        this.home = unpackBinaries(Path.of(System.getProperty("madoguchi.postgresql", directory.resolve("postgresql").toString())));
        this.data = directory.resolve("database");
        Path secret = directory.resolve("database-password");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(secret);
        }
        this.password = Files.readString(secret).strip();
        takeOverFromAKilledProcess();
        this.port = freePort();
        start();
    }

    /**
     * Starts the server, creating its files the first time.
     *
     * @param directory where binaries, data and password live
     * @param options   further {@code name=value} server settings
     * @throws IllegalStateException when another process uses the folder or the server does not start
     */
    public static EmbeddedPostgres start(Path directory, String... options) {
        try {
            return new EmbeddedPostgres(directory.toAbsolutePath(), List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?ApplicationName=madoguchi";
    }

    public String username() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Fast shutdown: running transactions are rolled back, committed ones are on disk. Idempotent. */
    @Override
    public void close() {
        if (!lock.isValid()) {
            return;
        }
        try {
            run(List.of("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "-t", "20", "stop"));
            lock.release();
            lockChannel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server without giving it time to tidy up, as a power cut would; for tests of durability. */
    public void crash() {
        run(List.of("pg_ctl", "-D", data.toString(), "-m", "immediate", "-w", "stop"));
    }

    /** Starts again after {@link #crash()}, on the same port, replaying what was committed. */
    public void recover() {
        start();
    }

    private void initialise(Path secret) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, HexFormat.of().formatHex(random) + "\n");
        run(List.of("initdb", "-D", data.toString(), "-U", USER, "--auth=scram-sha-256", "--pwfile=" + secret,
                "--encoding=UTF8", "--locale=C", "--data-checksums"));
    }

    private void start() {
        List<String> settings = new ArrayList<>(List.of("listen_addresses=127.0.0.1", "port=" + port,
                "unix_socket_directories=", "timezone=Asia/Tokyo", "max_connections=60", "log_min_messages=warning"));
        settings.addAll(options);
        String flags = settings.stream().map(s -> "-c " + s).reduce((a, b) -> a + " " + b).orElseThrow();
        run(List.of("pg_ctl", "-D", data.toString(), "-w", "-t", "60", "-l", data.resolveSibling("database.log").toString(),
                "-o", flags, "start"));
        log.info("PostgreSQL is listening on 127.0.0.1:{}, data in {}", port, data);
    }

    private void takeOverFromAKilledProcess() {
        if (Files.exists(data.resolve("postmaster.pid")) && exitCode(List.of("pg_ctl", "-D", data.toString(), "status")) == 0) {
            log.info("Stopping the database server that an earlier, killed process left running");
            run(List.of("pg_ctl", "-D", data.toString(), "-m", "fast", "-w", "stop"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Once per folder: another thread waits for the method, another process for the lock. */
    private static synchronized Path unpackBinaries(Path target) throws IOException {
        String archive = archiveName();
        Path marker = target.resolve(".complete-" + EmbeddedPostgres.class.getResource(archive).getFile().hashCode());
        if (Files.exists(marker)) {
            return target;
        }
        Files.createDirectories(target);
        try (FileChannel channel = FileChannel.open(target.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
             FileLock unpacking = channel.lock()) {
            if (!Files.exists(marker)) {
                unpackArchive(archive, target);
                Files.createFile(marker);
            }
        }
        return target;
    }

    private static void unpackArchive(String archive, Path target) throws IOException {
        try (InputStream raw = EmbeddedPostgres.class.getResourceAsStream(archive);
             TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, target);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("Archive entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase().contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-" + os + "-" + arch + ".txz";
        if (EmbeddedPostgres.class.getResource(name) == null) {
            throw new IllegalStateException("この配布物にはデータベースが含まれていません。SPRING_DATASOURCE_URL を設定してください。"
                    + " This build ships no database server: set SPRING_DATASOURCE_URL.");
        }
        return name;
    }

    private void run(List<String> command) {
        int code = exitCode(command);
        if (code != 0) {
            throw new IllegalStateException(command.get(0) + " ended with " + code + ", see " + data.resolveSibling("database.log")
                    + " and " + data.resolveSibling("tools.log"));
        }
    }

    private int exitCode(List<String> command) {
        List<String> full = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root; a user namespace of its own gives it another name for the same files.
            full.addAll(Arrays.asList("unshare", "-U"));
        }
        full.add(home.resolve("bin").resolve(command.get(0)).toString());
        full.addAll(command.subList(1, command.size()));
        try {
            ProcessBuilder builder = new ProcessBuilder(full)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolveSibling("tools.log").toFile()));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " did not end within two minutes");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
