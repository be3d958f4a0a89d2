package jp.madoguchi.draw;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.SpillOver;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;

/**
 * Repeats a draw from its published files, without database, server or network, and says what agrees (§2.15 step 8).
 * docs/draw.md describes the steps so that any other language can repeat them.
 */
public final class VerifyDraw {

    private static final String USAGE = """
            使い方 / usage: verify-draw <folder> [--commitment <sha256>]
              --commitment  公表時に控えた commitment.json のハッシュ値（64桁） / the hash of commitment.json as it was published, 64 hex digits
            終了コード / exit code: 0 一致 agrees, 1 不一致 does not agree, 2 検証できない cannot be examined
            """;
    private static final int AGREES = 0;
    private static final int DIFFERS = 1;
    private static final int UNREADABLE = 2;

    private final Path folder;
    private final List<Finding> findings = new ArrayList<>();
    private Commitment commitment;
    private Pool pool;

    private VerifyDraw(Path folder) {
        this.folder = folder;
    }

    /** What is compared, in the order of the report. */
    enum Subject {
        COMMITMENT("公告のハッシュ値", "hash of the commitment"),
        POOL_HASH("抽選対象の一覧のハッシュ値", "hash of the pool"),
        POOL_FORM("抽選対象の一覧の書式と並び", "form and order of the pool"),
        COUNTS("件数", "counts"),
        GRANTS("これまでの付与", "earlier grants"),
        SOURCES("乱数のもと", "public sources"),
        SEED("種", "seed"),
        RESULT("当選者の一覧", "winners, line by line"),
        RESERVES("補欠の一覧", "reserves, line by line"),
        ONCE("当選は抽選番号ごとに一度", "each ticket wins once, as the pool has it"),
        CAP("1人あたりの上限", "cap per person"),
        QUOTAS("枠と予算", "quotas and budget"),
        OUTCOME("集計とハッシュ値", "sums and hashes of the outcome"),
        PROMOTIONS("繰上げ", "promotions, round by round");

        private final String japanese;
        private final String english;

        Subject(String japanese, String english) {
            this.japanese = japanese;
            this.english = english;
        }
    }

    /** @param detail what was found, understandable in both languages */
    record Finding(Subject subject, boolean agrees, String detail) {}

    /** The rest of the steps has nothing to work on. */
    private static final class Stopped extends Exception {

        Stopped() {
            super(null, null, false, false);
        }
    }

    /**
     * Prints a report in Japanese and English.
     *
     * @param args the folder, then options; see the usage text
     * @return 0 when all agrees, 1 when something does not, 2 when it cannot be examined
     */
    public static int run(String[] args, PrintStream out) {
        List<String> rest = new ArrayList<>(Arrays.asList(args));
        int option = rest.indexOf("--commitment");
        String published = option >= 0 && option + 1 < rest.size() ? rest.get(option + 1) : null;
        if (published != null) {
            rest.subList(option, option + 2).clear();
        }
        if (rest.size() != 1 || rest.get(0).startsWith("--") || published != null && !published.matches("[0-9a-fA-F]{64}")) {
            out.print(USAGE);
            return UNREADABLE;
        }
        VerifyDraw verification = new VerifyDraw(Path.of(rest.get(0)));
        try {
            verification.commitment = Commitment.read(verification.bytes(DrawFolder.COMMITMENT));
            boolean drawn = verification.examine(published);
            return verification.report(out, drawn);
        } catch (IOException | RefusedException unreadable) {
            out.printf("検証できません / Cannot be examined: %s%n", unreadable.getMessage());
            return UNREADABLE;
        }
    }

    /** Without a report. @throws RefusedException when there is no readable commitment */
    static List<Finding> examine(Path folder) throws IOException {
        VerifyDraw verification = new VerifyDraw(folder);
        verification.commitment = Commitment.read(verification.bytes(DrawFolder.COMMITMENT));
        verification.examine((String) null);
        return verification.findings;
    }

    /** @return false when it is not drawn yet */
    private boolean examine(String published) throws IOException {
        if (published != null) {
            add(Subject.COMMITMENT, commitment.hash().equalsIgnoreCase(published), "公表 / published " + published);
        }
        boolean drawn = Stream.of(DrawFolder.RESULT, DrawFolder.RESERVES, DrawFolder.OUTCOME).anyMatch(name -> Files.exists(folder.resolve(name)));
        try {
            pool();
            Grants grants = grants();
            if (!drawn && !Files.exists(folder.resolve(DrawFolder.SOURCES))) {
                return false;
            }
            SourceValues sources = sources();
            Seed seed = Seed.of(commitment.drawId(), commitment.pool().hash(), sources.canonical());
            if (drawn) {
                result(Allocation.draw(pool, grants, seed, DrawProgress.SILENT), sources, seed);
            } else {
                add(Subject.SEED, true, seed.hex());
            }
        } catch (Stopped stopped) {
            return drawn;
        }
        return drawn;
    }

    private void pool() throws IOException, Stopped {
        String hash = hash(DrawFolder.POOL);
        add(Subject.POOL_HASH, hash.equals(commitment.pool().hash()), hash.equals(commitment.pool().hash()) ? hash
                : "公告 / committed %s, 計算 / computed %s".formatted(commitment.pool().hash(), hash));
        try {
            pool = Pool.read(folder.resolve(DrawFolder.POOL), commitment.rules(), DrawProgress.SILENT);
            add(Subject.POOL_FORM, true, "");
        } catch (RefusedException malformed) {
            add(Subject.POOL_FORM, false, wording(malformed));
            throw new Stopped();
        }
        Commitment.Lots counted = Commitment.Lots.of(pool);
        Commitment.Lots said = commitment.pool();
        boolean same = counted.lots() == said.lots() && counted.persons() == said.persons() && counted.units() == said.units()
                && counted.channels().equals(said.channels());
        add(Subject.COUNTS, same, "一覧 / pool: %s%s".formatted(counts(counted), same ? "" : ", 公告 / committed: " + counts(said)));
    }

    private static String counts(Commitment.Lots lots) {
        return "%,d本 lots, %,d人 persons, %,d口 units %s".formatted(lots.lots(), lots.persons(), lots.units(),
                lots.channels().stream().map(c -> "%s %,d/%,d".formatted(c.code(), c.lots(), c.units())).toList());
    }

    private Grants grants() throws IOException, Stopped {
        try {
            Grants grants = Grants.parse(bytes(DrawFolder.GRANTS));
            add(Subject.GRANTS, grants.hash().equals(commitment.grantsHash()), grants.hash());
            return grants;
        } catch (RefusedException malformed) {
            add(Subject.GRANTS, false, wording(malformed));
            throw new Stopped();
        }
    }

    private SourceValues sources() throws IOException, Stopped {
        try {
            SourceValues written = PublishedJson.read(bytes(DrawFolder.SOURCES), SourceValues.class, DrawFolder.SOURCES);
            SourceValues computed = SourceValues.of(commitment, written.sources().stream().map(SourceValues.Source::values).toList());
            add(Subject.COMMITMENT, written.commitmentHash().equals(commitment.hash()), DrawFolder.SOURCES + " " + written.commitmentHash());
            add(Subject.SOURCES, written.sources().equals(computed.sources()) && computed.canonical().equals(written.canonical())
                    && commitment.drawId().equals(written.drawId()) && SourceValues.FORMAT.equals(written.format()), computed.canonical());
            return computed;
        } catch (RefusedException malformed) {
            add(Subject.SOURCES, false, wording(malformed));
            throw new Stopped();
        }
    }

    private void result(Allocation allocation, SourceValues sources, Seed seed) throws IOException, Stopped {
        DrawOutcome written = outcome();
        add(Subject.COMMITMENT, commitment.hash().equals(written.commitmentHash()), DrawFolder.OUTCOME + " " + written.commitmentHash());
        add(Subject.SEED, seed.hex().equals(written.seed()), seed.hex().equals(written.seed()) ? seed.hex()
                : "計算 / computed %s, 公表 / published %s".formatted(seed.hex(), written.seed()));
        if (!Files.exists(folder.resolve(DrawFolder.RESULT)) || !Files.exists(folder.resolve(DrawFolder.RESERVES))) {
            add(Subject.RESULT, false, "result.csv または reserves.csv がありません / a file is missing");
            throw new Stopped();
        }
        try (Compared winners = new Compared(folder.resolve(DrawFolder.RESULT)); Compared reserves = new Compared(folder.resolve(DrawFolder.RESERVES))) {
            allocation.writeTo(winners, reserves, DrawProgress.SILENT);
            winners.end();
            reserves.end();
            add(Subject.RESULT, winners.differing == 0, winners.detail());
            add(Subject.RESERVES, reserves.differing == 0, reserves.detail());
            winners();
            DrawOutcome computed = DrawOutcome.of(commitment, sources.canonical(), seed, allocation, winners.hash(), reserves.hash());
            add(Subject.OUTCOME, computed.equals(written), computed.equals(written) ? "%,d当選 winners, %,d補欠 reserves, %,d"
                    .formatted(computed.winners(), computed.reserves(), computed.amount()) : "計算 / computed " + computed);
        }
        promotions(allocation);
    }

    private void promotions(Allocation allocation) throws IOException {
        Promotions.Rounds rounds = new Promotions.Rounds(allocation);
        int promoted = 0;
        try {
            for (String name = Promotions.file(1); Files.exists(folder.resolve(name)); name = Promotions.file(rounds.count() + 1)) {
                promoted += rounds.again(bytes(name), name).promoted().size();
            }
            add(Subject.PROMOTIONS, true, rounds.count() == 0 ? "なし / none"
                    : "%,d回 rounds, %,d繰上げ promoted".formatted(rounds.count(), promoted));
        } catch (RefusedException differs) {
            add(Subject.PROMOTIONS, false, wording(differs));
        }
    }

    private DrawOutcome outcome() throws IOException, Stopped {
        try {
            return PublishedJson.read(bytes(DrawFolder.OUTCOME), DrawOutcome.class, DrawFolder.OUTCOME);
        } catch (RefusedException malformed) {
            add(Subject.OUTCOME, false, wording(malformed));
            throw new Stopped();
        }
    }

    /** The published winners as they stand, whatever order they should have come from. */
    private void winners() throws IOException, Stopped {
        Winners sums = new Winners();
        Grants.parse(bytes(DrawFolder.GRANTS)).enterInto(sums.used, pool);
        try (BufferedReader lines = Files.newBufferedReader(folder.resolve(DrawFolder.RESULT), StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                sums.add(line);
            }
        }
        add(Subject.ONCE, sums.wrong == null, sums.wrong == null ? "" : sums.wrong);
        add(Subject.CAP, sums.overCap == null, sums.overCap == null ? "%,d".formatted(commitment.rules().capPerPerson()) : sums.overCap);
        List<Channel> channels = commitment.rules().channels();
        boolean within = sums.all <= commitment.rules().budget() && sums.all <= commitment.rules().quotas();
        List<String> detail = new ArrayList<>();
        for (Channel channel : channels) {
            long amount = sums.amounts.getOrDefault(channel.code(), 0L);
            within &= amount <= channel.quota() || commitment.rules().spillOver() == SpillOver.SHARED;
            detail.add("%s %,d / %,d".formatted(channel.code(), amount, channel.quota()));
        }
        detail.add("全体 all %,d / %,d".formatted(sums.all, commitment.rules().budget()));
        add(Subject.QUOTAS, within, String.join(", ", detail));
    }

    /** Adds up published lines, trusting none of them. */
    private final class Winners {

        private final int[] used = new int[pool.persons()];
        private final Map<String, Long> amounts = new HashMap<>();
        private final Map<Integer, BitSet> met = new HashMap<>();
        private long all;
        private String wrong;
        private String overCap;

        void add(String line) {
            String[] fields = line.split(",", -1);
            String[] ticket = fields.length == 6 ? fields[1].split("#", -1) : new String[0];
            int lot = ticket.length == 1 || ticket.length == 2 ? pool.find(ticket[0]) : -1;
            if (lot < 0 || !isTicket(lot, ticket, fields)) {
                wrong = wrong == null ? line : wrong;
                return;
            }
            int units = Integer.parseInt(fields[4]);
            if (used[pool.personOf(lot)] + units <= commitment.rules().capPerPerson()) {
                used[pool.personOf(lot)] += units;
            } else if (overCap == null) {
                overCap = line;
            }
            amounts.merge(fields[3], units * commitment.rules().unit(), Long::sum);
            all += units * commitment.rules().unit();
        }

        private boolean isTicket(int lot, String[] ticket, String[] fields) {
            int most = pool.unitsOf(lot);
            boolean whole = commitment.rules().sets() == DrawRules.Sets.WHOLE;
            int unit = ticket.length == 1 ? 1 : ticket[1].matches("[1-9][0-9]?|100") ? Integer.parseInt(ticket[1]) : 0;
            BitSet lots = met.computeIfAbsent(unit, any -> new BitSet());
            boolean first = !lots.get(lot);
            lots.set(lot);
            long units = whole ? most : 1;
            byte[] person = new byte[Pool.LONGEST_CODE];
            return first && (ticket.length == 1 || unit >= 2 && unit <= most && !whole) && fields[4].equals(String.valueOf(units))
                    && fields[5].equals(String.valueOf(units * commitment.rules().unit()))
                    && fields[2].equals(new String(person, 0, pool.person(lot, person), StandardCharsets.US_ASCII))
                    && fields[3].equals(commitment.rules().channels().get(pool.channelOf(lot)).code());
        }
    }

    private int report(PrintStream out, boolean drawn) {
        long wrong = findings.stream().filter(finding -> !finding.agrees).count();
        out.printf("抽選の検証 / Verification of a draw%n");
        out.printf("抽選 / draw             %s %s%n", commitment.drawId(), commitment.title());
        out.printf("公告 / commitment       %s%n%n", commitment.hash());
        for (Subject subject : Subject.values()) {
            for (Finding finding : findings) {
                if (finding.subject == subject) {
                    out.printf("[%s] %s / %s%s%n", finding.agrees ? "OK" : "NG", subject.japanese, subject.english,
                            finding.detail.isEmpty() ? "" : "%n     ".formatted() + finding.detail);
                }
            }
            if (subject != Subject.COMMITMENT && findings.stream().noneMatch(finding -> finding.subject == subject)) {
                out.printf("[--] %s / %s%n     %s%n", subject.japanese, subject.english, wrong > 0 ? "調べられません / could not be examined"
                        : "まだありません / not there yet");
            }
        }
        out.println();
        if (wrong > 0) {
            out.printf("結果: 一致しない点が%1$d件あります。 / Result: %1$d point(s) do not agree.%n", wrong);
        } else if (drawn) {
            out.printf("結果: すべて一致しました。公告のハッシュ値と乱数のもとを、公表・発表されたものと見比べてください。%n"
                    + "Result: all agrees. Compare the hash of the commitment and the sources with what was published.%n");
        } else {
            out.printf("結果: 抽選の前です。ここまではすべて一致しました。 / Result: not drawn yet; so far all agrees.%n");
        }
        return wrong > 0 ? DIFFERS : AGREES;
    }

    private void add(Subject subject, boolean agrees, String detail) {
        findings.add(new Finding(subject, agrees, Objects.requireNonNull(detail)));
    }

    private static String wording(RefusedException refused) {
        return refused.refusal().wording() + " (" + refused.refusal().reasonCode() + ")";
    }

    private byte[] bytes(String name) throws IOException {
        if (!Files.exists(folder.resolve(name))) {
            throw new RefusedException("draw.missing", name + " がありません / is missing");
        }
        return Files.readAllBytes(folder.resolve(name));
    }

    private String hash(String name) throws IOException {
        if (!Files.exists(folder.resolve(name))) {
            throw new RefusedException("draw.missing", name + " がありません / is missing");
        }
        var digest = Sha256.digest();
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Sha256.hex(digest.digest());
    }

    /** Compares the lines that should be with those of a file, and hashes those that should be. */
    private static final class Compared implements Lines.Sink, AutoCloseable {

        private static final int LONGEST = 4096;

        private final InputStream in;
        private final java.security.MessageDigest digest = Sha256.digest();
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private long lines;
        private long differing;
        private String first;

        Compared(Path file) throws IOException {
            in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        }

        @Override
        public void line(byte[] line, int length) throws IOException {
            digest.update(line, 0, length);
            compare(line, length, next());
        }

        void end() throws IOException {
            for (byte[] more = next(); more.length > 0; more = next()) {
                compare(new byte[0], 0, more);
            }
        }

        String hash() {
            return Sha256.hex(digest.digest());
        }

        String detail() {
            return first == null ? "%,d行 lines".formatted(lines) : "%,d行中%,d行 of the lines. ".formatted(lines, differing) + first;
        }

        private void compare(byte[] expected, int length, byte[] found) {
            lines++;
            if (!Arrays.equals(expected, 0, length, found, 0, found.length)) {
                differing++;
                if (first == null) {
                    first = "%,d行目 line: 計算 / computed %s, 公表 / published %s".formatted(lines, shown(expected, length), shown(found, found.length));
                }
            }
        }

        /** @return the next line with its end, cut where it is longer than any can be; empty at the end of the file */
        private byte[] next() throws IOException {
            read.reset();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read.write(octet);
                if (octet == '\n' || read.size() == LONGEST) {
                    break;
                }
            }
            return read.toByteArray();
        }

        private static String shown(byte[] line, int length) {
            return length == 0 ? "なし / none" : "「" + new String(line, 0, length, StandardCharsets.US_ASCII).strip() + "」";
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
