package jp.madoguchi.letters;

import java.util.Optional;
import jp.madoguchi.casefile.Measure;
import jp.madoguchi.programme.Programme;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Percent of a programme's decided applications whose letter was issued; nothing while none is decided (S1-44, S3-39:
 * every applicant is told). The office's own cases have no applicant.
 */
@Component
class ResultsNotified implements Measure {

    private final JdbcClient jdbc;

    ResultsNotified(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String code() {
        return "results-notified";
    }

    @Override
    public Optional<Number> value(Programme programme) {
        return jdbc.sql("""
                select round(100.0 * count(*) filter (where exists (
                           select from timeline t where t.case_number = c.number and t.kind = 'letter.issued' and t.at >= c.decided_at))
                       / nullif(count(*), 0), 1)
                from case_file c where c.government = ? and c.programme = ? and c.channel <> 'OFFICE' and c.decided_at is not null""")
                .params(programme.government(), programme.code()).query((row, n) -> Optional.<Number>ofNullable(row.getBigDecimal(1))).single();
    }
}
