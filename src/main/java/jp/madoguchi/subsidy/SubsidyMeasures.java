package jp.madoguchi.subsidy;

import java.util.Optional;
import java.util.function.Function;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the subsidy room counts for its programmes' targets. */
@Configuration(proxyBeanMethods = false)
class SubsidyMeasures {

    private record Counted(String code, Function<Programme, Number> count) implements Measure {

        @Override
        public Optional<Number> value(Programme programme) {
            return Terms.offeredBy(programme) ? Optional.of(count.apply(programme)) : Optional.empty();
        }
    }

    /** Permissions that stand (S3-63). */
    @Bean
    Measure deviceSubsidies(JdbcClient jdbc) {
        return new Counted("device-subsidies", programme -> jdbc.sql("""
                select count(*) from subsidy_permission p join subsidy_intake i using (case_number)
                where i.programme = ? and i.state = 'HOLDING'""").param(programme.code()).query(Long.class).single());
    }

    /** Slots that are taken, permitted or not (S3-59). */
    @Bean
    Measure deviceSubsidySlots(Slots slots) {
        return new Counted("device-subsidy-slots", programme -> slots.count(programme).taken());
    }

    /** What the subsidies come to, in yen: fixed amounts, and the maximum for permissions whose amount is open (S3-60). */
    @Bean
    Measure deviceSubsidyYen(JdbcClient jdbc) {
        return new Counted("device-subsidy-yen", programme -> jdbc.sql("""
                select coalesce(sum(coalesce(b.amount, ?)), 0) from subsidy_permission p join subsidy_intake i using (case_number)
                left join subsidy_purchase b using (case_number) where i.programme = ? and i.state = 'HOLDING'""")
                .params(Terms.of(programme).maximumYen(), programme.code()).query(Long.class).single());
    }
}
