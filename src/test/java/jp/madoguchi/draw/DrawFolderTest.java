package jp.madoguchi.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jp.madoguchi.draw.DrawProgress.Step;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Freezing, entering and drawing, in files: nothing frozen changes, and everything can be done again. */
class DrawFolderTest {

    @TempDir
    Path dir;

    @Test
    @DisplayName("公告は決まった順の項目で書かれ、そのまま読み戻せる")
    void the_commitment_has_one_form() throws IOException {
        DrawFolder files = DrawFiles.frozen(dir);
        String text = Files.readString(dir.resolve("commitment.json"));
        assertThat(text).startsWith("""
                {
                  "format": "madoguchi-draw/v1",
                  "drawId": "DRAW-2024-01",
                  "title": "安中市電子地域通貨 第1回キャンペーン抽選",
                  "algorithm": "HMAC-SHA-256",
                  "pool": {
                    "hash": "%s",
                    "lots": 60,
                    "persons": 30,
                    "units": 60,
                    "channels": [
                      {
                        "code": "smartphone",
                        "lots": 45,
                        "units": 45
                      },
                """.formatted(files.commitment().pool().hash())).endsWith("}\n");
        assertThat(text).contains("\"rules\": {\n    \"capPerPerson\": 2,\n    \"unit\": 500,\n    \"budget\": 10000,\n    \"sets\": \"WHOLE\",\n    \"spillOver\": \"NONE\",");
        assertThat(files.commitment().bytes()).isEqualTo(Files.readAllBytes(dir.resolve("commitment.json")));
        assertThat(files.commitment().hash()).isEqualTo(Sha256.hex(Sha256.of(text)));
        for (String other : List.of(text.replace("\n", "\r\n"), text.strip(), text.replace(": 500", ": 500.0"), text.replace(": 500", ": \"500\""),
                text.replace("\"unit\": 500", "\"unit\": 99999999999999999999"), text.replace("\"unit\": 500,\n", ""), text.replace("\"unit\"", "\"unti\""),
                text.replace("/v1", "/v2"), "null\n", "", "{}\n")) {
            Files.writeString(dir.resolve("commitment.json"), other);
            assertThatThrownBy(files::commitment).as(other).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    @DisplayName("確定したあとは、対象も枠も変えられない。同じ内容なら何度確定しても同じ")
    void what_is_frozen_stays() throws IOException {
        DrawFolder files = DrawFiles.frozen(dir);
        String before = files.commitment().hash();
        assertThat(DrawFiles.frozen(dir).commitment().hash()).isEqualTo(before);
        assertThatThrownBy(() -> files.freeze("DRAW-2024-01", "別の名称", DrawFiles.RULES, Grants.NONE, DrawFiles.SOURCES, DrawProgress.SILENT))
                .hasMessageStartingWith("draw.frozen");
        files.enter(DrawFiles.VALUES);
        Files.writeString(files.poolFile(), Files.readString(files.poolFile()).replace("A-000001,P1,", "A-000001,P2,"));
        assertThatThrownBy(() -> files.draw(DrawProgress.SILENT)).hasMessageStartingWith("draw.pool.changed");
        assertThat(dir.resolve("outcome.json")).doesNotExist();
    }

    @Test
    @DisplayName("乱数のもとは抽選の前なら直せ、直せば種が変わる。抽選のあとは変えられない")
    void sources_are_corrected_before_the_draw_only() throws IOException {
        DrawFolder files = DrawFiles.frozen(dir);
        assertThatThrownBy(() -> files.draw(DrawProgress.SILENT)).hasMessageStartingWith("draw.missing");
        assertThat(files.enter(List.of(DrawFiles.VALUES.get(0), List.of("39,911.53")))).isEqualTo("7.8.11.18.28.40.48./39911.53./");
        assertThat(files.enter(DrawFiles.VALUES)).isEqualTo("7.8.11.18.28.40.48./39911.52./");
        DrawOutcome outcome = files.draw(DrawProgress.SILENT);
        assertThat(outcome.sources()).isEqualTo("7.8.11.18.28.40.48./39911.52./");
        files.enter(DrawFiles.VALUES);
        assertThatThrownBy(() -> files.enter(List.of(DrawFiles.VALUES.get(0), List.of("39,911.53")))).hasMessageStartingWith("draw.drawn");
    }

    @Test
    @DisplayName("乱数のもとは決まった形に直し、直せないものは断る")
    void sources_have_one_form() {
        NamedSource loto = DrawFiles.SOURCES.get(0);
        NamedSource nikkei = DrawFiles.SOURCES.get(1);
        assertThat(loto.read(List.of("48", "07", "８", " 11", "40", "28", "18"))).containsExactly("7", "8", "11", "18", "28", "40", "48");
        assertThat(nikkei.read(List.of("３９，９１１．５２"))).containsExactly("39911.52");
        assertThat(nikkei.read(List.of("0.05"))).containsExactly("0.05");
        assertThat(new NamedSource("ナンバーズ4", "2024-12-27", 1, 0).read(List.of("0000"))).containsExactly("0");
        for (String wrong : List.of("39911.5", "39911", "39911.520", "-39911.52", "39911.5２x", "39,91.52", "3,9911.52", "3.9e4", "", ".52", "三")) {
            assertThatThrownBy(() -> nikkei.read(List.of(wrong))).as(wrong).isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> loto.read(List.of("1", "2", "3", "4", "5", "6"))).hasMessageStartingWith("draw.source.numbers");
        for (int[] wrong : new int[][] {{0, 0}, {21, 0}, {1, -1}, {1, 10}}) {
            assertThatThrownBy(() -> new NamedSource("x", "2024-12-27", wrong[0], wrong[1])).isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> new NamedSource("x", "2024-13-27", 1, 0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new NamedSource(" ", "2024-12-27", 1, 0)).isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("どこで打ち切られても、やり直せば同じファイルになる")
    void a_draw_that_was_broken_off_is_done_again() throws IOException {
        DrawFiles.drawn(dir.resolve("whole"));
        Map<String, String> whole = contents(dir.resolve("whole"));
        List<Step> steps = new ArrayList<>();
        DrawFiles.drawn(dir.resolve("again")).draw((step, done, total) -> steps.add(step));
        assertThat(contents(dir.resolve("again"))).as("drawn twice").isEqualTo(whole);
        assertThat(steps.stream().distinct()).containsExactly(Step.values());
        for (int stop = 0; stop < steps.size(); stop++) {
            DrawFolder files = DrawFiles.frozen(dir.resolve("stop" + stop));
            files.enter(DrawFiles.VALUES);
            int[] left = {stop};
            assertThatThrownBy(() -> files.draw((step, done, total) -> {
                if (left[0]-- == 0) {
                    throw new IllegalStateException("killed");
                }
            })).hasMessage("killed");
            assertThat(contents(dir.resolve("stop" + stop)).keySet()).doesNotContain("result.csv", "reserves.csv", "outcome.json");
            files.draw(DrawProgress.SILENT);
            assertThat(contents(dir.resolve("stop" + stop))).as("stopped at %d", stop).isEqualTo(whole);
        }
    }

    @Test
    @DisplayName("同時に二度は抽選できない")
    void a_draw_is_done_by_one_at_a_time() throws IOException {
        DrawFolder files = DrawFiles.frozen(dir);
        files.enter(DrawFiles.VALUES);
        DrawOutcome outcome = files.draw((step, done, total) -> assertThatThrownBy(() -> new DrawFolder(dir).draw(DrawProgress.SILENT)).hasMessageStartingWith("draw.running"));
        assertThat(files.draw(DrawProgress.SILENT)).isEqualTo(outcome);
    }

    @Test
    @DisplayName("結果と補欠のファイルは、合わせてすべての抽選番号を順に載せる")
    void the_result_files_hold_every_ticket() throws IOException {
        DrawFiles.drawn(dir);
        List<String> result = Files.readAllLines(dir.resolve("result.csv"));
        List<String> reserves = Files.readAllLines(dir.resolve("reserves.csv"));
        assertThat(result).hasSize(11).allMatch(line -> line.matches("\\d+,A-\\d{6},P\\d+,(smartphone|card),1,500"));
        assertThat(reserves).hasSize(49).allMatch(line -> line.matches("\\d+,\\d+,A-\\d{6},P\\d+,(smartphone|card),1,(cap|quota)"));
        assertThat(reserves.get(48)).startsWith("49,");
        assertThat(result).as("P7 has its two already").noneMatch(line -> line.contains(",P7,"));
        assertThat(Stream.concat(result.stream(), reserves.stream().map(line -> line.substring(line.indexOf(',') + 1))).map(line -> Integer.valueOf(line.split(",")[0])).sorted())
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, 60).boxed().toList());
        assertThat(Files.readString(dir.resolve("outcome.json"))).contains("\"winners\": 11", "\"units\": 11", "\"amount\": 5500", "\"unused\": 0", "\"reserves\": 49");
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> !file.toString().matches(".*\\.(part|lock)")).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
