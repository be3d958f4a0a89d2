package jp.madoguchi.stockpile;

import static jp.madoguchi.stockpile.StockRoom.CENTRE;
import static jp.madoguchi.stockpile.StockRoom.OTHER;
import static jp.madoguchi.stockpile.StockRoom.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** S2-14: what will cross the line of one year, when, and how much of it. */
@MadoguchiTest
@DisplayName("期限の見通し")
class ForecastsTest {

    @Autowired
    Programmes programmes;
    @Autowired
    StockLedgers ledgers;
    @Autowired
    BusinessClock clock;
    @Autowired
    Stock stock;
    @Autowired
    Forecasts forecasts;

    private StockRoom room;
    private Programme programme;
    private LocalDate today;

    @BeforeEach
    void open() {
        room = new StockRoom(programmes, ledgers, clock);
        programme = room.opens(1_000_000);
        today = room.today();
    }

    @Test
    @DisplayName("今の払出の速さで、どのロットがいつ何枚残るか、何を先に送るか")
    void at_the_present_rate() {
        // With 365 pieces a month, 12 a day, for 100 days until and with the last day.
        receives("FIRST", today.plusDays(99).plusYears(1), 1_000, CENTRE);
        receives("SECOND", today.plusDays(99).plusYears(1), 500, OTHER);
        receives("THIRD", today.plusDays(149).plusYears(1), 700, CENTRE);
        receives("LAST", today.plusDays(900).plusYears(1), 700, CENTRE);
        Forecast forecast = within(() -> forecasts.of(programme, "surgical-mask", 365));
        assertThat(forecast.lots()).extracting(line -> line.lot().spec().lotNumber()).containsExactly("FIRST", "SECOND", "THIRD", "LAST");
        assertThat(forecast.lots()).extracting(Forecast.Line::left).containsExactly(0L, 300L, 100L, 0L);
        assertThat(forecast.lots()).extracting(Forecast.Line::lastDay).startsWith(today.plusDays(99), today.plusDays(99), today.plusDays(149));
        assertThat(forecast.sendFirst()).extracting(line -> line.lot().spec().lotNumber()).containsExactly("SECOND", "THIRD");
        assertThat(forecast.needed()).as("1,500 in 100 days").isEqualTo(457);
        assertThat(within(() -> forecasts.of(programme, "surgical-mask", forecast.needed())).sendFirst()).isEmpty();
        assertThat(within(() -> forecasts.of(programme, "surgical-mask", 0)).sendFirst()).hasSize(4);
    }

    @Test
    @DisplayName("速さは払出の記録から求める。期限のない品目は線を越えない")
    void the_rate_comes_from_the_ledger() {
        receives("A", today.plusYears(4).plusMonths(6), 10_000, CENTRE);
        within(() -> stock.issue(programme, new Order("surgical-mask", null, null, new Quantity(600)), CENTRE, room.now()));
        within(() -> stock.receive(programme, room.shields("F"), CENTRE, new Quantity(50), null, room.now()));
        assertThat(within(() -> forecasts.of(programme))).filteredOn(forecast -> forecast.item().code().equals("surgical-mask")).singleElement()
                .satisfies(forecast -> assertThat(forecast.perMonth()).as("600 in a stock that is younger than a month").isBetween(600.0, 620.0));
        assertThat(within(() -> forecasts.of(programme))).filteredOn(forecast -> forecast.item().code().equals("face-shield")).singleElement()
                .satisfies(forecast -> assertThat(forecast.sendFirst()).isEmpty());
    }

    @Test
    @DisplayName("閏日の期限は、1年前の2月末まで1年ある")
    void leap_days() {
        assertThat(keepsUntil(LocalDate.of(2032, 2, 29))).isEqualTo(LocalDate.of(2031, 2, 28));
        assertThat(keepsUntil(LocalDate.of(2033, 2, 28))).isEqualTo(LocalDate.of(2032, 2, 29));
        assertThat(keepsUntil(LocalDate.of(2033, 3, 1))).isEqualTo(LocalDate.of(2032, 3, 1));
    }

    private LocalDate keepsUntil(LocalDate useBy) {
        return new LotSpec("surgical-mask", null, null, "m", "p", "l", useBy.minusYears(5), useBy, LotSpec.Owner.PREFECTURE).keepsUntil(1);
    }

    /** Received as early as it had to be. */
    private void receives(String lotNumber, LocalDate useBy, long quantity, String warehouse) {
        LotSpec spec = new LotSpec("surgical-mask", null, null, "津軽衛材", "マスクA", lotNumber, useBy.minusYears(5), useBy, LotSpec.Owner.PREFECTURE);
        LocalDate day = useBy.minusYears(4).isBefore(today) ? useBy.minusYears(4) : today;
        within(() -> stock.receive(programme, spec, warehouse, new Quantity(quantity), null, room.on(day)));
    }
}
