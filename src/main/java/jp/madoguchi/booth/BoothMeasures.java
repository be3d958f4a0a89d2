package jp.madoguchi.booth;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the booth room counts for its programmes' targets: events held, within the span that a target sets. */
@Configuration(proxyBeanMethods = false)
class BoothMeasures {

    private record Held(Progress.Counted counted, BoothEvents events) implements Measure {

        @Override
        public String code() {
            return counted.measure();
        }

        @Override
        public Optional<Number> value(Programme programme) {
            if (!EventTerms.heldBy(programme)) {
                return Optional.empty();
            }
            List<Programme.Target> targets = programme.targets().stream().filter(target -> target.measure().equals(code())).toList();
            return Optional.of(counted.of(programme, events.all(programme), targets.isEmpty() ? null : targets.get(0)).size());
        }
    }

    /** S4-16: as accepted daily reports count them. */
    @Bean
    Measure applicationsSupported(BoothFigures figures) {
        return new Measure() {

            @Override
            public String code() {
                return Progress.APPLICATIONS;
            }

            @Override
            public Optional<Number> value(Programme programme) {
                return EventTerms.heldBy(programme) && EventTerms.of(programme).reportDuty() != null
                        ? Optional.of(figures.applications(programme).size()) : Optional.empty();
            }
        };
    }

    /** S4-14. */
    @Bean
    Measure sessionsHeld(BoothEvents events) {
        return new Held(Progress.Counted.SESSIONS, events);
    }

    /** S4-15. */
    @Bean
    Measure largeSessionsHeld(BoothEvents events) {
        return new Held(Progress.Counted.LARGE_SESSIONS, events);
    }

    /** S4-23. */
    @Bean
    Measure smartphoneEventsHeld(BoothEvents events) {
        return new Held(Progress.Counted.SMARTPHONE_EVENTS, events);
    }

    /** S3-82, S5-44. */
    @Bean
    Measure userBriefingsHeld(BoothEvents events) {
        return new Held(Progress.Counted.USER_BRIEFINGS, events);
    }

    /** S5-47. */
    @Bean
    Measure businessBriefingsHeld(BoothEvents events) {
        return new Held(Progress.Counted.BUSINESS_BRIEFINGS, events);
    }

    /** S3-49. */
    @Bean
    Measure merchantBriefingsHeld(BoothEvents events) {
        return new Held(Progress.Counted.MERCHANT_BRIEFINGS, events);
    }
}
