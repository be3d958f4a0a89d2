package jp.madoguchi.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;
import jp.madoguchi.draw.VerifyDraw.Finding;
import jp.madoguchi.draw.VerifyDraw.Subject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to lie with the published files of a draw. */
class VerifyDrawTest {

    @TempDir
    Path dir;

    private DrawFolder files;

    @BeforeEach
    void draw() throws IOException {
        files = DrawFiles.drawn(dir);
    }

    @Test
    @DisplayName("手を加えていない抽選は、すべて一致する")
    void an_untouched_draw_agrees() throws IOException {
        String report = run(0, dir.toString(), "--commitment", files.commitment().hash());
        assertThat(report).contains("DRAW-2024-01", "安中市電子地域通貨", "すべて一致しました", "all agrees", files.commitment().hash(), "7.8.11.18.28.40.48./39911.52./")
                .doesNotContain("[NG]", "[--]");
    }

    @ParameterizedTest
    @EnumSource(Sets.class)
    @DisplayName("どの抽選方法でも検証できる")
    void every_policy_can_be_verified(Sets sets) throws IOException {
        for (SpillOver spillOver : SpillOver.values()) {
            Path folder = dir.resolve(sets + "-" + spillOver);
            DrawFiles.drawn(folder, new DrawRules(3, 1, 30, sets, spillOver, List.of(new Channel("smartphone", 20), new Channel("card", 100))));
            assertThat(run(0, folder.toString())).contains("すべて一致しました");
        }
    }

    @Test
    @DisplayName("抽選の前でも、一覧と公告を検証できる")
    void a_frozen_pool_can_be_verified_before_the_draw() throws IOException {
        Path folder = dir.resolve("frozen");
        DrawFolder frozen = DrawFiles.frozen(folder);
        assertThat(run(0, folder.toString())).contains("抽選の前です", "not drawn yet", "[--] 種 / seed");
        frozen.enter(DrawFiles.VALUES);
        assertThat(run(0, folder.toString())).contains("抽選の前です", "[OK] 種 / seed", "[--] 当選者の一覧");
    }

    @Test
    @DisplayName("抽選番号の持ち主を替えた")
    void another_owner() throws IOException {
        edit("pool.csv", text -> text.replace("A-000005,P5,", "A-000005,P6,"));
        assertThat(wrong()).contains(Subject.POOL_HASH).doesNotContain(Subject.SEED);
        edit("pool.csv", text -> text.replace("A-000005,P6,", "A-000005,P99,"));
        assertThat(wrong()).contains(Subject.POOL_HASH, Subject.COUNTS);
    }

    @Test
    @DisplayName("一覧の2行を入れ替えた、1行を消した、1行を足した、末尾を切った")
    void lines_of_the_pool() throws IOException {
        String before = Files.readString(dir.resolve("pool.csv"));
        lines("pool.csv", lines -> Collections.swap(lines, 3, 4));
        assertThat(wrong()).containsExactly(Subject.POOL_HASH, Subject.POOL_FORM);
        assertThat(run(1, dir.toString())).contains("5行目", "[--] 当選者の一覧");
        Files.writeString(dir.resolve("pool.csv"), before);
        lines("pool.csv", lines -> lines.remove(7));
        assertThat(wrong()).contains(Subject.POOL_HASH, Subject.COUNTS);
        Files.writeString(dir.resolve("pool.csv"), before + "A-000061,P1,card,1\n");
        assertThat(wrong()).contains(Subject.POOL_HASH, Subject.COUNTS);
        Files.writeString(dir.resolve("pool.csv"), before.substring(0, before.length() - 5));
        assertThat(wrong()).containsExactly(Subject.POOL_HASH, Subject.POOL_FORM);
    }

    @Test
    @DisplayName("乱数のもとを1桁変えた")
    void a_digit_of_a_source() throws IOException {
        edit("sources.json", text -> text.replace("\"39911.52\"", "\"39911.53\""));
        assertThat(wrong()).containsExactly(Subject.SOURCES, Subject.SEED, Subject.RESULT, Subject.RESERVES, Subject.OUTCOME);
        edit("sources.json", text -> text.replace("39911.52./", "39911.53./"));
        assertThat(wrong()).containsExactly(Subject.SEED, Subject.RESULT, Subject.RESERVES, Subject.OUTCOME);
        edit("sources.json", text -> text.replace("\"39911.53\"", "\"39911.5\""));
        assertThat(wrong()).containsExactly(Subject.SOURCES);
        edit("sources.json", text -> text.replaceFirst("(?s)\\[.*\\]", "null"));
        assertThat(wrong()).containsExactly(Subject.SOURCES);
    }

    @Test
    @DisplayName("公告の枠、上限、扱いを変えた")
    void a_changed_commitment() throws IOException {
        String kept = files.commitment().hash();
        String before = Files.readString(dir.resolve("commitment.json"));
        edit("commitment.json", text -> text.replace("\"quota\": 4000", "\"quota\": 3500"));
        assertThat(wrong()).containsExactly(Subject.COMMITMENT, Subject.COMMITMENT, Subject.RESULT, Subject.RESERVES, Subject.QUOTAS, Subject.OUTCOME);
        Files.writeString(dir.resolve("commitment.json"), before.replace("\"capPerPerson\": 2", "\"capPerPerson\": 1"));
        assertThat(wrong()).contains(Subject.COMMITMENT, Subject.RESERVES);
        Files.writeString(dir.resolve("commitment.json"), before.replace("2024-12-27", "2024-12-28"));
        assertThat(wrong()).as("only its hash tells").containsExactly(Subject.COMMITMENT, Subject.COMMITMENT, Subject.OUTCOME);
        Files.writeString(dir.resolve("commitment.json"), before.replace("\"lots\": 60", "\"lots\": 61"));
        assertThat(wrong()).contains(Subject.COUNTS);
        Files.delete(dir.resolve("commitment.json"));
        files.freeze("DRAW-2024-01", "別の抽選", DrawFiles.RULES, Grants.NONE, DrawFiles.SOURCES, DrawProgress.SILENT);
        Files.delete(dir.resolve("outcome.json"));
        files.enter(DrawFiles.VALUES);
        files.draw(DrawProgress.SILENT);
        assertThat(run(0, dir.toString())).as("all made anew").contains("見比べてください");
        assertThat(run(1, dir.toString(), "--commitment", kept)).contains("[NG] 公告のハッシュ値", kept);
    }

    @Test
    @DisplayName("当選者の行を替えた、消した、足した、入れ替えた")
    void lines_of_the_result() throws IOException {
        List<String> before = Files.readAllLines(dir.resolve("result.csv"));
        String loser = Files.readAllLines(dir.resolve("reserves.csv")).stream().filter(line -> line.contains(",smartphone,") && line.endsWith(",quota"))
                .findFirst().orElseThrow().split(",", 2)[1].replace(",quota", ",500");
        lines("result.csv", lines -> lines.set(2, loser));
        assertThat(wrong()).contains(Subject.RESULT).doesNotContain(Subject.RESERVES, Subject.SEED);
        assertThat(run(1, dir.toString())).contains("3行目 line: 計算 / computed 「" + before.get(2) + "」, 公表 / published 「" + loser + "」");
        write("result.csv", before);
        lines("result.csv", lines -> lines.remove(10));
        assertThat(wrong()).containsExactly(Subject.RESULT);
        write("result.csv", before);
        lines("result.csv", lines -> lines.add(loser));
        assertThat(wrong()).contains(Subject.RESULT, Subject.QUOTAS);
        write("result.csv", before);
        lines("result.csv", lines -> Collections.swap(lines, 0, 1));
        assertThat(wrong()).containsExactly(Subject.RESULT);
        write("result.csv", before);
        lines("result.csv", lines -> lines.set(1, lines.get(0)));
        assertThat(wrong()).containsExactly(Subject.RESULT, Subject.ONCE);
        write("result.csv", before);
        lines("result.csv", lines -> lines.set(0, lines.get(0).replace(",1,500", ",2,1000")));
        assertThat(wrong()).containsExactly(Subject.RESULT, Subject.ONCE);
        write("result.csv", before);
        lines("result.csv", lines -> lines.set(0, "当選"));
        assertThat(wrong()).containsExactly(Subject.RESULT, Subject.ONCE);
        Files.delete(dir.resolve("result.csv"));
        assertThat(wrong()).containsExactly(Subject.RESULT);
    }

    @Test
    @DisplayName("上限を超えた当選は、順序によらず見つかる")
    void a_cap_exceeded() throws IOException {
        List<String> pool = Files.readAllLines(dir.resolve("pool.csv"));
        String person = pool.stream().filter(line -> line.contains(",P7,")).findFirst().orElseThrow();
        lines("result.csv", lines -> lines.set(0, "1," + person + ",500"));
        assertThat(wrong()).contains(Subject.RESULT, Subject.CAP);
    }

    @Test
    @DisplayName("補欠、これまでの付与、集計を変えた")
    void other_files() throws IOException {
        lines("reserves.csv", lines -> Collections.swap(lines, 0, 1));
        assertThat(wrong()).containsExactly(Subject.RESERVES);
        DrawFiles.drawn(dir);
        edit("grants.csv", text -> text.replace("P7,2", "P7,1"));
        assertThat(wrong()).contains(Subject.GRANTS);
        edit("grants.csv", text -> "P7,2\nP3,1\n");
        assertThat(wrong()).containsExactly(Subject.GRANTS);
        files.freeze("DRAW-2024-01", files.commitment().title(), DrawFiles.RULES, new Grants(java.util.Map.of("P3", 1, "P7", 2)), DrawFiles.SOURCES, DrawProgress.SILENT);
        edit("outcome.json", text -> text.replace("\"amount\": 5500", "\"amount\": 5000"));
        assertThat(wrong()).containsExactly(Subject.OUTCOME);
        edit("outcome.json", text -> text + " ");
        assertThat(wrong()).containsExactly(Subject.OUTCOME);
        Files.delete(dir.resolve("outcome.json"));
        assertThat(wrong()).containsExactly(Subject.OUTCOME);
    }

    @Test
    @DisplayName("検証できないときは2で終わる")
    void what_cannot_be_examined() throws IOException {
        assertThat(run(2)).contains("使い方", "usage");
        assertThat(run(2, dir.resolve("nowhere").toString())).contains("検証できません", "Cannot be examined", "commitment.json");
        assertThat(run(2, dir.toString(), "--commitment")).contains("usage");
        assertThat(run(2, dir.toString(), "--commitment", files.commitment().hash().substring(1))).as("a hash copied without its first digit").contains("64桁");
        Files.delete(dir.resolve("pool.csv"));
        assertThat(run(2, dir.toString())).contains("pool.csv");
        Files.writeString(dir.resolve("commitment.json"), "{");
        assertThat(run(2, dir.toString())).contains("commitment.json");
    }

    private List<Subject> wrong() throws IOException {
        return VerifyDraw.examine(dir).stream().filter(finding -> !finding.agrees()).map(Finding::subject).sorted().toList();
    }

    private String run(int exitCode, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(VerifyDraw.run(args, new PrintStream(out, true, StandardCharsets.UTF_8))).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void edit(String file, UnaryOperator<String> change) throws IOException {
        String before = Files.readString(dir.resolve(file));
        assertThat(change.apply(before)).isNotEqualTo(before);
        Files.writeString(dir.resolve(file), change.apply(before));
    }

    private void lines(String file, java.util.function.Consumer<List<String>> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(dir.resolve(file)));
        change.accept(lines);
        write(file, lines);
    }

    private void write(String file, List<String> lines) throws IOException {
        Files.writeString(dir.resolve(file), String.join("\n", lines) + "\n");
    }
}
