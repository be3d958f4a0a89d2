package jp.madoguchi.vendor;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the vendor room counts for its programmes' targets. */
@Configuration(proxyBeanMethods = false)
class VendorMeasures {

    private static final String RECRUITMENT = "vendor-application";
    private static final Set<String> WITH_LETTER = Set.of(RECRUITMENT, "vendor-change");

    private record Counted(String code, Function<Programme, Number> count) implements Measure {

        @Override
        public Optional<Number> value(Programme programme) {
            return programme.calls().stream().anyMatch(call -> RECRUITMENT.equals(call.procedure()))
                    ? Optional.ofNullable(count.apply(programme)) : Optional.empty();
        }
    }

    /** Vendors whose registration stands, in preparation or on sale (S1-10). */
    @Bean
    Measure vendorsRegistered(JdbcClient jdbc) {
        return new Counted("vendors-registered", programme -> jdbc
                .sql("select count(*) from vendor where programme = ? and state <> 'CANCELLED'").param(programme.code())
                .query(Long.class).single());
    }

    /** Percent of decided cases whose letter was issued; nothing while none is decided (S1-44: every applicant is told). */
    @Bean
    Measure resultsNotified(JdbcClient jdbc) {
        return new Counted("results-notified", programme -> jdbc.sql("""
                select round(100.0 * count(*) filter (where exists (
                           select from timeline t where t.case_number = c.number and t.kind = 'letter.issued' and t.at >= c.decided_at))
                       / nullif(count(*), 0), 1)
                from case_file c where c.government = :government and c.programme = :programme and c.procedure in (:procedures)
                and c.decided_at is not null""")
                .param("government", programme.government()).param("programme", programme.code()).param("procedures", WITH_LETTER)
                .query(java.math.BigDecimal.class).optional().orElse(null));
    }
}
