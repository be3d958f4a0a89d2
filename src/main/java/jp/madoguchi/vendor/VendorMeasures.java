package jp.madoguchi.vendor;

import java.util.Optional;
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
}
