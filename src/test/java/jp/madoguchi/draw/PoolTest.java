package jp.madoguchi.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;
import jp.madoguchi.kernel.RefusedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** There is one way to write a pool; every other one is refused with its line. */
class PoolTest {

    private static final DrawRules RULES = new DrawRules(2, 1, 9, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("card", 9), new Channel("smartphone", 9)));

    @TempDir
    Path dir;

    @Test
    @DisplayName("人は同じ符号でまとまり、本数と口数は媒体ごとに数える")
    void a_pool_is_counted() {
        Pool pool = Pool.parse("A-1,P1,card,1\nA-10,P2,smartphone,2\nA-2,P1,smartphone,1\n", RULES);
        assertThat(Commitment.Lots.of(pool)).isEqualTo(new Commitment.Lots(pool.hash(), 3, 2, 4,
                List.of(new Commitment.ByChannel("card", 1, 1), new Commitment.ByChannel("smartphone", 2, 3))));
        assertThat(pool.personOf(2)).isEqualTo(pool.personOf(0)).isNotEqualTo(pool.personOf(1));
        assertThat(Stream.of("A-1", "A-10", "A-2", "A-3", "A", "").map(pool::find)).containsExactly(0, 1, 2, -1, -1, -1);
        assertThat(Stream.of("P1", "P2", "P", "P11", "P1,card", "").map(pool::findPerson)).containsExactly(0, 1, -1, -1, -1, -1);
    }

    @Test
    @DisplayName("多くの人も取り違えない")
    void many_persons() {
        DrawRules one = new DrawRules(1, 1, 1, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("app", 1)));
        Pool pool = Pool.parse(AllocationTest.lots("L", 1, 30_000, i -> "P" + i % 10_000 + ",app,1"), one);
        assertThat(pool.persons()).isEqualTo(10_000);
        for (int lot = 0; lot < 30_000; lot++) {
            assertThat(pool.personOf(lot)).isEqualTo(lot % 10_000);
        }
    }

    @Test
    @DisplayName("いちばん長い符号の行も、どこで区切って読んでも崩れない")
    void the_longest_lines() {
        String pool = AllocationTest.lots("L".repeat(58), 1, 2_000, i -> "P".repeat(60) + (1_000 + i / 2) + ",smartphone," + (i % 2 + 1));
        Pool read = Pool.parse(pool, RULES);
        byte[] line = new byte[Pool.LONGEST_LINE];
        String[] lines = pool.split("\n");
        for (int lot = 0; lot < 2_000; lot++) {
            assertThat(new String(line, 0, read.line(lot, line, 0), StandardCharsets.US_ASCII)).isEqualTo(lines[lot]);
            assertThat(read.find(lines[lot].split(",")[0])).isEqualTo(lot);
        }
        assertThat(read.persons()).isEqualTo(1_001);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("order", "A-1,P1,card,1\nA-1,P2,card,1\n", 2), Arguments.of("order", "A-2,P1,card,1\nA-1,P2,card,1\n", 2),
                Arguments.of("order", "A-10,P1,card,1\nA-1,P1,card,1\n", 2), Arguments.of("channel", "A-1,P1,paper,1\n", 1),
                Arguments.of("channel", "A-1,P1,cards,1\n", 1), Arguments.of("channel", "A-1,P1,car,1\n", 1),
                Arguments.of("units", "A-1,P1,card,0\n", 1), Arguments.of("units", "A-1,P1,card,3\n", 1), Arguments.of("units", "A-1,P1,card,01\n", 1),
                Arguments.of("units", "A-1,P1,card,-1\n", 1), Arguments.of("units", "A-1,P1,card,99999999999999999999\n", 1),
                Arguments.of("units", "A-1,P1,card,\n", 1), Arguments.of("columns", "A-1,P1,card\n", 1), Arguments.of("columns", "A-1,P1,card,1,\n", 1),
                Arguments.of("columns", "A-1,P1,card,1\nA-2\n", 2), Arguments.of("code", "A-1,P1,card,1\n\n", 2),
                Arguments.of("columns", "A-1,P1,card,1\r\n", 1), Arguments.of("code", "\uFEFFA-1,P1,card,1\n", 1), Arguments.of("code", "Ａ-1,P1,card,1\n", 1),
                Arguments.of("code", "A-1, P1,card,1\n", 1), Arguments.of("code", "\"A-1\",P1,card,1\n", 1), Arguments.of("code", "-1,P1,card,1\n", 1),
                Arguments.of("code", "A#2,P1,card,1\n", 1), Arguments.of("code", "A-1,,card,1\n", 1), Arguments.of("code", "A".repeat(65) + ",P1,card,1\n", 1));
    }

    @ParameterizedTest
    @MethodSource("broken")
    @DisplayName("決められた書式でない一覧は、行を示して断る")
    void a_broken_pool_is_refused(String reason, String text, int line) {
        assertThatThrownBy(() -> Pool.parse(text, RULES)).isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("draw.pool." + reason + ": 抽選対象の一覧の" + line + "行目");
    }

    @Test
    @DisplayName("途中で切れたファイルと、媒体の足りない一覧は断る")
    void a_cut_pool_is_refused() {
        assertThatThrownBy(() -> Pool.parse("A-1,P1,card,1\nA-2,P1,car", RULES)).hasMessageStartingWith("draw.pool.end");
        assertThatThrownBy(() -> Pool.parse("A-1\nA-2\n", RULES)).hasMessageStartingWith("draw.pool.columns");
    }

    @Test
    @DisplayName("書き出した一覧はそのまま読め、順でないものは書けない")
    void the_writer_writes_what_is_read() throws IOException {
        Path file = dir.resolve("pool.csv");
        try (PoolWriter writer = new PoolWriter(file)) {
            writer.add("A-1", "P1", "card", 1);
            writer.add("A-10", "P1", "smartphone", 2);
            for (String lot : List.of("A-10", "A-1", "A 11", "")) {
                assertThatThrownBy(() -> writer.add(lot, "P1", "card", 1)).isInstanceOf(RefusedException.class);
            }
            assertThatThrownBy(() -> writer.add("B", "群馬太郎", "card", 1)).isInstanceOf(RefusedException.class);
        }
        assertThat(Files.readString(file)).isEqualTo("A-1,P1,card,1\nA-10,P1,smartphone,2\n");
        assertThat(Pool.read(file, RULES, DrawProgress.SILENT).lots()).isEqualTo(2);
    }
}
