package jp.madoguchi.stockpile;

import java.util.Optional;
import java.util.function.ToLongFunction;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the stockpile room counts for its programmes' targets: what is there now of each item (枚), and lots that keep no year (件). */
@Configuration(proxyBeanMethods = false)
class StockMeasures {

    private static final int MONTHS = 12;

    private record Counted(String code, StockFigures figures, ToLongFunction<Programme> count) implements Measure {

        /** Nothing once all of it was handed over. */
        @Override
        public Optional<Number> value(Programme programme) {
            return StockTerms.setBy(programme) && figures.handedOver(programme).isEmpty() ? Optional.of(count.applyAsLong(programme)) : Optional.empty();
        }
    }

    private static Measure total(String item, StockFigures figures, BusinessClock clock) {
        return new Counted("stock-" + item, figures, programme -> figures.total(programme, item, clock.today()));
    }

    /** S2-18. */
    @Bean
    Measure surgicalMasksStocked(StockFigures figures, BusinessClock clock) {
        return total("surgical-mask", figures, clock);
    }

    /** S2-19. */
    @Bean
    Measure n95MasksStocked(StockFigures figures, BusinessClock clock) {
        return total("n95-mask", figures, clock);
    }

    /** S2-20. */
    @Bean
    Measure gownsStocked(StockFigures figures, BusinessClock clock) {
        return total("gown", figures, clock);
    }

    /** S2-21. */
    @Bean
    Measure faceShieldsStocked(StockFigures figures, BusinessClock clock) {
        return total("face-shield", figures, clock);
    }

    /** S2-22. */
    @Bean
    Measure glovesStocked(StockFigures figures, BusinessClock clock) {
        return total("glove", figures, clock);
    }

    /** S2-07. */
    @Bean
    Measure lotsBelowOneYear(StockFigures figures, BusinessClock clock) {
        return new Counted("lots-below-one-year", figures, programme -> figures.keepingLess(programme, clock.today(), MONTHS).stream()
                .map(one -> one.lot().id()).distinct().count());
    }
}
