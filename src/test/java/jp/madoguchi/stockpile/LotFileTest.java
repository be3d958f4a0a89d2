package jp.madoguchi.stockpile;

import static jp.madoguchi.stockpile.StockRoom.CENTRE;
import static jp.madoguchi.stockpile.StockRoom.KEEPER;
import static jp.madoguchi.stockpile.StockRoom.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Lots and first receipts from a file. */
@MadoguchiTest
@DisplayName("ロットと入庫のCSV")
class LotFileTest {

    private static final String HEADER = String.join(",", LotFile.COLUMNS) + "\r\n";

    @Autowired
    Programmes programmes;
    @Autowired
    StockLedgers ledgers;
    @Autowired
    BusinessClock clock;
    @Autowired
    LotFile file;
    @Autowired
    Stock stock;
    @Autowired
    StockFigures figures;

    private Programme programme;
    private LocalDate today;
    private LocalDate made;

    @BeforeEach
    void open() {
        StockRoom room = new StockRoom(programmes, ledgers, clock);
        programme = room.opens(1_000_000);
        today = room.today();
        made = today.minusMonths(4);
    }

    @Test
    @DisplayName("S2-26：初回の備蓄が済んだ品目は、承認されていない製品の行を取り込まない")
    void products_that_were_not_approved() {
        StockRoom room = new StockRoom(programmes, ledgers, clock);
        programme = room.opens(100);
        StockRoom.within(() -> stock.receive(programme, room.masks("FIRST", made), StockRoom.CENTRE, new Quantity(100), "N-1", room.now()));
        String row = "サージカルマスク,,,%s,%s,%s,%s,%s,10,枚,,青森指定備蓄倉庫,%s,%s\r\n";
        String known = row.formatted("津軽衛材", "サージカルマスクA", "SECOND", made, made.plusYears(5), today, "N-2");
        String other = row.formatted("南部衛材", "なんぶマスク", "OTHER", made, made.plusYears(5), today, "N-3");
        LotFile.Imported refused = take(HEADER + known + other, StandardCharsets.UTF_8, false);
        assertThat(refused.taken()).isZero();
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.row()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo("製品名");
            assertThat(problem.message()).contains("承認された製品ではありません");
        });
        assertThat(take(HEADER + known, StandardCharsets.UTF_8, false).taken()).isEqualTo(1);
    }

    @Test
    @DisplayName("10万行のうち12行が誤っていれば、12行すべてを行と列で知らせ、何も取り込まない。良い行だけを選べば取り込む")
    void twelve_bad_rows_of_a_hundred_thousand() {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int row = 2; row <= 100_001; row++) {
            csv.append(row % 8_000 == 0 ? bad(row / 8_000) : good("L" + row, "N-1"));
        }
        // The session's plans are made while there are few lots.
        assertThat(take(HEADER + good("FIRST", "N-0"), StandardCharsets.UTF_8, false).taken()).isEqualTo(1);
        LotFile.Imported refused = take(csv.toString(), StandardCharsets.UTF_8, false);
        assertThat(refused.taken()).isZero();
        assertThat(refused.problems()).extracting(Csv.Problem::row).containsExactly(8_000L, 16_000L, 24_000L, 32_000L, 40_000L, 48_000L, 56_000L, 64_000L,
                72_000L, 80_000L, 88_000L, 96_000L);
        assertThat(refused.problems()).extracting(Csv.Problem::column).containsExactly("品目", "数量", "使用推奨期限", "使用推奨期限", "使用推奨期限", "倉庫", "入庫日",
                "納品書番号", "入数", "製造日", "ロット番号", "ロット番号");
        assertThat(refused.problems()).extracting(Csv.Problem::message).allSatisfy(message -> assertThat(message).endsWith("。"));
        assertThat(total()).isEqualTo(100);
        LotFile.Imported taken = take(csv.toString(), StandardCharsets.UTF_8, true);
        assertThat(taken.taken()).isEqualTo(99_988);
        assertThat(total()).isEqualTo(99_989 * 100L);
        LotFile.Imported again = take(csv.toString(), StandardCharsets.UTF_8, true);
        assertThat(again).extracting(LotFile.Imported::taken, LotFile.Imported::known).containsExactly(0L, 99_988L);
        assertThat(total()).isEqualTo(99_989 * 100L);
    }

    @Test
    @DisplayName("Shift_JISも、和暦の日付も、コードの品目も、枚の数量も読む。同じファイルは二度取り込まれない")
    void as_offices_write_it() {
        String csv = HEADER + "glove,ニトリル,m,南部ゴム,検査用手袋,G1,%s,%s,\"1,200\",枚,,aomori,%s,N-1\r\n".formatted(
                jp.madoguchi.calendar.JapaneseDates.full(made), made.plusYears(5), today)
                + "フェイスシールド,,,津軽衛材,シールドF,F1,%s,,２０,箱,10,青森指定備蓄倉庫,%s,N-1\r\n".formatted(made, today);
        LotFile.Imported taken = take(csv, Csv.WINDOWS_31J, false);
        assertThat(taken.problems()).isEmpty();
        assertThat(taken.taken()).isEqualTo(2);
        assertThat(within(() -> figures.totals(programme, today))).containsEntry("glove", 1_200L).containsEntry("face-shield", 200L);
        assertThat(take(csv, Csv.WINDOWS_31J, false)).extracting(LotFile.Imported::taken, LotFile.Imported::known).containsExactly(0L, 2L);
    }

    @Test
    @DisplayName("登録済みのロットの別の日付、別の数量の納品書、取り消した入庫、重なる行、締め切った月を知らせる")
    void against_the_ledger() {
        assertThat(take(HEADER + good("L1", "N-1") + good("L2", "N-1"), StandardCharsets.UTF_8, false).taken()).isEqualTo(2);
        Movement second = within(() -> figures.movements(programme, today, today)).get(1);
        within(() -> stock.reverse(programme, second.id(), new Occasion(today, KEEPER, null, "誤り")));
        within(() -> {
            stock.closeMonth(programme, YearMonth.from(today).minusMonths(1), KEEPER);
            return null;
        });
        LotFile.Imported imported = take(HEADER + good("L1", "N-2", made.minusDays(1), 2, today) + good("L1", "N-1", made, 3, today) + good("L2", "N-1")
                + good("L3", "N-1") + good("L3", "N-1") + good("L4", "N-1", made, 2, YearMonth.from(today).minusMonths(1).atDay(2)), StandardCharsets.UTF_8, false);
        assertThat(imported.problems()).extracting(Csv.Problem::row).contains(4L, 6L, 7L);
        assertThat(imported.problems()).extracting(Csv.Problem::message).anyMatch(message -> message.contains("取り消されています"))
                .anyMatch(message -> message.contains("一つの行")).anyMatch(message -> message.contains("締め切られています"));
        LotFile.Imported other = take(HEADER + good("L1", "N-2", made.minusDays(1), 2, today), StandardCharsets.UTF_8, false);
        assertThat(other.problems()).singleElement().satisfies(problem -> assertThat(problem.message()).contains("別の日付"));
        other = take(HEADER + good("L1", "N-1", made, 3, today), StandardCharsets.UTF_8, false);
        assertThat(other.problems()).singleElement().satisfies(problem -> assertThat(problem).extracting("row", "column").containsExactly(2L, "数量"));
    }

    @Test
    @DisplayName("見出しの足りないファイルは、良い行だけを選んでも何も取り込まない")
    void a_file_without_columns() {
        LotFile.Imported imported = take("品目,数量\r\nサージカルマスク,5\r\n", StandardCharsets.UTF_8, true);
        assertThat(imported.taken()).isZero();
        assertThat(imported.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.message()).contains("見出し"));
    }

    private String good(String lotNumber, String note) {
        return good(lotNumber, note, made, 2, today);
    }

    private String good(String lotNumber, String note, LocalDate of, int boxes, LocalDate day) {
        return "サージカルマスク,,,津軽衛材,マスクA,%s,%s,%s,%d,箱,50,%s,%s,%s\r\n".formatted(lotNumber, of, of.plusYears(5), boxes, CENTRE, day, note);
    }

    private String bad(int which) {
        String row = good("B" + which, "N-1");
        return switch (which) {
            case 1 -> row.replace("サージカルマスク", "マスク類");
            case 2 -> row.replace(",2,箱", ",二,箱");
            case 3 -> row.replace("," + made.plusYears(5) + ",", "," + made.minusDays(1) + ",");
            case 4 -> row.replace("," + made.plusYears(5) + ",", "," + made.plusYears(4) + ",");
            case 5 -> row.replace("," + made.plusYears(5) + ",", ",,");
            case 6 -> row.replace(CENTRE, "東京倉庫");
            case 7 -> row.replace("," + today + ",", "," + today.plusDays(1) + ",");
            case 8 -> row.replace("N-1", "");
            case 9 -> row.replace(",50,", ",0,");
            case 10 -> row.replace("," + made + ",", ",2026-02-30,");
            case 11 -> good("L9", "N-9", made.minusDays(3), 2, today);
            default -> row.replace("B12", "");
        };
    }

    private LotFile.Imported take(String csv, Charset charset, boolean goodOnesAlone) {
        byte[] bytes = csv.getBytes(charset);
        return within(() -> file.take(programme, () -> new ByteArrayInputStream(bytes), goodOnesAlone, KEEPER));
    }

    private long total() {
        return within(() -> figures.total(programme, "surgical-mask", today));
    }
}
