package jp.madoguchi.premium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.premium.Purchases.Sale;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** 購入権と販売の記録 (S5-04, S5-05, S5-08, S5-13, S5-106; T17, T18). */
@MadoguchiTest
class PurchasesTest {

    private static final Actor OFFICER = new Actor("officer", "商工　課", Actor.Kind.STAFF, Town.MIDORI);

    @Autowired
    BusinessClock clock;
    @Autowired
    PurchaseFile file;
    @Autowired
    Rights rights;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Town town;

    @BeforeEach
    void midori() {
        town = beans.createBean(Town.class);
    }

    /** Everybody wins, more sets than there are: what the draw would never give, to try the database's own limits. */
    private List<CaseNumber> winners(int sets, int... asked) {
        town.opens(sets, Map.of());
        List<CaseNumber> all = IntStream.of(asked).mapToObj(town::applies).toList();
        town.sweeps();
        town.awards(town.startsRound("first"), all, List.of());
        clock.moveTo(town.day(12).atTime(10, 0));
        return all;
    }

    @Test
    @DisplayName("T18：200人が同時に購入しても、発行総数と発行総額を超えず、合計は1セットまで正しい")
    void two_hundred_buyers_at_once() throws Exception {
        List<CaseNumber> all = winners(121, IntStream.range(0, 200).map(n -> 1 + n % 2).toArray());
        List<Boolean> sold = atOnce(IntStream.range(0, 200).mapToObj(n -> town.sale(all.get(n), 1 + n % 2, clock.nowJst())).toList());
        int bought = town.count("select sum(sets) from premium_purchase where programme = ?");
        assertThat(bought).isEqualTo(121).isEqualTo(town.sold()).isEqualTo(town.count("select sum(bought) from premium_right where programme = ?"))
                .isEqualTo(town.count("select sum(sets) from premium_buyer where programme = ?"));
        assertThat(town.count("select sum(yen) from premium_purchase where programme = ?")).isEqualTo(121 * 5_000);
        assertThat(sold).contains(true, false);
        assertThatThrownBy(() -> town.buys(all.get(sold.indexOf(false)), 1)).isInstanceOf(RefusedException.class).hasMessageContaining("超える");
    }

    @Test
    @DisplayName("同じ人の権利が二つあっても、同時に購入しても、全部で2セットまで")
    void two_sets_a_person() throws Exception {
        List<CaseNumber> all = winners(100, 2, 2);
        town.everywhere(() -> beans.getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("update premium_application set person = 'P-same' where programme = ?").param(town.programme().code()).update());
        List<Sale> sales = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            sales.add(town.sale(all.get(n % 2), 1, clock.nowJst()));
        }
        assertThat(atOnce(sales)).filteredOn(one -> one).hasSize(2);
        assertThat(town.sold()).isEqualTo(2);
    }

    @Test
    @DisplayName("同じ取引番号は、同時に届いても一度だけ数え、別の内容なら断る")
    void a_transaction_counts_once() throws Exception {
        CaseNumber number = winners(100, 2).get(0);
        Sale sale = town.sale(number, 1, clock.nowJst().withNano(0));
        assertThat(atOnce(List.of(sale, sale, sale, sale, sale, sale))).filteredOn(one -> one).hasSize(1);
        assertThat(town.sold()).isEqualTo(1);
        assertThatThrownBy(() -> town.buys(new Sale(sale.transaction(), sale.lot(), 2, 10_000, sale.at()))).hasMessageContaining("別の内容");
    }

    @Test
    @DisplayName("T17：12月31日23時59分59秒の購入は有効、翌0時0分0秒は、失効の処理が遅れていても断る")
    void until_midnight() {
        List<CaseNumber> all = winners(100, 2, 2);
        clock.moveTo(town.day(31).atTime(0, 0, 0));
        LocalDateTime last = town.day(30).atTime(23, 59, 59);
        assertThat(town.buys(town.sale(all.get(0), 1, last))).isTrue();
        assertThatThrownBy(() -> town.buys(town.sale(all.get(0), 1, last.plusSeconds(1)))).isInstanceOf(RefusedException.class).hasMessageContaining("期限");
        assertThatThrownBy(() -> town.buys(town.sale(all.get(1), 1, town.day(10).atStartOfDay().minusSeconds(1)))).hasMessageContaining("購入期間は");
        assertThatThrownBy(() -> town.buys(town.sale(all.get(1), 1, town.day(31).atTime(1, 0)))).isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("販売実績のCSVは、よい行を取り込み、だめな行を行番号で示し、同じファイルをもう一度取り込んでも変わらない")
    void a_file_of_sales() {
        List<CaseNumber> all = winners(100, 2, 1, 1);
        String at = town.day(11).atTime(9, 30).toString().replace('T', ' ');
        String csv = String.join("\r\n", "取引番号,抽選番号,セット数,金額,購入日時",
                "A-1," + town.lot(all.get(0)) + ",2,\"10,000\"," + at,
                "A-2," + town.lot(all.get(1)) + ",2,10000," + at,
                "A-3,Z-99999999,1,5000," + at,
                "A-4," + town.lot(all.get(1)) + ",1,4000," + at,
                "A-5," + town.lot(all.get(1)) + ",1,5000," + town.day(40) + " 10:00:00",
                "A-6," + town.lot(all.get(1)) + ",-1,-5000," + at,
                "A-7," + town.lot(all.get(1)) + ",1,5000",
                "A-1," + town.lot(all.get(2)) + ",1,5000," + at,
                "A-8," + town.lot(all.get(2)).toLowerCase() + ",１,５０００," + at, "");
        PurchaseFile.Imported first = take(csv);
        assertThat(first.taken()).isEqualTo(2);
        assertThat(first.problems()).extracting(Csv.Problem::row, Csv.Problem::column).containsExactly(
                org.assertj.core.groups.Tuple.tuple(3L, "セット数"), org.assertj.core.groups.Tuple.tuple(4L, "抽選番号"),
                org.assertj.core.groups.Tuple.tuple(5L, "金額"), org.assertj.core.groups.Tuple.tuple(6L, "購入日時"),
                org.assertj.core.groups.Tuple.tuple(7L, "セット数"), org.assertj.core.groups.Tuple.tuple(7L, "金額"),
                org.assertj.core.groups.Tuple.tuple(8L, ""), org.assertj.core.groups.Tuple.tuple(9L, "取引番号"));
        PurchaseFile.Imported again = take(csv);
        assertThat(again.taken()).isZero();
        assertThat(again.known()).isEqualTo(2);
        assertThat(again.problems()).isEqualTo(first.problems());
        assertThat(town.sold()).isEqualTo(3);
        assertThat(take("取引番号,抽選番号\r\nA-9,x\r\n").problems()).hasSize(3);
        assertThat(take("取引番号,抽選番号,セット数,金額,購入日時\r\nA-10,x,0,0,2024-11-01 10:00:00\r\n").problems()).as("nought is no sale").extracting(Csv.Problem::message)
                .containsExactly("「セット数」は1以上の整数で入力してください。", "「金額」は1以上の整数で入力してください。");
    }

    private PurchaseFile.Imported take(String csv) {
        return DataScope.within(Town.MIDORI, () -> file.take(town.programme(), () -> new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), OFFICER));
    }

    /** Real threads, let go together. @return whether each was new; false also where it was refused */
    private List<Boolean> atOnce(List<Sale> sales) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(sales.size());
        CyclicBarrier start = new CyclicBarrier(sales.size());
        List<Future<Boolean>> results = new ArrayList<>();
        for (Sale sale : sales) {
            Callable<Boolean> buyer = () -> {
                start.await();
                try {
                    return town.buys(sale);
                } catch (RefusedException refused) {
                    return false;
                }
            };
            results.add(people.submit(buyer));
        }
        List<Boolean> sold = new ArrayList<>();
        for (Future<Boolean> result : results) {
            sold.add(result.get());
        }
        people.shutdown();
        return sold;
    }
}
