package jp.madoguchi.campaign;

import static jp.madoguchi.campaign.CampaignRoom.card;
import static jp.madoguchi.campaign.CampaignRoom.row;
import static jp.madoguchi.campaign.CampaignRoom.smartphone;
import static jp.madoguchi.campaign.CampaignRoom.take;
import static jp.madoguchi.campaign.CampaignRoom.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Charges from the platform's files, good and bad (S3-92, S3-94). */
@MadoguchiTest
@DisplayName("チャージのCSV")
class ChargeFileTest {

    private static final LocalDate FROM = LocalDate.of(2024, 12, 1);
    private static final LocalDate TO = LocalDate.of(2024, 12, 22);
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 12, 5, 12, 0);

    @Autowired
    Programmes programmes;
    @Autowired
    ChargeFile file;
    @Autowired
    Charges charges;
    @Autowired
    Windows windows;
    @Autowired
    BusinessClock clock;

    private CampaignRoom room;
    private Programme programme;

    @BeforeEach
    void opens() {
        room = new CampaignRoom(programmes);
        programme = room.opens(FROM, TO, Map.of());
    }

    @Test
    @DisplayName("S3-92：12月1日0時0分0秒から22日23時59分59秒までが対象。前後は取り込むが対象にせず、その数を知らせる")
    void the_edges_of_the_window() {
        ChargeFile.Imported imported = take(file, programme, smartphone("T1", FROM.atStartOfDay().minusSeconds(1), "A1", "U1", 5_000)
                + smartphone("T2", FROM.atStartOfDay(), "A2", "U2", 5_000) + smartphone("T3", TO.atTime(23, 59, 59), "A3", "U3", 5_000)
                + smartphone("T4", TO.plusDays(1).atStartOfDay(), "A4", "U4", 5_000)
                + row("T5", NOON, "スマホ", "A5", "", "銀行口座", "5000").replace("2024-12-05 12:00:00", "2024/12/22 23:59:59.999"));
        assertThat(imported.problems()).isEmpty();
        assertThat(imported).extracting(ChargeFile.Imported::taken, ChargeFile.Imported::outside, ChargeFile.Imported::yen).containsExactly(5L, 2L, 25_000L);
        assertThat(figures().of(Medium.SMARTPHONE)).extracting(Charges.OfMedium::charges, Charges.OfMedium::lots).containsExactly(3L, 3L);
    }

    @Test
    @DisplayName("10万件のShift_JISのファイルを数秒で取り込み、もう一度取り込んでも何も変わらない")
    void a_hundred_thousand_charges_twice() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            LocalDateTime at = FROM.atStartOfDay().plusSeconds(i * 19L);
            rows.append(i % 5 == 0 ? card("T" + i, at, "C" + i % 30_000, i % 10 == 0 ? "" : "U" + i % 30_000, 5_000)
                    : smartphone("T" + i, at, "A" + i % 30_000, "U" + i % 30_000, 6_000));
        }
        long began = System.nanoTime();
        ChargeFile.Imported imported = take(file, programme, rows.toString(), Csv.WINDOWS_31J, new ChargeFile.Expected(100_000L, 580_000_000L));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(imported.problems()).isEmpty();
        assertThat(imported.taken()).isEqualTo(100_000);
        assertThat(took).isLessThan(Duration.ofMinutes(1));
        assertThat(figures()).satisfies(all -> {
            assertThat(all.charges()).isEqualTo(100_000);
            assertThat(all.yen()).isEqualTo(580_000_000);
        });
        ChargeFile.Imported again = take(file, programme, rows.toString(), Csv.WINDOWS_31J, ChargeFile.Expected.NOTHING);
        assertThat(again).extracting(ChargeFile.Imported::taken, ChargeFile.Imported::known, ChargeFile.Imported::yen).containsExactly(0L, 100_000L, 0L);
        assertThat(within(() -> charges.imports(programme, 10))).extracting(Charges.Import::taken).containsExactly(0L, 100_000L);
    }

    @Test
    @DisplayName("負の額、0円、暦にない日時、先の日時、秒のない日時、知らない媒体、媒体に合わない支払方法は、行と列で知らせ、何も取り込まない")
    void bad_cells() {
        ChargeFile.Imported imported = take(file, programme, smartphone("T1", NOON, "A1", "U1", 5_000) + smartphone("T2", NOON, "A1", "U1", -5_000)
                + smartphone("T3", NOON, "A1", "U1", 0) + smartphone("T4", NOON, "A1", "U1", 5_000).replace("2024-12-05", "2024-02-30")
                + smartphone("T5", clock.nowJst().plusHours(1), "A1", "U1", 5_000) + smartphone("T6", NOON, "A1", "U1", 5_000).replace(":00:00", ":00")
                + row("T7", NOON, "腕時計", "A1", "U1", "現金", "5000") + row("T8", NOON, "カード", "C1", "", "クレジットカード", "5000")
                + row("", NOON, "カード", "C1", "", "現金", "五千円") + row("T 9", NOON, "カード", "", "", "現金", "5,000"));
        assertThat(imported.problems()).extracting(problem -> problem.row() + problem.column()).contains("3金額", "4金額", "5日時", "6日時", "7日時", "8媒体",
                "9支払方法", "10取引番号", "10金額");
        assertThat(imported.problems()).extracting(Csv.Problem::message).anyMatch(message -> message.contains("負です"))
                .anyMatch(message -> message.contains("これから先")).anyMatch(message -> message.contains("暦にない"));
        assertThat(imported.taken()).isZero();
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("一枚のカードに二人：同じファイルでも、前のファイルとでも、カードの番号を挙げて知らせる。後から利用者が付くのはよい")
    void two_persons_on_one_card() {
        ChargeFile.Imported both = take(file, programme, card("T1", NOON, "C-77", "U1", 5_000) + card("T2", NOON, "C-77", "", 5_000)
                + card("T3", NOON, "C-77", "U2", 5_000));
        assertThat(both.problems()).singleElement().satisfies(problem -> {
            assertThat(problem).extracting("row", "column").containsExactly(4L, "利用者番号");
            assertThat(problem.message()).contains("カード「C-77」", "「U1」（2行目）", "「U2」（4行目）");
        });
        assertThat(take(file, programme, card("T1", NOON, "C-77", "", 5_000)).problems()).isEmpty();
        assertThat(take(file, programme, card("T1", NOON, "C-77", "U1", 5_000))).extracting(ChargeFile.Imported::known, ChargeFile.Imported::problemCount)
                .containsExactly(1L, 0L);
        assertThat(take(file, programme, card("T2", NOON, "C-77", "U2", 5_000)).problems()).singleElement().extracting(Csv.Problem::message).asString()
                .contains("カード「C-77」", "別の利用者「U1」");
        assertThat(take(file, programme, smartphone("T3", NOON, "C-77", "U1", 5_000)).problems()).singleElement().extracting(Csv.Problem::message).asString()
                .contains("カードとして取り込まれています");
    }

    @Test
    @DisplayName("同じ取引番号：ファイルの中で二度なら誤り。別の内容で取り込まれていれば、両方の内容を挙げて知らせる")
    void a_transaction_number_twice() {
        assertThat(take(file, programme, card("T1", NOON, "C1", "", 5_000) + card("T2", NOON, "C1", "", 5_000) + card("T1", NOON, "C1", "", 5_000)).problems())
                .singleElement().satisfies(problem -> assertThat(problem.message()).contains("「T1」が、2行目と4行目の二度"));
        assertThat(take(file, programme, card("T1", NOON, "C1", "", 5_000)).taken()).isEqualTo(1);
        ChargeFile.Imported other = take(file, programme, card("T2", NOON, "C1", "", 5_000) + card("T1", NOON.plusSeconds(1), "C1", "", 10_000));
        assertThat(other.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.row()).isEqualTo(3);
            assertThat(problem.message()).contains("10,000円", "5,000円", "charges.csv");
        });
        assertThat(count()).isEqualTo(1);
    }

    @Test
    @DisplayName("途中で切れたファイルは、列の途中でも、行の途中でも、行の境でも、何も取り込まない")
    void cut_files() {
        String whole = card("T1", NOON, "C1", "", 5_000) + card("T2", NOON, "C1", "", 5_000);
        assertThat(take(file, programme, whole.substring(0, whole.length() - 12)).problems()).extracting(Csv.Problem::row).containsExactly(0L, 3L);
        assertThat(take(file, programme, whole.substring(0, whole.length() - 3)).problems()).singleElement().extracting(Csv.Problem::message).asString()
                .contains("改行で終わっていません");
        ChargeFile.Imported counted = take(file, programme, card("T1", NOON, "C1", "", 5_000), StandardCharsets.UTF_8, new ChargeFile.Expected(2L, 10_000L));
        assertThat(counted.problems()).extracting(Csv.Problem::message).hasSize(2).anyMatch(message -> message.contains("連絡された件数は2件、ファイルは1件"));
        assertThat(count()).isZero();
        assertThat(take(file, programme, "", StandardCharsets.UTF_8, ChargeFile.Expected.NOTHING).taken()).isZero();
    }

    @Test
    @DisplayName("同じファイルを二人が同時に取り込んでも、一度だけ入る")
    void two_at_once() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            rows.append(card("T" + i, NOON, "C" + i, "", 5_000));
        }
        List<CompletableFuture<ChargeFile.Imported>> both = List.of(CompletableFuture.supplyAsync(() -> take(file, programme, rows.toString())),
                CompletableFuture.supplyAsync(() -> take(file, programme, rows.toString())));
        assertThat(both.stream().map(CompletableFuture::join).mapToLong(ChargeFile.Imported::taken).sum()).isEqualTo(2_000);
        assertThat(count()).isEqualTo(2_000);
    }

    private long count() {
        return within(() -> charges.imports(programme, 10)).stream().mapToLong(Charges.Import::taken).sum();
    }

    private Charges.Figures figures() {
        return within(() -> charges.figures(programme, CampaignTerms.of(programme, "campaign-1"), windows.all(programme).get(0)));
    }
}
