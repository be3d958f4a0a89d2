package jp.madoguchi.merchant;

import java.util.Optional;
import java.util.function.Function;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the merchant room counts for its programmes' targets. */
@Configuration(proxyBeanMethods = false)
class MerchantMeasures {

    private record Counted(String code, Function<Programme, Number> count) implements Measure {

        @Override
        public Optional<Number> value(Programme programme) {
            return programme.calls().stream().anyMatch(call -> MerchantCases.RECRUITMENT.equals(call.procedure()))
                    ? Optional.ofNullable(count.apply(programme)) : Optional.empty();
        }
    }

    /** Merchants whose registration stands (S3-33, S5-48). */
    @Bean
    Measure merchantsRegistered(JdbcClient jdbc) {
        return new Counted("merchants-registered", programme -> jdbc
                .sql("select count(*) from merchant where programme = ? and state = 'REGISTERED'").param(programme.code())
                .query(Long.class).single());
    }

    /** Registered merchants without a kit: what is needed follows the number registered (S3-48). */
    @Bean
    Measure merchantKitsMissing(JdbcClient jdbc) {
        return new Counted("merchant-kits-missing", programme -> jdbc.sql("""
                select count(*) from merchant m where m.programme = ? and m.state = 'REGISTERED'
                and not exists (select from merchant_kit k where k.merchant = m.number)""").param(programme.code())
                .query(Long.class).single());
    }
}
