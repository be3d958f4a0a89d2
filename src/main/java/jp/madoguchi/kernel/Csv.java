package jp.madoguchi.kernel;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The one reader and writer of CSV (requirements §2.6): RFC 4180 with CRLF, for spreadsheets of Japanese offices. Both
 * ways stream, so memory does not grow with the file. Rows are numbered as a spreadsheet numbers them: the header is 1.
 */
public final class Csv {

    /** What offices call Shift_JIS; Java's own {@code Shift_JIS} lacks ～ － ① ㈱ 髙 﨑. */
    public static final Charset WINDOWS_31J = Charset.forName("windows-31j");

    private static final int KEPT_REMARKS = 1_000;
    private static final int LONGEST_FIELD = 1 << 20;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Csv() {}

    /** For whom a file is written. */
    public enum Format {
        /** Staff's spreadsheets: UTF-8 with a byte order mark, formulas disarmed. The usual choice. */
        SPREADSHEET(StandardCharsets.UTF_8, true, true),
        /** Spreadsheets that know no UTF-8: windows-31j, formulas disarmed. */
        LEGACY_SPREADSHEET(WINDOWS_31J, false, true),
        /** Carriers' and finance systems: windows-31j, every value as it is. */
        LEGACY_SYSTEM(WINDOWS_31J, false, false),
        /** Open data: UTF-8 without a mark, formulas disarmed. */
        OPEN_DATA(StandardCharsets.UTF_8, false, true);

        private final Charset charset;
        private final boolean marked;
        private final boolean disarmed;

        Format(Charset charset, boolean marked, boolean disarmed) {
            this.charset = charset;
            this.marked = marked;
            this.disarmed = disarmed;
        }

        public Charset charset() {
            return charset;
        }
    }

    /**
     * A column to write.
     *
     * @param numeric numbers in it keep their sign without a guard; anything else is still disarmed
     */
    public record Column(String name, boolean numeric) {

        public static Column text(String name) {
            return new Column(name, false);
        }

        public static Column number(String name) {
            return new Column(name, true);
        }
    }

    /**
     * A character that the file's encoding does not have; 〓 stands in its place. A variation selector is left out
     * instead, so that the plain form of the character remains.
     *
     * @param column the column's name
     */
    public record Replaced(long row, String column, String character) {}

    /**
     * Starts a file: writes the header row.
     *
     * @param out stays open; the caller owns it
     */
    public static Table write(OutputStream out, Format format, Column... columns) throws IOException {
        return new Table(out, format, List.of(columns));
    }

    /** Writes rows one by one. Not for several threads. */
    public static final class Table implements Closeable {

        private static final String FORMULA_STARTS = "=+-@\t\r";
        private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9,]*(\\.[0-9]+)?");
        private static final String UNMAPPED = "\u301C\u2212\u2016\u2014";
        private static final String MAPPED = "\uFF5E\uFF0D\u2225\u2015";

        private final Format format;
        private final List<Column> columns;
        private final Writer characters;
        private final CsvWriter csv;
        private final List<Replaced> replaced = new ArrayList<>();
        private long replacedCount;
        private long row;

        private Table(OutputStream out, Format format, List<Column> columns) throws IOException {
            this.format = format;
            this.columns = columns;
            if (format.marked) {
                out.write(UTF_8_MARK);
            }
            this.characters = new OutputStreamWriter(out, format.charset);
            this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(characters);
            line(columns.stream().map(Column::name).toArray());
        }

        /**
         * Writes one row; a null becomes an empty cell, everything else its {@code toString()}.
         *
         * @throws IllegalArgumentException when there are more or fewer cells than columns
         */
        public Table row(Object... cells) {
            if (cells.length != columns.size()) {
                throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
            }
            line(cells);
            return this;
        }

        private void line(Object[] cells) {
            row++;
            String[] line = new String[cells.length];
            for (int i = 0; i < cells.length; i++) {
                String text = cells[i] == null ? "" : cells[i].toString();
                line[i] = encodable(format.disarmed ? disarm(text, columns.get(i)) : text, columns.get(i));
            }
            csv.writeRecord(line);
        }

        /** CWE-1236: a spreadsheet must not run what an applicant typed. */
        private static String disarm(String text, Column column) {
            boolean harmless = text.isEmpty() || FORMULA_STARTS.indexOf(text.charAt(0)) < 0
                    || column.numeric && NUMBER.matcher(text).matches();
            return harmless ? text : "'" + text;
        }

        private String encodable(String text, Column column) {
            boolean legacy = format.charset == WINDOWS_31J;
            for (int i = 0; i < text.length(); i++) {
                if (!fits(text.charAt(i), legacy)) {
                    return replaceUnfit(text, column, legacy);
                }
            }
            return text;
        }

        private String replaceUnfit(String text, Column column, boolean legacy) {
            StringBuilder fitting = new StringBuilder(text.length());
            text.codePoints().forEach(point -> {
                int mapped = legacy ? UNMAPPED.indexOf(point) : -1;
                if (mapped >= 0) {
                    fitting.append(MAPPED.charAt(mapped));
                } else if (fits(point, legacy)) {
                    fitting.appendCodePoint(point);
                } else {
                    if (!isVariationSelector(point)) {
                        fitting.append('〓');
                    }
                    remark(column, point);
                }
            });
            return fitting.toString();
        }

        private void remark(Column column, int point) {
            replacedCount++;
            if (replaced.size() < KEPT_REMARKS) {
                replaced.add(new Replaced(row, column.name, Character.toString(point)));
            }
        }

        private static boolean fits(int point, boolean legacy) {
            return legacy ? Encodable.IN_WINDOWS_31J.get(point)
                    : point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE;
        }

        private static boolean isVariationSelector(int point) {
            return point >= 0xFE00 && point <= 0xFE0F || point >= 0xE0100 && point <= 0xE01EF;
        }

        /** Characters that could not be written, in order; the first thousand. Show them to whoever asked for the file. */
        public List<Replaced> replaced() {
            return List.copyOf(replaced);
        }

        /** How many there were in all. */
        public long replacedCount() {
            return replacedCount;
        }

        /** Writes what is still buffered; leaves the stream open. */
        @Override
        public void close() throws IOException {
            csv.flush();
            characters.flush();
        }
    }

    private static final class Encodable {

        static final BitSet IN_WINDOWS_31J = new BitSet(Character.MAX_VALUE);

        static {
            CharsetEncoder encoder = WINDOWS_31J.newEncoder();
            for (int point = 0; point <= Character.MAX_VALUE; point++) {
                IN_WINDOWS_31J.set(point, encoder.canEncode((char) point));
            }
        }
    }

    /** A file that can be opened twice: once to find its encoding, once to read it. */
    @FunctionalInterface
    public interface Source {

        InputStream open() throws IOException;
    }

    /**
     * A row with as many cells as the header.
     *
     * @param number as a spreadsheet shows it
     * @param cells  as typed: leading zeros and spaces are kept, an empty cell is ""
     */
    public record Row(long number, List<String> header, List<String> cells) {

        /** @throws IllegalArgumentException when the header has no such column */
        public String get(String column) {
            int index = header.indexOf(column);
            if (index < 0) {
                throw new IllegalArgumentException("No column " + column + " in " + header);
            }
            return cells.get(index);
        }
    }

    /** @param message a Japanese sentence for the person who sent the file */
    public record Problem(long row, String message) {}

    /**
     * What was found.
     *
     * @param charset      the encoding that fitted
     * @param header       the names in the first row; empty for an empty file
     * @param rows         how many rows were handed on
     * @param problemCount how many were not
     * @param problems     why, in order; the first thousand
     */
    public record Reading(Charset charset, List<String> header, long rows, long problemCount,
                          List<Problem> problems) {}

    /**
     * Hands on row after row. The encoding is UTF-8 when the file has its mark or is valid UTF-8, else windows-31j.
     * Empty lines are passed over. A row whose number of cells differs from the header's is reported, not handed on;
     * text that cannot be decoded, and a field of more than a million characters, are reported and end the reading.
     *
     * @param rows may throw; reading ends then
     */
    public static Reading read(Source source, Consumer<Row> rows) throws IOException {
        Encoding encoding = encodingOf(source);
        try (InputStream bytes = source.open()) {
            if (encoding.marked) {
                bytes.skipNBytes(UTF_8_MARK.length);
            }
            return new Parser(encoding.charset, rows).parse(new InputStreamReader(bytes, strict(encoding.charset)));
        }
    }

    private record Encoding(Charset charset, boolean marked) {}

    private static Encoding encodingOf(Source source) throws IOException {
        try (InputStream bytes = source.open()) {
            byte[] start = bytes.readNBytes(UTF_8_MARK.length);
            if (Arrays.equals(start, UTF_8_MARK)) {
                return new Encoding(StandardCharsets.UTF_8, true);
            }
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), bytes);
            new InputStreamReader(all, strict(StandardCharsets.UTF_8)).transferTo(Writer.nullWriter());
            return new Encoding(StandardCharsets.UTF_8, false);
        } catch (CharacterCodingException notUtf8) {
            return new Encoding(WINDOWS_31J, false);
        }
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static final class Parser {

        private final Charset charset;
        private final Consumer<Row> rows;
        private final List<Problem> problems = new ArrayList<>();
        private List<String> header = List.of();
        private long row;
        private long handedOn;
        private long problemCount;

        Parser(Charset charset, Consumer<Row> rows) {
            this.charset = charset;
            this.rows = rows;
        }

        Reading parse(InputStreamReader text) throws IOException {
            // Empty lines count here, so that the numbers are those of a spreadsheet.
            CsvReader<CsvRecord> csv = CsvReader.builder().skipEmptyLines(false).maxBufferSize(LONGEST_FIELD)
                    .allowUnclosedQuote(false)
                    .allowExtraFields(true).allowMissingFields(true).ofCsvRecord(text);
            try (csv; CloseableIterator<CsvRecord> records = csv.iterator()) {
                for (CsvRecord found = next(records); found != null; found = next(records)) {
                    row++;
                    take(found.getFields());
                }
            }
            if (header.isEmpty() && problemCount == 0) {
                report("見出しの行がありません。1行目に列の名前を入れてください。");
            }
            return new Reading(charset, header, handedOn, problemCount, List.copyOf(problems));
        }

        /** Null at the end, which may be early: a parser that has failed cannot go on. */
        private CsvRecord next(CloseableIterator<CsvRecord> records) throws IOException {
            try {
                return records.hasNext() ? records.next() : null;
            } catch (CsvParseException unparsable) {
                row++;
                report("この行から先を読み取れません。引用符（\"）の閉じ忘れがないかご確認ください。");
            } catch (UncheckedIOException failed) {
                if (!(failed.getCause() instanceof CharacterCodingException)) {
                    throw failed.getCause();
                }
                row++;
                report("文字を読み取れません。文字コードを UTF-8 にして保存し直してください。");
            }
            return null;
        }

        private void take(List<String> cells) {
            if (cells.size() == 1 && cells.get(0).isEmpty()) {
                return;
            }
            if (header.isEmpty()) {
                header = List.copyOf(cells);
            } else if (cells.size() != header.size()) {
                report("列の数が見出しと違います（見出し%d列、この行%d列）。".formatted(header.size(), cells.size()));
            } else {
                handedOn++;
                rows.accept(new Row(row, header, cells));
            }
        }

        private void report(String message) {
            problemCount++;
            if (problems.size() < KEPT_REMARKS) {
                problems.add(new Problem(Math.max(row, 1), message));
            }
        }
    }
}
