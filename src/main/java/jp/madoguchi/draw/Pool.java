package jp.madoguchi.draw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import jp.madoguchi.draw.DrawProgress.Step;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;

/**
 * The frozen list of lots in its one canonical form: ASCII, every line ended by one line feed, no header, ascending by lot in
 * the order of bytes. All lines are {@code lot}, each of a person of its own in the only channel, or all are
 * {@code lot,person,channel,units}.
 *
 * <p>The file is mapped, not read: on the heap a lot takes 6 bytes, and 20 to 30 more where it names its person.
 */
public final class Pool {

    static final int LONGEST_CODE = 64;
    static final int LONGEST_LINE = 4 * (LONGEST_CODE + 1);
    /** How many lots are looked at together, see {@link #near}. */
    static final int NEAR = 512;
    private static final boolean[] FIRST = letters("");
    private static final boolean[] FURTHER = letters("._-");

    private final ByteBuffer text;
    private final String hash;
    private final int lots;
    /** Where each line begins, and where the last one ends. */
    private final int[] starts;
    private final byte[] channels;
    private final byte[] units;
    /** The number of each lot's person, by first appearance; null where each lot is a person of its own. */
    private final int[] persons;
    /** Where each person's name is met first. */
    private final int[] names;
    /** Open addressing: a person's hash, and its number + 1. */
    private final long[] table;
    private final DrawRules rules;
    private final int[] lotsOf;
    private final long[] unitsOf;
    private int personCount;
    /** Keeps what was only asked for from being optimised away. */
    private long far;

    private Pool(ByteBuffer text, DrawRules rules, DrawProgress progress) {
        this.text = text;
        this.rules = rules;
        MessageDigest digest = Sha256.digest();
        digest.update(text.duplicate());
        this.hash = HexFormat.of().formatHex(digest.digest());
        this.lots = lines();
        this.starts = new int[lots + 1];
        this.channels = new byte[lots];
        this.units = new byte[lots];
        boolean named = isNamed();
        this.persons = named ? new int[lots] : null;
        this.names = named ? new int[lots] : null;
        this.table = named ? new long[Math.max(16, Integer.highestOneBit((int) Math.min(1 << 29, lots * 3L / 2)) << 1)] : null;
        this.lotsOf = new int[rules.channels().size()];
        this.unitsOf = new long[rules.channels().size()];
        parse(progress);
    }

    /**
     * Reads and checks a pool file. It must not change while the pool is in use.
     *
     * @throws RefusedException when it is not canonical, names a channel the rules do not know or asks for more than the cap
     */
    public static Pool read(Path file, DrawRules rules, DrawProgress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() >= Integer.MAX_VALUE) {
                throw new RefusedException("draw.pool.size", "抽選対象の一覧が2GBを超えています。");
            }
            return new Pool(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), rules, progress);
        }
    }

    static Pool parse(String text, DrawRules rules) {
        return new Pool(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), rules, DrawProgress.SILENT);
    }

    /** SHA-256 of the file, in lower-case hex. */
    public String hash() {
        return hash;
    }

    public DrawRules rules() {
        return rules;
    }

    public int lots() {
        return lots;
    }

    public int persons() {
        return persons == null ? lots : personCount;
    }

    /** All units asked for. */
    public long units() {
        return Arrays.stream(unitsOf).sum();
    }

    int lots(int channel) {
        return lotsOf[channel];
    }

    long units(int channel) {
        return unitsOf[channel];
    }

    int channelOf(int lot) {
        return channels[lot];
    }

    int unitsOf(int lot) {
        return units[lot];
    }

    /** A number that all lots of a person share, less than {@link #persons}. */
    int personOf(int lot) {
        return persons == null ? lot : persons[lot];
    }

    /** Asks for the lines of some lots before they are used, so that they come from memory together. */
    void near(int[] some, int count) {
        long asked = 0;
        for (int i = 0; i < count; i++) {
            asked += starts[some[i]];
        }
        for (int i = 0; i < count; i++) {
            asked += text.get(starts[some[i]]) + text.get(starts[some[i] + 1] - 1);
        }
        far = asked;
    }

    /** Copies {@code lot,person,channel,units}, also where the file has the lot only. @return the position after it */
    int line(int lot, byte[] into, int at) {
        int length = starts[lot + 1] - starts[lot] - 1;
        text.get(starts[lot], into, at, length);
        if (persons != null) {
            return at + length;
        }
        byte[] rest = (',' + new String(into, at, length, StandardCharsets.US_ASCII) + ',' + rules.channels().get(0).code() + ",1")
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(rest, 0, into, at + length, rest.length);
        return at + length + rest.length;
    }

    /** @return its length; the name's bytes are in {@code into} */
    int lot(int lot, byte[] into) {
        int length = lotEnd(lot) - starts[lot];
        text.get(starts[lot], into, 0, length);
        return length;
    }

    String lot(int lot) {
        byte[] name = new byte[LONGEST_CODE];
        return new String(name, 0, lot(lot, name), StandardCharsets.US_ASCII);
    }

    /** @return its length; the bytes of the person's name are in {@code into} */
    int person(int lot, byte[] into) {
        if (persons == null) {
            return lot(lot, into);
        }
        int from = lotEnd(lot) + 1;
        int length = fieldEnd(from) - from;
        text.get(from, into, 0, length);
        return length;
    }

    /** @return the lot of that name, or -1 */
    int find(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        byte[] met = new byte[LONGEST_CODE];
        int low = 0;
        int high = lots - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(met, 0, lot(middle, met), wanted, 0, wanted.length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** @return the number of that person, or -1 where it has no lot */
    int findPerson(String name) {
        if (persons == null) {
            return find(name);
        }
        if (!DrawRules.isCode(name)) {
            return -1;
        }
        ByteBuffer wanted = ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
        long entry = table[slot(wanted, 0, wanted.limit(), hash(wanted.array(), 0, wanted.limit()))];
        return (int) entry - 1;
    }

    private int lines() {
        int count = 0;
        for (int i = 0; i < text.limit(); i++) {
            if (text.get(i) == '\n') {
                count++;
            }
        }
        if (text.limit() > 0 && text.get(text.limit() - 1) != '\n') {
            throw new RefusedException("draw.pool.end", "抽選対象の一覧の最後の行が改行で終わっていません。途中で切れたファイルではないか確認してください。");
        }
        return count;
    }

    private boolean isNamed() {
        for (int i = 0; i < text.limit() && text.get(i) != '\n'; i++) {
            if (text.get(i) == ',') {
                return true;
            }
        }
        return false;
    }

    private void parse(DrawProgress progress) {
        if (persons == null && lots > 0 && rules.channels().size() != 1) {
            throw new RefusedException("draw.pool.columns", "媒体が複数あるときは、各行に抽選番号・人・媒体・口数が必要です。");
        }
        new Parser(progress).parse();
    }

    /** Goes through the text once, in pieces that the processor keeps near. */
    private final class Parser {

        private final DrawProgress progress;
        private final byte[][] codes = rules.channels().stream().map(c -> c.code().getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
        private final byte[] piece = new byte[1 << 16];
        /** Where the piece begins in the text. */
        private int base;
        /** Where the persons of the last lots begin and end in the text, and their hashes; entered into the table together. */
        private final int[] personStarts = new int[NEAR];
        private final int[] personEnds = new int[NEAR];
        private final int[] hashes = new int[NEAR];

        Parser(DrawProgress progress) {
            this.progress = progress;
        }

        void parse() {
            int at = 0;
            int filled = 0;
            for (int lot = 0; lot < lots; lot++) {
                if (lot % DrawProgress.INTERVAL == 0) {
                    progress.at(Step.READ, lot, lots);
                }
                if (at - base + LONGEST_LINE > filled && base + filled < text.limit()) {
                    base = lot == 0 ? 0 : starts[lot - 1];
                    filled = Math.min(piece.length, text.limit() - base);
                    text.get(base, piece, 0, filled);
                }
                starts[lot] = at;
                at = base + line(lot, at - base);
                if (persons != null && (lot % NEAR == NEAR - 1 || lot == lots - 1)) {
                    enterPersons(lot - lot % NEAR, lot);
                }
            }
            starts[lots] = at;
            progress.at(Step.READ, lots, lots);
        }

        /** @return where the next line begins in the piece */
        private int line(int lot, int start) {
            int end = code(lot, start);
            if (lot > 0 && compare(starts[lot - 1] - base, start, end) >= 0) {
                throw refused(lot, "order", "抽選番号が重なっているか、昇順に並んでいません。");
            }
            if (persons == null) {
                units[lot] = 1;
            } else {
                int person = comma(lot, end) + 1;
                end = code(lot, person);
                personStarts[lot % NEAR] = base + person;
                personEnds[lot % NEAR] = base + end;
                hashes[lot % NEAR] = hash(piece, person, end);
                int channel = comma(lot, end) + 1;
                end = code(lot, channel);
                channels[lot] = (byte) channel(lot, channel, end);
                end = units(lot, comma(lot, end) + 1);
            }
            if (piece[end] != '\n') {
                throw refused(lot, "columns", persons == null ? "抽選番号だけの行に余分な文字があります。" : "行に余分な文字があります。");
            }
            lotsOf[channels[lot]]++;
            unitsOf[channels[lot]] += units[lot];
            return end + 1;
        }

        /** @return where the code that begins at {@code from} ends */
        private int code(int lot, int from) {
            int at = from;
            byte letter = piece[at];
            while (letter >= 0 && (at == from ? FIRST : FURTHER)[letter] && at - from <= LONGEST_CODE) {
                letter = piece[++at];
            }
            if (at == from || at - from > LONGEST_CODE || letter != ',' && letter != '\n') {
                throw refused(lot, "code", "使えるのは半角の英数字と . _ - だけで、各欄は英数字で始まる1字以上64字以内です（空白、引用符、空行、改行CR、BOMは入れられません）。");
            }
            return at;
        }

        private int comma(int lot, int at) {
            if (piece[at] != ',') {
                throw refused(lot, "columns", "抽選番号・人・媒体・口数の4つの欄が必要です。");
            }
            return at;
        }

        private int channel(int lot, int from, int end) {
            for (int channel = 0; channel < codes.length; channel++) {
                if (Arrays.equals(codes[channel], 0, codes[channel].length, piece, from, end)) {
                    return channel;
                }
            }
            throw refused(lot, "channel", "決められていない媒体です。");
        }

        private int units(int lot, int from) {
            int at = from;
            int value = 0;
            while (at - from < 4 && piece[at] >= '0' && piece[at] <= '9') {
                value = value * 10 + piece[at++] - '0';
            }
            if (at == from || piece[from] == '0' || value > DrawRules.MOST_UNITS || value > rules.capPerPerson()) {
                throw refused(lot, "units", "口数は1以上で、1人あたりの上限（%,d口）と100口を超えられません。".formatted(rules.capPerPerson()));
            }
            units[lot] = (byte) value;
            return at;
        }

        /** The lot before against the one here. */
        private int compare(int before, int from, int end) {
            int at = before;
            for (int i = from; i < end; i++, at++) {
                int difference = piece[at] - piece[i];
                if (difference != 0) {
                    return difference;
                }
            }
            return piece[at] == ',' || piece[at] == '\n' ? 0 : 1;
        }

        /**
         * Gives each lot the number of its person. What lies far apart in memory is asked for by all before it is used by the
         * first, so that they wait together: twice as fast.
         */
        private void enterPersons(int from, int to) {
            long asked = 0;
            for (int i = 0; i <= to - from; i++) {
                asked += table[hashes[i] & table.length - 1];
            }
            for (int i = 0; i <= to - from; i++) {
                int number = (int) table[hashes[i] & table.length - 1];
                asked += number == 0 ? 0 : names[number - 1];
            }
            for (int i = 0; i <= to - from; i++) {
                int number = (int) table[hashes[i] & table.length - 1];
                asked += number == 0 ? 0 : text.get(names[number - 1]);
            }
            far = asked;
            for (int i = 0; i <= to - from; i++) {
                int slot = slot(text, personStarts[i], personEnds[i], hashes[i]);
                if (table[slot] == 0) {
                    names[personCount] = personStarts[i];
                    table[slot] = (long) hashes[i] << 32 | ++personCount;
                }
                persons[from + i] = (int) table[slot] - 1;
            }
        }
    }

    /** Where that person is in the table, or the free slot where it belongs. */
    private int slot(ByteBuffer source, int from, int end, int hashed) {
        int slot = hashed & table.length - 1;
        while (table[slot] != 0 && ((int) (table[slot] >>> 32) != hashed || !isPerson((int) table[slot] - 1, source, from, end))) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private boolean isPerson(int number, ByteBuffer source, int from, int end) {
        int at = names[number];
        for (int i = from; i < end; i++, at++) {
            if (source.get(i) != text.get(at)) {
                return false;
            }
        }
        return text.get(at) == ',';
    }

    private static int hash(byte[] source, int from, int end) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < end; i++) {
            hash = (hash ^ source[i]) * 0x100000001b3L;
        }
        hash ^= hash >>> 29;
        hash *= 0xbf58476d1ce4e5b9L;
        return (int) (hash >>> 32);
    }

    private int lotEnd(int lot) {
        return fieldEnd(starts[lot]);
    }

    private int fieldEnd(int from) {
        int at = from;
        while (text.get(at) != ',' && text.get(at) != '\n') {
            at++;
        }
        return at;
    }

    private static RefusedException refused(int lot, String reason, String wording) {
        return new RefusedException("draw.pool." + reason, String.format(Locale.ROOT, "抽選対象の一覧の%,d行目: %s", lot + 1, wording));
    }

    private static boolean[] letters(String more) {
        boolean[] letters = new boolean[128];
        for (char c = 0; c < 128; c++) {
            letters[c] = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || more.indexOf(c) >= 0;
        }
        return letters;
    }
}
