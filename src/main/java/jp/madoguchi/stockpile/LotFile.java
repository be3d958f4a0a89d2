package jp.madoguchi.stockpile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Batches;
import jp.madoguchi.kernel.CaseEvent;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lots and their first receipts from a CSV file, a row each, columns found by their names. A lot with its delivery note is
 * taken once, so that the same file again changes nothing.
 */
@Service
@Transactional
public class LotFile {

    /** The columns a file has. */
    public static final List<String> COLUMNS = List.of("品目", "種別", "サイズ", "製造者", "製品名", "ロット番号", "製造日", "使用推奨期限", "数量", "単位", "入数",
            "倉庫", "入庫日", "納品書番号");

    private static final int LONGEST_NOTE = 100;
    private static final int CHUNK = 10_000;
    /** In which column the person finds what a refusal is about. */
    private static final Map<String, String> PLACES = Map.ofEntries(Map.entry("stock.item", "品目"), Map.entry("stock.kind", "種別"),
            Map.entry("stock.size", "サイズ"), Map.entry("stock.text", "ロット番号"), Map.entry("stock.made", "製造日"), Map.entry("stock.dates", "使用推奨期限"),
            Map.entry("stock.expires", "使用推奨期限"), Map.entry("stock.shelf-life", "使用推奨期限"), Map.entry("stock.remaining", "使用推奨期限"),
            Map.entry("stock.other-dates", "ロット番号"), Map.entry("stock.quantity", "数量"), Map.entry("stock.pack", "入数"), Map.entry("stock.warehouse", "倉庫"),
            Map.entry("stock.closed", "入庫日"), Map.entry("stock.ahead", "入庫日"));

    private final JdbcClient jdbc;
    private final BusinessClock clock;
    private final ApplicationEventPublisher events;

    LotFile(JdbcClient jdbc, BusinessClock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /**
     * What became of a file.
     *
     * @param taken    new receipts; 0 where nothing was taken because of problems
     * @param known    rows whose delivery was in the ledger before; nothing of it was changed
     * @param problems rows that were not taken, and why, in the order of the file
     */
    public record Imported(long taken, long known, List<Csv.Problem> problems) {}

    /** A row that can be a receipt. @param key what two rows of the same lot share */
    private record Entry(long row, LotSpec spec, String warehouse, long pieces, LocalDate day, String note, String key) {}

    private record Codes(Map<String, String> items, Map<String, String> kinds, Map<String, String> warehouses) {}

    /**
     * Takes all rows, or none when one is bad.
     *
     * @param goodOnesAlone take the rows that are good beside bad ones: the person was shown those and chose it
     */
    public Imported take(Programme programme, Csv.Source file, boolean goodOnesAlone, Actor actor) {
        StockTerms terms = Stock.covered(programme);
        // Nothing is closed under a file that is being read in.
        LocalDate closed = jdbc.sql("select closed_through from stock_ledger where programme = ? for share").param(programme.code())
                .query((row, n) -> row.getObject("closed_through", LocalDate.class)).list().get(0);
        List<Csv.Problem> problems = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        Map<String, Entry> first = new HashMap<>();
        Set<String> deliveries = new HashSet<>();
        Codes codes = new Codes(codes(terms.items(), StockTerms.Item::name), codes(terms.kindNames(), Function.identity()),
                codes(terms.warehouses(), StockTerms.Warehouse::name));
        Csv.Reading reading;
        try {
            reading = Csv.read(file, COLUMNS, row -> {
                int before = problems.size();
                Entry entry = entry(terms, codes, row, closed, problems);
                if (problems.size() == before && fits(terms, entry, first, deliveries, problems)) {
                    entries.add(entry);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        problems.addAll(reading.problems());
        stage(entries);
        problems.addAll(Batches.run(jdbc, () -> contradictions(programme, terms)));
        problems.sort(Comparator.comparingLong(Csv.Problem::row));
        boolean writes = problems.isEmpty() || goodOnesAlone && reading.header().containsAll(COLUMNS);
        long known = jdbc.sql("select count(*) from stock_import where known").query(Long.class).single();
        long taken = writes ? StockRefusals.told(terms, () -> Batches.run(jdbc, () -> write(programme, actor))) : 0;
        jdbc.sql("drop table stock_import").update();
        if (writes) {
            events.publishEvent(CaseEvent.ofInstallation("stock.imported", programme.government(), actor, Map.of("programme", programme.code(),
                    "taken", "" + taken, "known", "" + known, "refused", "" + problems.stream().map(Csv.Problem::row).distinct().count())));
        }
        return new Imported(taken, known, List.copyOf(problems));
    }

    /** Null when the row has a problem. */
    private Entry entry(StockTerms terms, Codes codes, Csv.Row row, LocalDate closed, List<Csv.Problem> problems) {
        int before = problems.size();
        String item = code(cell(row, "品目"), codes.items());
        String warehouse = code(cell(row, "倉庫"), codes.warehouses());
        String kind = code(cell(row, "種別"), codes.kinds());
        LocalDate made = date(row, "製造日", problems);
        LocalDate useBy = date(row, "使用推奨期限", problems);
        LocalDate day = date(row, "入庫日", problems);
        long units = whole(row, "数量", problems);
        String unit = cell(row, "単位");
        long pieces = unit.equals(Quantity.Pack.PIECES.unit()) && cell(row, "入数").isEmpty() ? 1 : whole(row, "入数", problems);
        String note = cell(row, "納品書番号");
        if (note.isEmpty() || note.length() > LONGEST_NOTE) {
            problems.add(new Csv.Problem(row.number(), "納品書番号", "「納品書番号」を%d文字以内で入力してください。".formatted(LONGEST_NOTE)));
        }
        if (unit.isEmpty()) {
            problems.add(new Csv.Problem(row.number(), "単位", "「単位」を入力してください（枚、箱、ケースなど）。"));
        }
        if (problems.size() > before) {
            return null;
        }
        LotSpec spec = new LotSpec(item, empty(kind), empty(cell(row, "サイズ").toUpperCase(Locale.ROOT)), cell(row, "製造者"), cell(row, "製品名"),
                cell(row, "ロット番号"), made, useBy, LotSpec.Owner.PREFECTURE);
        Quantity quantity = told(row, problems, () -> Quantity.of(units, new Quantity.Pack(unit, pieces)));
        told(row, problems, () -> terms.warehouse(warehouse));
        told(row, problems, () -> {
            Stock.check(terms, spec);
            check(terms, spec, day, closed);
            return null;
        });
        return problems.size() > before ? null
                : new Entry(row.number(), spec, warehouse, quantity.pieces(), day, note, key(spec.maker() + "|" + spec.product() + "|" + spec.lotNumber()));
    }

    /** What the ledger's triggers would refuse, said of the row. */
    private void check(StockTerms terms, LotSpec spec, LocalDate day, LocalDate closed) {
        if (day == null) {
            throw new RefusedException("stock.ahead", "「入庫日」を入力してください。");
        }
        if ((spec.useBy() == null) == terms.item(spec.item()).expires()) {
            throw StockRefusals.of(terms, "stock.expires", spec.lotNumber(), spec.useBy() == null);
        }
        if (spec.useBy() != null && spec.useBy().isBefore(spec.made().plusYears(terms.shelfLifeYears()))) {
            throw StockRefusals.of(terms, "stock.shelf-life", spec.lotNumber(), spec.made(), spec.useBy(), terms.shelfLifeYears());
        }
        if (!spec.keeps(terms.atReceiptYears(), day)) {
            throw StockRefusals.of(terms, "stock.remaining", spec.lotNumber(), spec.useBy(), day, terms.atReceiptYears());
        }
        if (closed != null && !day.isAfter(closed)) {
            throw StockRefusals.of(terms, "stock.closed", closed, day);
        }
        if (day.isAfter(clock.today())) {
            throw StockRefusals.ahead();
        }
    }

    /** Whether the row goes with the earlier ones. */
    private static boolean fits(StockTerms terms, Entry entry, Map<String, Entry> first, Set<String> deliveries, List<Csv.Problem> problems) {
        Entry earlier = first.putIfAbsent(entry.key(), entry);
        if (earlier != null && !Stock.sameDates(earlier.spec(), entry.spec())) {
            problems.add(new Csv.Problem(entry.row(), "ロット番号", "同じロット「%s」が%d行目に別の日付であります。現品の表示を確かめ、日付かロット番号を直してください。"
                    .formatted(entry.spec().lotNumber(), earlier.row())));
            return false;
        }
        if (!deliveries.add(String.join("|", entry.key(), Objects.toString(entry.spec().size(), ""), entry.warehouse(), entry.note()))) {
            problems.add(new Csv.Problem(entry.row(), "納品書番号", "同じ納品書「%s」の同じロットの行が二つあります。数量を一つの行にまとめてください。".formatted(entry.note())));
            return false;
        }
        return true;
    }

    private void stage(List<Entry> entries) {
        jdbc.sql("""
                create temporary table stock_import (n bigint primary key, item text, kind text, size text, maker text, product text, lot_number text,
                  made date, use_by date, warehouse text, pieces bigint, day date, note text, lot bigint, known boolean not null default false,
                  identity text generated always as (lower(regexp_replace(normalize(maker || '|' || product || '|' || lot_number, NFKC), '\\s', '', 'g'))) stored)
                on commit drop""").update();
        for (int from = 0; from < entries.size(); from += CHUNK) {
            List<Entry> chunk = entries.subList(from, Math.min(from + CHUNK, entries.size()));
            jdbc.sql("""
                    insert into stock_import (n, item, kind, size, maker, product, lot_number, made, use_by, warehouse, pieces, day, note)
                    select n::bigint, item, kind, size, maker, product, lot_number, made::date, use_by::date, warehouse, pieces::bigint, day::date, note
                    from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                ?::text[], ?::text[]) as t (n, item, kind, size, maker, product, lot_number, made, use_by, warehouse, pieces, day, note)""")
                    .param(texts(chunk, Entry::row)).param(texts(chunk, e -> e.spec().item())).param(texts(chunk, e -> e.spec().kind()))
                    .param(texts(chunk, e -> e.spec().size())).param(texts(chunk, e -> e.spec().maker())).param(texts(chunk, e -> e.spec().product()))
                    .param(texts(chunk, e -> e.spec().lotNumber())).param(texts(chunk, e -> e.spec().made())).param(texts(chunk, e -> e.spec().useBy()))
                    .param(texts(chunk, Entry::warehouse)).param(texts(chunk, Entry::pieces)).param(texts(chunk, Entry::day)).param(texts(chunk, Entry::note))
                    .update();
        }
        jdbc.sql("analyze stock_import").update();
    }

    /** What the ledger knows otherwise; those rows are taken out, and what it knows alike is marked. */
    private List<Csv.Problem> contradictions(Programme programme, StockTerms terms) {
        jdbc.sql("""
                update stock_import t set lot = l.id from stock_lot l
                where l.programme = ? and l.identity = t.identity and coalesce(l.size, '') = coalesce(t.size, '')""").param(programme.code()).update();
        List<Csv.Problem> problems = new ArrayList<>(jdbc.sql("""
                delete from stock_import t using stock_lot l where l.programme = ? and l.identity = t.identity
                and (l.made <> t.made or l.use_by is distinct from t.use_by or l.id = t.lot and (l.item <> t.item or l.kind is distinct from t.kind))
                returning t.n, l.lot_number, l.made, l.use_by, l.made = t.made and l.use_by is not distinct from t.use_by as same_dates""")
                .param(programme.code()).query((row, n) -> new Csv.Problem(row.getLong("n"), "ロット番号", row.getBoolean("same_dates")
                        ? "ロット「%s」は、別の品目または種別で登録されています。品目、種別、ロット番号を確かめてください。".formatted(row.getString("lot_number"))
                        : StockRefusals.of(terms, "stock.other-dates", row.getString("lot_number"), row.getObject("made", LocalDate.class),
                                Objects.toString(row.getObject("use_by", LocalDate.class), "")).refusal().wording())).list());
        problems.addAll(jdbc.sql("""
                delete from stock_import t using stock_movement m where m.lot = t.lot and m.warehouse = t.warehouse and m.kind = 'RECEIPT'
                and m.delivery_note = t.note and m.reverses is null
                and (m.quantity <> t.pieces or exists (select from stock_movement r where r.reverses = m.id))
                returning t.n, t.note, m.quantity <> t.pieces as differs""")
                .query((row, n) -> new Csv.Problem(row.getLong("n"), row.getBoolean("differs") ? "数量" : "納品書番号", (row.getBoolean("differs")
                        ? "納品書「%s」のこのロットは、別の数量で入庫されています。誤りであれば、その入庫を取り消してください。"
                        : "納品書「%s」のこのロットの入庫は取り消されています。入れ直すときは、納品書番号に枝番を付けてください。").formatted(row.getString("note")))).list());
        jdbc.sql("""
                update stock_import t set known = true from stock_movement m where m.lot = t.lot and m.warehouse = t.warehouse and m.kind = 'RECEIPT'
                and m.delivery_note = t.note and m.reverses is null""").update();
        problems.addAll(jdbc.sql("""
                with product as materialized (
                  select item, kind, maker, product, day from stock_import where not known group by 1, 2, 3, 4, 5)
                delete from stock_import t using product p where not t.known and t.item = p.item and t.kind is not distinct from p.kind
                and t.maker = p.maker and t.product = p.product and t.day = p.day
                and not stock_product_is_approved(?, p.item, p.kind, p.maker, p.product, p.day)
                returning t.n, t.maker, t.product""").param(programme.code()).query((row, n) -> new Csv.Problem(row.getLong("n"), "製品名",
                        Products.unapproved(row.getString("maker"), row.getString("product")))).list());
        return problems;
    }

    private long write(Programme programme, Actor actor) {
        jdbc.sql("""
                insert into stock_lot (government, programme, item, kind, size, maker, product, lot_number, made, use_by, owner)
                select distinct on (t.identity, t.size) ?, ?, t.item, t.kind, t.size, t.maker, t.product, t.lot_number, t.made, t.use_by, 'PREFECTURE'
                from stock_import t where t.lot is null order by t.identity, t.size, t.n on conflict do nothing""")
                .params(programme.government(), programme.code()).update();
        jdbc.sql("""
                update stock_import t set lot = l.id from stock_lot l
                where t.lot is null and l.programme = ? and l.identity = t.identity and coalesce(l.size, '') = coalesce(t.size, '')""")
                .param(programme.code()).update();
        // A foreign key was planned while there were few lots, and would read them all for every line.
        jdbc.sql("discard plans").update();
        return jdbc.sql("""
                insert into stock_movement (government, programme, lot, warehouse, kind, quantity, day, recorded_at, actor, actor_name, reason, delivery_note)
                select ?, ?, t.lot, t.warehouse, 'RECEIPT', t.pieces, t.day, ?, ?, ?, '', t.note from stock_import t where not t.known order by t.n""")
                .params(programme.government(), programme.code(), Timestamp.from(clock.instant()), actor.id(), actor.name()).update();
    }

    private static String[] texts(List<Entry> entries, Function<Entry, Object> value) {
        return entries.stream().map(value).map(one -> one == null ? null : one.toString()).toArray(String[]::new);
    }

    private static <T> T told(Csv.Row row, List<Csv.Problem> problems, Supplier<T> check) {
        try {
            return check.get();
        } catch (RefusedException refused) {
            problems.add(new Csv.Problem(row.number(), PLACES.getOrDefault(refused.refusal().reasonCode(), ""), refused.refusal().wording()));
            return null;
        }
    }

    /** Null for an empty cell too. */
    private static LocalDate date(Csv.Row row, String column, List<Csv.Problem> problems) {
        String text = cell(row, column);
        if (text.isEmpty()) {
            return null;
        }
        JapaneseDates.Parsed parsed = JapaneseDates.parse(text);
        if (parsed instanceof JapaneseDates.Parsed.Day day) {
            return day.value();
        }
        problems.add(new Csv.Problem(row.number(), column, ((JapaneseDates.Parsed.Unreadable) parsed).wording()));
        return null;
    }

    private static long whole(Csv.Row row, String column, List<Csv.Problem> problems) {
        String text = Normalizer.normalize(cell(row, column), Normalizer.Form.NFKC).replace(",", "");
        if (!text.matches("[0-9]{1,10}")) {
            problems.add(new Csv.Problem(row.number(), column, "「%s」は1以上の整数で入力してください。".formatted(column)));
            return 0;
        }
        return Long.parseLong(text);
    }

    /** The codes of what is written by its code or its name. */
    private static <T> Map<String, String> codes(Map<String, T> known, Function<T, String> name) {
        Map<String, String> codes = new HashMap<>();
        known.forEach((code, one) -> {
            codes.put(key(code), code);
            codes.put(key(name.apply(one)), code);
        });
        return codes;
    }

    /** As it is written where it is neither. */
    private static String code(String text, Map<String, String> codes) {
        return codes.getOrDefault(key(text), text);
    }

    /** However it is spaced and spelt in width. */
    private static String key(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    }

    private static String cell(Csv.Row row, String column) {
        return row.get(column).strip();
    }

    private static String empty(String text) {
        return text.isEmpty() ? null : text;
    }
}
