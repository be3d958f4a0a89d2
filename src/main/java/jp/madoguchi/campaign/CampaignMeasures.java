package jp.madoguchi.campaign;

import java.util.Optional;
import java.util.function.Function;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the campaign room counts for its programmes' targets. */
@Configuration(proxyBeanMethods = false)
class CampaignMeasures {

    private record Counted(String code, Function<Programme, Optional<Number>> count) implements Measure {

        @Override
        public Optional<Number> value(Programme programme) {
            return CampaignTerms.setBy(programme) ? count.apply(programme) : Optional.empty();
        }
    }

    /** Yen granted on the first campaign (S3-89). */
    @Bean
    Measure premiumGranted(CampaignGrants grants) {
        return new Counted("premium-granted", programme -> Optional.of(grants.granted(programme, CampaignTerms.of(programme).get(0).code())));
    }

    /** Accounts on smartphones in percent of all that were charged (S3-06); empty before the first charge. */
    @Bean
    Measure smartphoneShare(JdbcClient jdbc) {
        return new Counted("smartphone-share", programme -> jdbc.sql("""
                select round(100.0 * count(*) filter (where medium = 'smartphone') / nullif(count(*), 0), 1) from charge_account where programme = ?""")
                .param(programme.code()).query((row, n) -> Optional.<Number>ofNullable(row.getBigDecimal(1))).single());
    }
}
