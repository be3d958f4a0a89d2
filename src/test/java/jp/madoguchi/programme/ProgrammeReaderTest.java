package jp.madoguchi.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jp.madoguchi.calendar.RollRule;
import jp.madoguchi.programme.ProgrammeReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class ProgrammeReaderTest {

    private static final Pattern EXPECTATION = Pattern.compile("# (ERROR|ERROR-BELOW|WARNING) ([^#]*)");

    static Stream<String> wrongFiles() {
        var resolver = new PathMatchingResourcePatternResolver();
        return Stream.of("bad", "warned").flatMap(kind -> {
            try {
                return Arrays.stream(resolver.getResources("classpath:programme/" + kind + "-*.yaml")).map(Resource::getFilename);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The files say themselves what is to be found on which line, and nothing else may be. */
    @ParameterizedTest
    @MethodSource("wrongFiles")
    void every_mistake_is_told_with_its_line_and_a_sentence(String file) throws IOException {
        byte[] bytes = bytes(file);
        List<Finding> left = new ArrayList<>(ProgrammeReader.read(file, bytes, new FixedSurroundings()).findings());
        List<String> unmet = new ArrayList<>();
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < lines.length; i++) {
            Matcher expected = EXPECTATION.matcher(lines[i]);
            while (expected.find()) {
                int line = i + (expected.group(1).equals("ERROR-BELOW") ? 2 : 1);
                boolean error = !expected.group(1).equals("WARNING");
                String words = expected.group(2).strip();
                left.stream().filter(f -> f.line() == line && f.error() == error && f.toString().contains(words)).findFirst()
                        .ifPresentOrElse(left::remove, () -> unmet.add(file + ":" + line + ": " + words));
            }
        }
        assertThat(unmet).as("expected, not found; found beside: " + left).isEmpty();
        assertThat(left).as("found, not expected").isEmpty();
    }

    @Test
    void a_finding_reads_file_line_Japanese_English() throws IOException {
        Reading reading = read("bad-section.yaml");
        assertThat(reading.isSound()).isFalse();
        assertThat(reading.findings()).singleElement().hasToString("bad-section.yaml:6: "
                + "部署コード「sangyo-x」は組織ファイル（organisation.yaml）のこの団体にありません。 Unknown section of this government.");
    }

    @Test
    void a_good_file_is_read_whole() throws IOException {
        Reading reading = read("good.yaml");
        assertThat(reading.findings()).isEmpty();
        Programme programme = reading.programme();
        assertThat(programme.code()).isEqualTo("good-r6");
        assertThat(programme.government()).isEqualTo("100005");
        assertThat(programme.section()).isEqualTo("sangyoseisaku");
        assertThat(programme.sectionPath()).containsExactly("産業経済部", "産業政策課");
        assertThat(programme.casePrefix()).isEqualTo("GOOD2");
        assertThat(programme.from()).isEqualTo("2024-04-01");
        assertThat(programme.to()).isEqualTo("2025-03-31");
        assertThat(programme.contact()).isEqualTo(new Programme.Contact("群馬県 産業経済部 産業政策課", "371-8570",
                "前橋市大手町一丁目1番1号", "027-000-0000", "yoi@example.jp", "平日 8時30分から17時15分まで（土日祝日を除く）"));
        assertThat(programme.letter()).isEqualTo(new Programme.LetterSettings("産政", "群馬県知事", "群馬　太郎", false));
        assertThat(programme.targets()).containsExactly(
                new Programme.Target("a", "件数", 1.0, null, "件", LocalDate.of(2024, 4, 1), LocalDate.of(2025, 3, 31), "S1-10"),
                new Programme.Target("b", "額", null, 2.5, null, null, null, null));
        assertThat(programme.call("open")).contains(new Call("open", "募集", "Call", "募集します。", "vendor-application",
                "vendor/application", Call.Audience.APPLICANT, LocalDateTime.of(2024, 6, 3, 9, 0),
                LocalDateTime.of(2024, 6, 28, 17, 0, 30), new Call.StandardProcessing(20, false), true,
                List.of("県内に本店があること。", "時刻は 9:00 とする。"),
                List.of(new Call.Paper("定款", "Articles", true), new Call.Paper("会社案内", null, false)), "随時決定します。", true, false,
                new Call.English("A call.", List.of("A head office in the prefecture."), "Decided as they come.")));
        assertThat(programme.purposeEn()).isEqualTo("The purpose of a good programme");
        assertThat(programme.duties()).containsExactly(
                new Duty("monthly", "月報", "Monthly report", "vendor/application", Duty.Every.MONTH, null, LocalDate.of(2024, 6, 1), null,
                        new Duty.Due(Duty.Due.Rule.NTH_BUSINESS_DAY, 10, RollRule.NONE), 20, 3, 5, false, "S3-71"),
                new Duty("minutes", "議事録", null, "vendor/application", Duty.Every.EVENT, "monthly", null, null,
                        new Duty.Due(Duty.Due.Rule.MONTH_END, 0, RollRule.PREVIOUS), 0, 3, 3, true, null),
                new Duty("final", "完了報告", null, "vendor/application", Duty.Every.CONTRACT_END, null, null, null, null, 0, 3, 3, false, null));
        assertThat(programme.call(Call.DUTY)).get().extracting(Call::audience).isEqualTo(Call.Audience.SYSTEM);
        assertThat(programme.call("later")).get().satisfies(call -> {
            assertThat(call.planned()).isTrue();
        });
    }

    /** What a clerk types is what a rule sees: no octal 010, no base-60 17:00, no "no" that means false. */
    @Test
    void parameters_are_plain_values() throws IOException {
        assertThat(read("good.yaml").programme().parameters())
                .containsEntry("prefecture", "010").containsEntry("quoted", "2024-04-01").containsEntry("limit", null)
                .containsEntry("count", 3).containsEntry("big", 390_000_000_000L).containsEntry("rate", 99.5)
                .containsEntry("answer", "no").containsEntry("flag", true).containsEntry("opens", "17:00")
                .containsEntry("day", LocalDate.of(2024, 4, 1)).containsEntry("moment", LocalDateTime.of(2024, 4, 1, 9, 0));
    }

    @Test
    void a_byte_order_mark_does_not_hurt() throws IOException {
        String text = "\uFEFF" + new String(bytes("good.yaml"), StandardCharsets.UTF_8);
        assertThat(ProgrammeReader.read("bom", text.getBytes(StandardCharsets.UTF_8), new FixedSurroundings()).findings()).isEmpty();
    }

    private static Reading read(String file) throws IOException {
        return ProgrammeReader.read(file, bytes(file), new FixedSurroundings());
    }

    private static byte[] bytes(String file) throws IOException {
        return new ClassPathResource("programme/" + file).getContentAsByteArray();
    }
}
