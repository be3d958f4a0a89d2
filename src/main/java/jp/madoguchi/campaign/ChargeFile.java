package jp.madoguchi.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Batches;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.kernel.Yen;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Charges as the currency's platform reports them, a CSV row each, columns found by their names (S3-92, S3-94). A file is taken
 * as a whole or not at all; a charge is known by the platform's transaction number, so that the same file again changes nothing.
 * What lies outside every campaign is kept and gives no lot. Refunds are not in the source: an amount is above zero.
 */
@Service
@Transactional
public class ChargeFile {

    /** The columns a file has. */
    public static final List<String> COLUMNS = List.of("取引番号", "日時", "媒体", "口座番号", "利用者番号", "支払方法", "金額");

    /** One import at a time for each programme: two at once would each not see what the other brings. */
    static final int LOCK = 0x43484152;
    private static final int CHUNK = 10_000;
    private static final int MOST_PROBLEMS = 1_000;
    private static final long MOST_YEN = 100_000_000;
    private static final Pattern CODE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,63}");
    private static final Pattern MOMENT = Pattern.compile(
            "(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})[ T](\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,6})\\d*)?(?:\\+09:?00)?");
    private static final Map<String, Medium> MEDIA = Map.of("smartphone", Medium.SMARTPHONE, "スマートフォン", Medium.SMARTPHONE, "スマホ", Medium.SMARTPHONE,
            "card", Medium.CARD, "カード", Medium.CARD);
    private static final Map<String, String> PAYMENTS = Map.of("credit-card", "credit-card", "クレジットカード", "credit-card", "bank-account", "bank-account",
            "銀行口座", "bank-account", "cash", "cash", "現金", "cash");

    private final JdbcClient jdbc;
    private final Windows windows;
    private final BudgetWatch watch;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    ChargeFile(JdbcClient jdbc, Windows windows, BudgetWatch watch, BusinessClock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.windows = windows;
        this.watch = watch;
        this.clock = clock;
        this.events = events;
    }

    /** What the platform said its file holds; null where nobody typed it. */
    public record Expected(Long rows, Long yen) {
        public static final Expected NOTHING = new Expected(null, null);
    }

    /**
     * What became of a file.
     *
     * @param taken        new charges; 0 where nothing was taken because of problems
     * @param known        rows that had come before, alike
     * @param yen          sum of the new ones
     * @param outside      of the new ones, outside every campaign
     * @param late         of the new ones, in a window whose lots stand already
     * @param problemCount how many problems there are in all
     * @param problems     the first of them, in the order of the file; row 0 is the file as a whole
     */
    public record Imported(long taken, long known, long yen, long outside, long late, long problemCount, List<Csv.Problem> problems) {}

    private record Entry(long row, String id, String account, Medium medium, String holder, String payment, long yen, LocalDateTime at) {}

    private record Hashed(String sha256, boolean endsALine) {}

    /** Problems in the order of the file, the first thousand, and how many there are. */
    private static final class Problems {

        private final List<Csv.Problem> kept = new ArrayList<>();
        private long count;

        void add(long row, String column, String message) {
            count++;
            if (kept.size() < MOST_PROBLEMS) {
                kept.add(new Csv.Problem(row, column, message));
            }
        }

        List<Csv.Problem> inOrder() {
            return kept.stream().sorted(Comparator.comparingLong(Csv.Problem::row)).toList();
        }
    }

    /** Takes all rows, or none when there is a problem. */
    public Imported take(Programme programme, String name, Csv.Source file, Expected expected, Actor actor) {
        windows.lock(programme);
        Hashed hashed = hashed(file);
        Problems problems = new Problems();
        long[] sums = new long[2];
        createStage();
        List<Entry> chunk = new ArrayList<>();
        Instant now = clock.instant();
        Csv.Reading reading;
        try {
            reading = Csv.read(file, COLUMNS, row -> {
                Entry entry = entry(row, now, problems);
                sums[0]++;
                if (entry != null) {
                    sums[1] += entry.yen();
                    chunk.add(entry);
                    if (chunk.size() == CHUNK) {
                        stage(chunk);
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stage(chunk);
        reading.problems().forEach(problem -> problems.add(problem.row(), problem.column(), problem.message()));
        problems.count += reading.problemCount() - reading.problems().size();
        if (!hashed.endsALine()) {
            problems.add(0, "", "最後の行が改行で終わっていません。ファイルが途中で切れているおそれがあります。受け取り直してください。");
        }
        if (problems.count == 0) {
            compare(expected, sums, problems);
        }
        jdbc.sql("analyze charge_stage").update();
        Imported imported = Batches.run(jdbc, () -> {
            contradictions(programme, problems);
            return problems.count == 0 ? write(programme, name, hashed.sha256(), actor, now)
                    : new Imported(0, 0, 0, 0, 0, problems.count, problems.inOrder());
        });
        jdbc.sql("drop table charge_stage").update();
        tell(programme, name, hashed.sha256(), imported, actor);
        if (imported.problemCount() == 0) {
            watch.look(programme);
        }
        return imported;
    }

    private void tell(Programme programme, String name, String sha256, Imported imported, Actor actor) {
        events.publishEvent(imported.problemCount() > 0
                ? CaseEvent.ofInstallation("campaign.charges-refused", programme.government(), actor, Map.of("programme", programme.code(), "file", name,
                        "sha256", sha256, "problems", "%,d".formatted(imported.problemCount())))
                : CaseEvent.ofInstallation("campaign.charges-imported", programme.government(), actor, Map.of("programme", programme.code(), "file", name,
                        "sha256", sha256, "taken", "%,d".formatted(imported.taken()), "known", "%,d".formatted(imported.known()),
                        "yen", new Yen(imported.yen()).toString(), "outside", "%,d".formatted(imported.outside()), "late", "%,d".formatted(imported.late()))));
    }

    private static void compare(Expected expected, long[] sums, Problems problems) {
        if (expected.rows() != null && expected.rows() != sums[0]) {
            problems.add(0, "", "件数が合いません。連絡された件数は%,d件、ファイルは%,d件です。途中で切れているおそれがあります。".formatted(expected.rows(), sums[0]));
        }
        if (expected.yen() != null && expected.yen() != sums[1]) {
            problems.add(0, "金額", "合計金額が合いません。連絡された合計は%,d円、ファイルは%,d円です。".formatted(expected.yen(), sums[1]));
        }
    }

    /** Null when the row has a problem. */
    private static Entry entry(Csv.Row row, Instant now, Problems problems) {
        long before = problems.count;
        String id = code(row, "取引番号", problems);
        String account = code(row, "口座番号", problems);
        String holder = row.get("利用者番号").isBlank() ? null : code(row, "利用者番号", problems);
        LocalDateTime at = moment(row, now, problems);
        Medium medium = MEDIA.get(plain(row.get("媒体")).toLowerCase());
        String payment = PAYMENTS.get(plain(row.get("支払方法")).toLowerCase());
        if (medium == null) {
            problems.add(row.number(), "媒体", "「媒体」は、スマートフォンまたはカードです：" + row.get("媒体"));
        } else if (payment == null || !medium.payments().contains(payment)) {
            problems.add(row.number(), "支払方法", "「支払方法」は、スマートフォンではクレジットカードまたは銀行口座、カードでは現金です：" + row.get("支払方法"));
        }
        long yen = yen(row, problems);
        return problems.count > before ? null : new Entry(row.number(), id, account, medium, holder, payment, yen, at);
    }

    private static String code(Csv.Row row, String column, Problems problems) {
        String text = plain(row.get(column));
        if (!CODE.matcher(text).matches()) {
            problems.add(row.number(), column, text.isEmpty() ? "「%s」がありません。".formatted(column)
                    : "「%s」は、半角の英数字と . _ - で64字以内です：%s".formatted(column, text));
        }
        return text;
    }

    private static LocalDateTime moment(Csv.Row row, Instant now, Problems problems) {
        String text = plain(row.get("日時"));
        Matcher parts = MOMENT.matcher(text);
        if (!parts.matches()) {
            problems.add(row.number(), "日時", "「日時」は、日本時間で秒まで、2024-12-01 09:30:00 のように入力してください：" + text);
            return null;
        }
        try {
            LocalDateTime at = LocalDateTime.of(number(parts, 1), number(parts, 2), number(parts, 3), number(parts, 4), number(parts, 5), number(parts, 6),
                    parts.group(7) == null ? 0 : Integer.parseInt((parts.group(7) + "00000").substring(0, 6)) * 1_000);
            if (at.atZone(BusinessClock.JST).toInstant().isAfter(now)) {
                problems.add(row.number(), "日時", "これから先の日時です。日時を確かめてください：" + text);
            }
            return at;
        } catch (DateTimeException none) {
            problems.add(row.number(), "日時", "暦にない日時です：" + text);
            return null;
        }
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static long yen(Csv.Row row, Problems problems) {
        String text = plain(row.get("金額")).replace(",", "").replaceAll("^[¥\\\\]|円$", "");
        if (text.matches("[-△▲−]\\s*[0-9]+")) {
            problems.add(row.number(), "金額", "金額が負です：%s。返金や取消しは、チャージとしては取り込めません。".formatted(row.get("金額")));
        } else if (!text.matches("[0-9]{1,12}") || Long.parseLong(text) > MOST_YEN) {
            problems.add(row.number(), "金額", "「金額」は、1円以上1億円以下の整数で入力してください：" + row.get("金額"));
        } else if (Long.parseLong(text) == 0) {
            problems.add(row.number(), "金額", "金額が0円です。");
        } else {
            return Long.parseLong(text);
        }
        return 0;
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }

    private void createStage() {
        jdbc.sql("""
                create temporary table charge_stage (n bigint primary key, id text, account text, medium text, holder text, payment text, yen bigint,
                  at timestamptz, known boolean not null default false) on commit drop""").update();
    }

    private void stage(List<Entry> chunk) {
        jdbc.sql("""
                insert into charge_stage (n, id, account, medium, holder, payment, yen, at)
                select n::bigint, id, account, medium, holder, payment, yen::bigint, at::timestamp at time zone 'Asia/Tokyo'
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                  as t (n, id, account, medium, holder, payment, yen, at)""")
                .param(texts(chunk, Entry::row)).param(texts(chunk, Entry::id)).param(texts(chunk, Entry::account))
                .param(texts(chunk, e -> e.medium().code())).param(texts(chunk, Entry::holder)).param(texts(chunk, Entry::payment))
                .param(texts(chunk, Entry::yen)).param(texts(chunk, Entry::at)).update();
        chunk.clear();
    }

    private static String[] texts(List<Entry> entries, Function<Entry, Object> value) {
        return entries.stream().map(value).map(one -> one == null ? null : one.toString()).toArray(String[]::new);
    }

    /** Rows that contradict each other, or what came before. */
    private void contradictions(Programme programme, Problems problems) {
        jdbc.sql("""
                select n, id, first from (select n, id, min(n) over (partition by id) as first from charge_stage) s where n <> first order by n""")
                .query((row, i) -> add(problems, row.getLong("n"), "取引番号", "取引番号「%s」が、%d行目と%d行目の二度あります。"
                        .formatted(row.getString("id"), row.getLong("first"), row.getLong("n")))).list();
        jdbc.sql("""
                select s.n, s.account, s.medium, s.holder, f.n as first, f.holder as other from charge_stage s
                join (select distinct on (account) account, n, holder from charge_stage where holder is not null order by account, n) f
                  on f.account = s.account and f.holder <> s.holder order by s.n""")
                .query((row, i) -> add(problems, row.getLong("n"), "利用者番号", "%s「%s」に、二人の利用者「%s」（%d行目）と「%s」（%d行目）が登録されています。"
                        .formatted(accountWord(row.getString("medium")), row.getString("account"), row.getString("other"), row.getLong("first"),
                                row.getString("holder"), row.getLong("n")))).list();
        jdbc.sql("""
                select s.n, s.account, f.n as first from charge_stage s
                join (select distinct on (account) account, n, medium from charge_stage order by account, n) f
                  on f.account = s.account and f.medium <> s.medium order by s.n""")
                .query((row, i) -> add(problems, row.getLong("n"), "媒体", "口座番号「%s」が、%d行目では別の媒体です。"
                        .formatted(row.getString("account"), row.getLong("first")))).list();
        jdbc.sql("""
                select s.n, s.account, s.medium, s.holder, a.medium as known_medium, a.holder as known_holder, a.medium <> s.medium as other_medium
                from charge_stage s join charge_account a on a.programme = ? and a.account = s.account
                where a.medium <> s.medium or a.holder <> s.holder order by s.n""").param(programme.code())
                .query((row, i) -> row.getBoolean("other_medium")
                        ? add(problems, row.getLong("n"), "媒体", "口座番号「%s」は、%sとして取り込まれています。"
                                .formatted(row.getString("account"), Medium.of(row.getString("known_medium")).label()))
                        : add(problems, row.getLong("n"), "利用者番号", "%s「%s」には、別の利用者「%s」が登録されています（この行では「%s」）。"
                                .formatted(accountWord(row.getString("medium")), row.getString("account"), row.getString("known_holder"), row.getString("holder"))))
                .list();
        jdbc.sql("""
                select s.n, s.id, s.account, s.payment, s.yen, s.at, c.account as known_account, c.payment as known_payment, c.yen as known_yen,
                  c.at as known_at, i.file_name from charge_stage s join charge c on c.programme = ? and c.id = s.id join charge_import i on i.id = c.import
                where (c.account, c.payment, c.yen, c.at) is distinct from (s.account, s.payment, s.yen, s.at) order by s.n""").param(programme.code())
                .query((row, i) -> add(problems, row.getLong("n"), "取引番号", "取引番号「%s」は、別の内容で取り込まれています。このファイルでは %s、取込み済み（%s）では %s です。"
                        .formatted(row.getString("id"), said(row.getTimestamp("at"), row.getString("account"), row.getLong("yen")), row.getString("file_name"),
                                said(row.getTimestamp("known_at"), row.getString("known_account"), row.getLong("known_yen"))))).list();
    }

    private static boolean add(Problems problems, long row, String column, String message) {
        problems.add(row, column, message);
        return true;
    }

    private static String accountWord(String medium) {
        return medium.equals(Medium.CARD.code()) ? "カード" : "スマートフォンの口座";
    }

    private static String said(Timestamp at, String account, long yen) {
        return "%s・%s・%,d円".formatted(JapaneseDates.dateTime(LocalDateTime.ofInstant(at.toInstant(), BusinessClock.JST)), account, yen);
    }

    private Imported write(Programme programme, String name, String sha256, Actor actor, Instant now) {
        windows.ensure(programme);
        jdbc.sql("update charge_stage s set known = true from charge c where c.programme = ? and c.id = s.id").param(programme.code()).update();
        record Counts(long taken, long known, long yen, long outside, long late) {}
        Counts counts = jdbc.sql("""
                select count(*) filter (where not known) as taken, count(*) filter (where known) as known, coalesce(sum(yen) filter (where not known), 0) as yen,
                  count(*) filter (where not known and not exists (select from campaign_window w where w.programme = :programme and s.at >= w.opens
                    and s.at < w.closes)) as outside,
                  count(*) filter (where not known and exists (select from campaign_window w where w.programme = :programme and s.at >= w.opens
                    and s.at < w.closes and w.numbered_at is not null)) as late
                from charge_stage s""").param("programme", programme.code()).query(Counts.class).single();
        long id = jdbc.sql("""
                insert into charge_import (government, programme, at, actor, actor_name, file_name, sha256, taken, known, yen, outside, late)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""")
                .params(programme.government(), programme.code(), Timestamp.from(now), actor.id(), actor.name(), name, sha256, counts.taken(), counts.known(),
                        counts.yen(), counts.outside(), counts.late()).query(Long.class).single();
        jdbc.sql("""
                insert into charge_account (programme, account, government, medium, holder)
                select ?, account, ?, min(medium), max(holder) from charge_stage group by account
                on conflict (programme, account) do update set holder = excluded.holder
                where charge_account.holder is null and excluded.holder is not null""")
                .params(programme.code(), programme.government()).update();
        jdbc.sql("""
                insert into charge (programme, id, government, account, payment, yen, at, import)
                select ?, id, ?, account, payment, yen, at, ? from charge_stage where not known order by n""")
                .params(programme.code(), programme.government(), id).update();
        return new Imported(counts.taken(), counts.known(), counts.yen(), counts.outside(), counts.late(), 0, List.of());
    }

    private static Hashed hashed(Csv.Source file) {
        try (InputStream bytes = file.open()) {
            MessageDigest digest = Sha256.digest();
            byte[] piece = new byte[1 << 16];
            byte last = '\n';
            for (int read = bytes.read(piece); read >= 0; read = bytes.read(piece)) {
                digest.update(piece, 0, read);
                last = read > 0 ? piece[read - 1] : last;
            }
            return new Hashed(Sha256.hex(digest.digest()), last == '\n' || last == '\r');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
