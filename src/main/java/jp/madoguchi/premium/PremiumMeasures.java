package jp.madoguchi.premium;

import java.util.Optional;
import java.util.function.ToIntFunction;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the premium room counts for its programmes' targets, over all rounds. */
@Configuration(proxyBeanMethods = false)
class PremiumMeasures {

    private record Counted(String code, ToIntFunction<Programme> count) implements Measure {

        @Override
        public Optional<Number> value(Programme programme) {
            return Terms.setBy(programme) ? Optional.of(count.applyAsInt(programme)) : Optional.empty();
        }
    }

    /** S5-05. */
    @Bean
    Measure setsSold(PremiumFigures figures) {
        return new Counted("sets-sold", figures::sold);
    }

    /** S5-17. */
    @Bean
    Measure buyers(PremiumFigures figures) {
        return new Counted("buyers", figures::buyers);
    }
}
