package jp.madoguchi.duty;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.duty.Occurrence.Punctuality;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the duty room counts for the programmes' targets. */
@Configuration(proxyBeanMethods = false)
class DutyMeasures {

    /** Percent of what was due until yesterday or handed in before, that was handed in by its due day. */
    @Bean
    Measure reportsOnTime(Duties duties, BusinessClock clock) {
        return new Measure() {

            @Override
            public String code() {
                return "reports-on-time";
            }

            @Override
            public Optional<Number> value(Programme programme) {
                List<Punctuality> known = duties.all(programme.code()).stream().map(occurrence -> occurrence.punctuality(clock.today()))
                        .filter(one -> one != Punctuality.NOT_YET && one != Punctuality.WAIVED).toList();
                return known.isEmpty() ? Optional.empty()
                        : Optional.of(100.0 * known.stream().filter(Punctuality.ON_TIME::equals).count() / known.size());
            }
        };
    }
}
