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
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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
    private static final int MOST_BROKEN_ROWS = 100;
    private static final String UNREADABLE = "\uFFFD";
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

    /**
     * Why a row was not taken.
     *
     * @param column  the column's name, "" when it is not about one cell
     * @param message a Japanese sentence for the person who sent the file, complete without the column
     */
    public record Problem(long row, String column, String message) {

        public Problem(long row, String message) {
            this(row, "", message);
        }
    }

    /**
     * What was found.
     *
     * @param charset      the encoding that fitted
     * @param header       the names in the first row; empty for an empty file
     * @param rows         how many rows were handed on
     * @param problemCount how many remarks there were in all
     * @param problems     why other rows were not handed on, in order; the first thousand
     */
    public record Reading(Charset charset, List<String> header, long rows, long problemCount,
                          List<Problem> problems) {}

    /**
     * Hands on row after row; a broken one is reported and the others are still handed on. The encoding is UTF-8 when
     * the file has its mark or is valid UTF-8, else windows-31j. Empty lines are passed over. Broken is a row whose
     * number of cells differs from the header's, which has characters that cannot be decoded, or whose quotes do not
     * close: after that one reading goes on with the next line. The hundredth of those ends it.
     *
     * @param rows may throw; reading ends then
     */
    public static Reading read(Source source, Consumer<Row> rows) throws IOException {
        return read(source, List.of(), rows);
    }

    /**
     * @param required columns without which no row is handed on; each that is missing is reported
     * @see #read(Source, Consumer)
     */
    public static Reading read(Source source, List<String> required, Consumer<Row> rows) throws IOException {
        Parser parser = new Parser(encodingOf(source), required, rows);
        while (!parser.finished) {
            try (InputStream bytes = source.open()) {
                parser.readOn(bytes);
            }
        }
        return parser.reading();
    }

    private record Encoding(Charset charset, boolean marked) {}

    private static Encoding encodingOf(Source source) throws IOException {
        try (InputStream bytes = source.open()) {
            byte[] start = bytes.readNBytes(UTF_8_MARK.length);
            if (Arrays.equals(start, UTF_8_MARK)) {
                return new Encoding(StandardCharsets.UTF_8, true);
            }
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), bytes);
            new InputStreamReader(all, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT))
                    .transferTo(Writer.nullWriter());
            return new Encoding(StandardCharsets.UTF_8, false);
        } catch (CharacterCodingException notUtf8) {
            return new Encoding(WINDOWS_31J, false);
        }
    }

    private static final class Parser {

        private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

        private final Encoding encoding;
        private final List<String> required;
        private final Consumer<Row> rows;
        private final List<Problem> problems = new ArrayList<>();
        private List<String> header = List.of();
        private long row;
        private int lines;
        private int broken;
        private long handedOn;
        private long problemCount;
        private boolean finished;

        Parser(Encoding encoding, List<String> required, Consumer<Row> rows) {
            this.encoding = encoding;
            this.required = required;
            this.rows = rows;
        }

        /** Reads to the end or up to a row whose quotes do not close; the parser cannot go on behind that one. */
        void readOn(InputStream bytes) throws IOException {
            if (encoding.marked) {
                bytes.skipNBytes(UTF_8_MARK.length);
            }
            // Empty lines count here, so that the numbers are those of a spreadsheet.
            CsvReader<CsvRecord> csv = CsvReader.builder().skipEmptyLines(false).maxBufferSize(LONGEST_FIELD)
                    .allowUnclosedQuote(false).allowExtraFields(true).allowMissingFields(true)
                    .ofCsvRecord(new InputStreamReader(bytes, encoding.charset));
            try (csv) {
                csv.skipLines(lines);
                CloseableIterator<CsvRecord> records = csv.iterator();
                for (CsvRecord found = next(records); found != null && !finished; found = next(records)) {
                    row++;
                    lines += 1 + lineBreaksIn(found.getFields());
                    take(found.getFields());
                }
            }
        }

        /** Null at the end, and when the next row is unparsable. */
        private CsvRecord next(CloseableIterator<CsvRecord> records) {
            try {
                if (records.hasNext()) {
                    return records.next();
                }
                finished = true;
            } catch (CsvParseException unparsable) {
                row++;
                lines++;
                broken++;
                finished = header.isEmpty() || broken == MOST_BROKEN_ROWS;
                report(finished ? "この行から先を読み取れません。引用符（\"）の閉じ忘れがないかご確認ください。"
                        : "この行を読み取れません。引用符（\"）の閉じ忘れがないかご確認ください。");
            }
            return null;
        }

        private static int lineBreaksIn(List<String> cells) {
            int breaks = 0;
            for (String cell : cells) {
                for (int i = 0; i < cell.length(); i++) {
                    char c = cell.charAt(i);
                    breaks += c == '\r' || c == '\n' && (i == 0 || cell.charAt(i - 1) != '\r') ? 1 : 0;
                }
            }
            return breaks;
        }

        private void take(List<String> cells) {
            if (cells.size() == 1 && cells.get(0).isEmpty()) {
                return;
            }
            if (header.isEmpty()) {
                takeHeader(cells);
            } else if (cells.size() != header.size()) {
                report("列の数が見出しと違います（見出し%d列、この行%d列）。".formatted(header.size(), cells.size()));
            } else if (isReadable(cells)) {
                handedOn++;
                rows.accept(new Row(row, header, cells));
            }
        }

        private void takeHeader(List<String> cells) {
            header = List.copyOf(cells);
            if (header.stream().anyMatch(name -> name.contains(UNREADABLE))) {
                report("見出しの文字を読み取れません。文字コードを UTF-8 にして保存し直してください。");
                finished = true;
                return;
            }
            for (String column : required) {
                if (!header.contains(column)) {
                    report(column, "見出しに「%s」の列がありません。".formatted(column));
                    finished = true;
                }
            }
        }

        private boolean isReadable(List<String> cells) {
            boolean readable = true;
            for (int i = 0; i < cells.size(); i++) {
                if (cells.get(i).contains(UNREADABLE)) {
                    report(header.get(i), "「%s」の文字を読み取れません。入力し直すか、文字コードを UTF-8 にして保存し直してください。"
                            .formatted(header.get(i)));
                    readable = false;
                }
            }
            return readable;
        }

        private void report(String message) {
            report("", message);
        }

        private void report(String column, String message) {
            problemCount++;
            if (problems.size() < KEPT_REMARKS) {
                problems.add(new Problem(Math.max(row, 1), column, message));
            }
        }

        Reading reading() {
            if (header.isEmpty() && problemCount == 0) {
                report("見出しの行がありません。1行目に列の名前を入れてください。");
            }
            return new Reading(encoding.charset, header, handedOn, problemCount, List.copyOf(problems));
        }
    }
}
