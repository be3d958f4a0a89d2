package jp.madoguchi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jp.madoguchi.draw.DrawFolder;
import jp.madoguchi.draw.DrawOutcome;
import jp.madoguchi.draw.DrawProgress;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;
import jp.madoguchi.draw.Grants;
import jp.madoguchi.draw.NamedSource;
import jp.madoguchi.draw.PoolWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A draw of 10,000,000 lots of 5,000,000 persons in two channels, from the files that were published to those that will be: all
 * read, checked against the commitment, hashed, put in order, walked and written. The peer computes the same HMACs and sorts
 * their first eight bytes in memory; it forgets whose they are. Both take turns on one thread of a JVM with 1 GiB of heap. What
 * counts is the thread's time on a processor, in the kernel too, because others use this machine; that by the clock is printed.
 */
class DrawBench {

    private static final int LOTS = 10_000_000;
    private static final int ROUNDS = 3;
    private static final double PROMISE = 3.0;
    private static final List<NamedSource> SOURCES = List.of(new NamedSource("日経平均株価 終値", "2024-12-27", 1, 2));

    @Test
    @DisplayName("1,000万本の抽選は1GiBのヒープで済み、同じHMACを計算して並べるだけの時間の3倍以内")
    void against_hashing_and_sorting() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-XX:+UseParallelGC",
                "-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), DrawBench.class.getName())
                .redirectError(Redirect.INHERIT).start();
        List<String> lines;
        try (var out = jvm.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        assertThat(jvm.waitFor()).as("%s", lines).isZero();
        List<Double> draws = rounds(lines, "draw");
        List<Double> peers = rounds(lines, "peer");
        double ratio = median(draws) / median(peers);
        double byTheClock = median(rounds(lines, "draw-clock")) / median(rounds(lines, "peer-clock"));
        System.out.printf("%n### A draw of %,d lots, -Xmx1g%n%n", LOTS);
        System.out.printf("| what | s, median | rounds |%n|---|--:|---|%n");
        row("the same HMACs, sorted in memory", peers);
        row("Madoguchi: from published files to published files", draws);
        row("the same draw of 30,000 lots", rounds(lines, "small"));
        System.out.printf("%nRatio: **%.2f×**, by the clock %.2f×. %d rounds after one to warm up. Heap used at most: %s MB.%n%n", ratio, byTheClock, ROUNDS,
                lines.stream().filter(line -> line.startsWith("heap ")).map(line -> line.substring(5)).collect(Collectors.joining()));
        assertThat(ratio).as("times hashing and sorting").isLessThanOrEqualTo(PROMISE);
        assertThat(median(rounds(lines, "small"))).as("seconds for 30,000").isLessThan(5);
    }

    /** In the JVM of 1 GiB: writes {@code peer|draw|small seconds} of a processor and by the clock for each round and {@code heap MB}. */
    public static void main(String[] args) throws Exception {
        Path dir = Files.createDirectories(Path.of("target", "bench", "draw"));
        DrawFolder files = frozen(Files.createDirectories(dir.resolve("large")), LOTS);
        DrawFolder few = frozen(Files.createDirectories(dir.resolve("small")), 30_000);
        for (int round = -1; round < ROUNDS; round++) {
            List<Timed> turns = List.of(new Timed("peer", DrawBench::peer), new Timed("draw", () -> draw(files, LOTS)), new Timed("small", () -> draw(few, 30_000)));
            for (int i = 0; i < turns.size(); i++) {
                turns.get(round % 2 == 0 ? i : turns.size() - 1 - i).run(round >= 0);
            }
        }
        System.out.printf("heap %d%n", heap >> 20);
    }

    private static long heap;

    /** @param work gives the seconds of a processor and by the clock that it took */
    private record Timed(String name, Callable<double[]> work) {

        void run(boolean printed) throws Exception {
            double[] took = work.call();
            if (printed) {
                System.out.printf("%1$s %2$.3f%n%1$s-clock %3$.3f%n", name, took[0], took[1]);
            }
        }
    }

    /** Both times up to now, s. */
    private static double[] times() {
        return new double[] {ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9, System.nanoTime() / 1e9};
    }

    private static double[] since(double[] start) {
        double[] now = times();
        return new double[] {now[0] - start[0], now[1] - start[1]};
    }

    private static DrawFolder frozen(Path folder, int lots) throws IOException {
        Files.deleteIfExists(folder.resolve("commitment.json"));
        DrawFolder files = new DrawFolder(folder);
        try (PoolWriter pool = new PoolWriter(files.poolFile())) {
            for (int lot = 0; lot < lots; lot++) {
                pool.add(name(lot), "P" + Integer.toString((int) (lot * 7919L % (lots / 2)), 36), lot % 5 == 0 ? "card" : "smartphone", 1);
            }
        }
        files.freeze("BENCH", "計測", new DrawRules(2, 500, lots * 100L, Sets.WHOLE, SpillOver.NONE,
                List.of(new Channel("smartphone", lots * 80L), new Channel("card", lots * 20L))), Grants.NONE, SOURCES, DrawProgress.SILENT);
        files.enter(List.of(List.of("39911.52")));
        return files;
    }

    private static String name(int lot) {
        return "A-" + (100_000_000 + lot);
    }

    private static double[] draw(DrawFolder files, int lots) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        double[] start = times();
        DrawOutcome outcome = files.draw((step, done, total) -> heap = Math.max(heap, runtime.totalMemory() - runtime.freeMemory()));
        double[] seconds = since(start);
        assertThat(outcome.winners()).isBetween(lots / 10L, lots / 5L);
        return seconds;
    }

    /** Names are made beforehand; only hashing and sorting are timed. */
    private static double[] peer() throws GeneralSecurityException {
        int length = name(0).length();
        byte[] names = new byte[LOTS * length];
        for (int lot = 0; lot < LOTS; lot++) {
            System.arraycopy(name(lot).getBytes(StandardCharsets.US_ASCII), 0, names, lot * length, length);
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(), "HmacSHA256"));
        byte[] key = new byte[32];
        double[] start = times();
        long[] keys = new long[LOTS];
        for (int lot = 0; lot < LOTS; lot++) {
            mac.update(names, lot * length, length);
            mac.doFinal(key, 0);
            keys[lot] = ByteBuffer.wrap(key).getLong() ^ Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        double[] seconds = since(start);
        assertThat(keys[0]).isLessThan(keys[LOTS - 1]);
        return seconds;
    }

    private static List<Double> rounds(List<String> lines, String what) {
        List<Double> rounds = new ArrayList<>();
        lines.stream().filter(line -> line.startsWith(what + " ")).forEach(line -> rounds.add(Double.valueOf(line.substring(what.length() + 1))));
        assertThat(rounds).as("%s", lines).hasSize(ROUNDS);
        return rounds;
    }

    private static void row(String what, List<Double> rounds) {
        System.out.printf("| %s | %.2f | %s |%n", what, median(rounds), rounds.stream().map("%.2f"::formatted).collect(Collectors.joining(", ")));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
