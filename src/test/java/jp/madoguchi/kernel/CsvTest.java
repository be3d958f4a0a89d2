package jp.madoguchi.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static jp.madoguchi.kernel.Csv.Column.number;
import static jp.madoguchi.kernel.Csv.Column.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirements §2.6 and acceptance test T20. */
class CsvTest {

    private static final String KAMI = "\uFA19";
    private static final String YOSHI = "\uD842\uDFB7";

    @Test
    void writesForSpreadsheets() throws IOException {
        byte[] file = written(Csv.Format.SPREADSHEET, "00123", "a \"b\", c\nd", null);
        assertThat(file).startsWith(0xEF, 0xBB, 0xBF);
        assertThat(new String(file, UTF_8).substring(1))
                .isEqualTo("番号,氏名,金額\r\n00123,\"a \"\"b\"\", c\nd\",\r\n");
        assertThat(written(Csv.Format.OPEN_DATA, "1", "2", "3")).startsWith("番号".getBytes(UTF_8));
    }

    @Test
    void t20RareKanjiSurviveBothEncodings() throws IOException {
        String name = KAMI + "田";
        byte[] legacy = written(Csv.Format.LEGACY_SYSTEM, "1", name, 0);
        assertThat(HexFormat.of().withUpperCase().formatHex(legacy)).contains("FB7E");
        assertThat(read(legacy).rows.get(0).get("氏名")).isEqualTo(name).startsWith(KAMI);

        byte[] unicode = written(Csv.Format.SPREADSHEET, "1", name + YOSHI, 0);
        assertThat(read(unicode).rows.get(0).get("氏名")).isEqualTo(name + YOSHI);
    }

    @Test
    void t20WhatTheEncodingLacksIsReplacedAndReported() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.Table csv = Csv.write(out, Csv.Format.LEGACY_SPREADSHEET, text("番号"), text("氏名"));
        csv.row("1", "山田");
        csv.row("2♥", YOSHI + "野");
        csv.row("3", "\u8FBB\uDB40\uDD00");
        csv.close();

        assertThat(out.toString(Csv.WINDOWS_31J)).isEqualTo("番号,氏名\r\n1,山田\r\n2〓,〓野\r\n3,辻\r\n");
        assertThat(csv.replacedCount()).isEqualTo(3);
        assertThat(csv.replaced()).containsExactly(new Csv.Replaced(3, "番号", "♥"),
                new Csv.Replaced(3, "氏名", YOSHI), new Csv.Replaced(4, "氏名", "\uDB40\uDD00"));
    }

    @ParameterizedTest
    @CsvSource({"\u301C, \uFF5E", "\u2212, \uFF0D", "\u2016, \u2225", "\u2014, \u2015"})
    void mapsFourSignsThatLegacySystemsWriteDifferently(String sign, String mapped) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.Table csv = Csv.write(out, Csv.Format.LEGACY_SYSTEM, text("a"));
        csv.row("1" + sign + "2").close();
        assertThat(out.toString(Csv.WINDOWS_31J)).isEqualTo("a\r\n1" + mapped + "2\r\n");
        assertThat(csv.replaced()).isEmpty();

        assertThat(read(written(Csv.Format.SPREADSHEET, sign, "", "")).rows.get(0).get("番号"))
                .as("UTF-8 keeps it").isEqualTo(sign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"～", "－", "①", "㈱", "髙", "﨑", "ｶﾞ", "Ⅳ", "\uFA1B", "\uFA11"})
    void keepsWhatShiftJisWouldLose(String sign) throws IOException {
        byte[] file = written(Csv.Format.LEGACY_SYSTEM, sign, "", "");
        assertThat(read(file).rows.get(0).get("番号")).isEqualTo(sign);
    }

    @Test
    void halfASurrogatePairIsReplacedInUnicodeToo() throws IOException {
        assertThat(read(written(Csv.Format.SPREADSHEET, "a\uD842b", "", "")).rows.get(0).get("番号")).isEqualTo("a〓b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+81", "-1+2", "@SUM(A1)", "\tx", "\rx"})
    void disarmsFormulas(String formula) throws IOException {
        assertThat(read(written(Csv.Format.SPREADSHEET, formula, "", "")).rows.get(0).get("番号"))
                .isEqualTo("'" + formula);
        assertThat(read(written(Csv.Format.LEGACY_SYSTEM, formula, "", "")).rows.get(0).get("番号"))
                .as("systems get the value as it is").isEqualTo(formula);
    }

    @Test
    void numericColumnsKeepTheirSignButNoFormula() throws IOException {
        assertThat(cellInAmount(-1200)).isEqualTo("-1200");
        assertThat(cellInAmount(new BigDecimal("-0.5"))).isEqualTo("-0.5");
        assertThat(cellInAmount("+1,200")).isEqualTo("+1,200");
        assertThat(cellInAmount("-2+3")).isEqualTo("'-2+3");
        assertThat(cellInAmount("=1")).isEqualTo("'=1");
    }

    @ParameterizedTest
    @EnumSource(Csv.Format.class)
    void readsEveryFormatItWrites(Csv.Format format) throws IOException {
        Outcome outcome = read(written(format, "00123", "　山田\r\n\"太郎\", 様 ", 5));
        assertThat(outcome.reading.charset()).isEqualTo(format.charset());
        assertThat(outcome.reading.header()).containsExactly("番号", "氏名", "金額");
        assertThat(outcome.reading.problems()).isEmpty();
        assertThat(outcome.rows).singleElement().satisfies(row -> {
            assertThat(row.number()).isEqualTo(2);
            assertThat(row.cells()).containsExactly("00123", "　山田\r\n\"太郎\", 様 ", "5");
        });
    }

    @Test
    void plainAsciiIsUtf8AndUnixLinesAreFine() throws IOException {
        Outcome outcome = read("a,b\n1,2".getBytes(UTF_8));
        assertThat(outcome.reading.charset()).isEqualTo(UTF_8);
        assertThat(outcome.rows).extracting(Csv.Row::cells).containsExactly(List.of("1", "2"));
    }

    @Test
    void reportsRowsOfAnotherWidthAndGoesOn() throws IOException {
        Outcome outcome = read("a,b\r\n1,2\r\n\r\n3\r\n4,5,6\r\n7,8\r\n".getBytes(UTF_8));
        assertThat(outcome.rows).extracting(Csv.Row::number).containsExactly(2L, 6L);
        assertThat(outcome.reading.rows()).isEqualTo(2);
        assertThat(outcome.reading.problems()).containsExactly(
                new Csv.Problem(4, "列の数が見出しと違います（見出し2列、この行1列）。"),
                new Csv.Problem(5, "列の数が見出しと違います（見出し2列、この行3列）。"));
    }

    @Test
    void anEmptyFileHasNoHeader() throws IOException {
        Outcome outcome = read(new byte[0]);
        assertThat(outcome.reading.header()).isEmpty();
        assertThat(outcome.reading.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("見出し"));
    }

    @Test
    void aBrokenRowInTheMiddleCostsOnlyItself() throws IOException {
        for (String broken : List.of("0217,店舗217", "0217,\"店舗217,1", "0217,\"店舗\"217,1", "0217,店舗\u0000,1")) {
            StringBuilder text = new StringBuilder("番号,店舗名,金額\r\n");
            for (int number = 2; number <= 351; number++) {
                text.append(number == 217 ? broken : "%04d,\"店舗\r\n%d\",1".formatted(number, number)).append("\r\n");
            }
            byte[] file = text.toString().getBytes(Csv.WINDOWS_31J);
            for (int i = 0; i < file.length; i++) {
                file[i] = file[i] == 0 ? (byte) 0xFF : file[i];
            }
            Outcome outcome = read(file);
            assertThat(outcome.reading.charset()).isEqualTo(Csv.WINDOWS_31J);
            assertThat(outcome.reading.rows()).as(broken).isEqualTo(349);
            assertThat(outcome.rows).extracting(Csv.Row::number).doesNotContain(217L).contains(2L, 216L, 218L, 351L);
            assertThat(outcome.rows).allSatisfy(row -> assertThat(row.cells())
                    .containsExactly("%04d".formatted(row.number()), "店舗\r\n" + row.number(), "1"));
            assertThat(outcome.reading.problems()).extracting(Csv.Problem::row).containsExactly(217L);
        }
    }

    @Test
    void anUndecodableCellIsNamed() throws IOException {
        byte[] file = "番号,名前\r\n1,?山\r\n2,川?\r\n3,谷\r\n".getBytes(Csv.WINDOWS_31J);
        for (int i = 0; i < file.length; i++) {
            file[i] = file[i] == '?' ? (byte) 0x83 : file[i]; // half a character; the line's end behind it must survive
        }
        Outcome outcome = read(file);
        assertThat(outcome.reading.problems()).last().satisfies(problem -> {
            assertThat(problem.row()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo("名前");
            assertThat(problem.message()).contains("「名前」", "UTF-8");
        });
        assertThat(outcome.rows).last().satisfies(row -> assertThat(row.cells()).containsExactly("3", "谷"));

        byte[] marked = "\uFEFFa,b\n1,?\n2,3\n".getBytes(UTF_8);
        marked[9] = (byte) 0xFF;
        assertThat(read(marked).reading.problems()).containsExactly(
                new Csv.Problem(2, "b", "「b」の文字を読み取れません。入力し直すか、文字コードを UTF-8 にして保存し直してください。"));
        assertThat(read(marked).rows).extracting(Csv.Row::number).containsExactly(3L);
    }

    @Test
    void whatIsNoTextIsReportedOnce() throws IOException {
        Outcome outcome = read(new byte[]{(byte) 0xFF, (byte) 0xFE, 'a', '\n', '1', '\n'});
        assertThat(outcome.rows).isEmpty();
        assertThat(outcome.reading.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("見出し", "UTF-8"));
    }

    @Test
    void missingColumnsAreNamedAndNoRowIsTaken() throws IOException {
        List<Csv.Row> rows = new ArrayList<>();
        Csv.Reading reading = Csv.read(() -> new ByteArrayInputStream("a,b\n1,2\n".getBytes(UTF_8)), List.of("b", "c", "d"), rows::add);
        assertThat(rows).isEmpty();
        assertThat(reading.problems()).containsExactly(new Csv.Problem(1, "c", "見出しに「c」の列がありません。"),
                new Csv.Problem(1, "d", "見出しに「d」の列がありません。"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void aForgottenQuoteIsReported(String end) throws IOException {
        Outcome open = read(String.join(end, "a,b", "1,\"2", "3,4", "").getBytes(UTF_8));
        assertThat(open.rows).extracting(Csv.Row::cells).containsExactly(List.of("3", "4"));
        assertThat(open.reading.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("引用符"));
        Outcome inside = read(String.join(end, "a,b", "1,2", "", "3,\"4\"5", "6,7").getBytes(UTF_8));
        assertThat(inside.rows).extracting(Csv.Row::number).containsExactly(2L, 5L);
        assertThat(inside.reading.problems()).extracting(Csv.Problem::row).containsExactly(4L);
        Outcome last = read(String.join(end, "a,b", "1,2", "3,\"4").getBytes(UTF_8));
        assertThat(last.rows).extracting(Csv.Row::number).containsExactly(2L);
        assertThat(last.reading.problems()).extracting(Csv.Problem::row).containsExactly(3L);
        Outcome header = read(String.join(end, "a,\"b", "1,2", "3,4").getBytes(UTF_8));
        assertThat(header.rows).isEmpty();
        assertThat(header.reading.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("先"));
    }

    @Test
    void aFileOfBrokenRowsIsGivenUp() throws IOException {
        Outcome outcome = read(("a,b\n" + "\"1\"2,3\n".repeat(500)).getBytes(UTF_8));
        assertThat(outcome.reading.problems()).hasSize(100);
        assertThat(outcome.reading.problems()).last()
                .satisfies(problem -> assertThat(problem.message()).contains("この行から先"));
    }

    @Test
    void unknownColumnsAndMissingCellsAreProgrammingErrors() throws IOException {
        Csv.Row row = read("a\n1\n".getBytes(UTF_8)).rows.get(0);
        assertThatIllegalArgumentException().isThrownBy(() -> row.get("b"));
        Csv.Table csv = Csv.write(OutputStream.nullOutputStream(), Csv.Format.SPREADSHEET, text("a"), text("b"));
        assertThatIllegalArgumentException().isThrownBy(() -> csv.row("1"));
    }

    @Test
    void handsOnEachRowSoonAfterItsBytes() throws IOException {
        byte[] header = "番号,氏名,金額\r\n".getBytes(Csv.WINDOWS_31J);
        byte[] line = ("00123," + "山".repeat(190) + ",500\r\n").getBytes(Csv.WINDOWS_31J);
        AtomicReference<Repeated> opened = new AtomicReference<>();
        AtomicLong mostHeld = new AtomicLong();
        Csv.Reading reading = Csv.read(() -> {
            opened.set(new Repeated(header, line, 100_000));
            return opened.get();
        }, row -> mostHeld.accumulateAndGet(opened.get().linesBegun - (row.number() - 1), Math::max));
        assertThat(reading.charset()).isEqualTo(Csv.WINDOWS_31J);
        assertThat(reading.rows()).isEqualTo(100_000);
        assertThat(mostHeld).hasValueLessThan(1_000);
    }

    @Test
    void remembersOnlyTheFirstThousandRemarks() throws IOException {
        Csv.Table csv = Csv.write(OutputStream.nullOutputStream(), Csv.Format.LEGACY_SPREADSHEET, text("a"));
        for (int i = 0; i < 1_500; i++) {
            csv.row("♥");
        }
        assertThat(csv.replaced()).hasSize(1_000);
        assertThat(csv.replacedCount()).isEqualTo(1_500);
    }

    private static String cellInAmount(Object amount) throws IOException {
        return read(written(Csv.Format.SPREADSHEET, "", "", amount)).rows.get(0).get("金額");
    }

    private static byte[] written(Csv.Format format, Object... cells) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Csv.Table csv = Csv.write(out, format, text("番号"), text("氏名"), number("金額"))) {
            csv.row(cells);
        }
        return out.toByteArray();
    }

    private static Outcome read(byte[] file) throws IOException {
        List<Csv.Row> rows = new ArrayList<>();
        return new Outcome(Csv.read(() -> new ByteArrayInputStream(file), rows::add), rows);
    }

    private record Outcome(Csv.Reading reading, List<Csv.Row> rows) {}

    /** A first line, then the same line many times. */
    private static final class Repeated extends InputStream {

        private final byte[] line;
        private byte[] current;
        private int position;
        private final int times;
        private int linesBegun;

        Repeated(byte[] first, byte[] line, int times) {
            this.current = first;
            this.line = line;
            this.times = times;
        }

        @Override
        public int read() {
            if (position == current.length) {
                if (linesBegun == times) {
                    return -1;
                }
                linesBegun++;
                current = line;
                position = 0;
            }
            return current[position++] & 0xFF;
        }
    }
}
