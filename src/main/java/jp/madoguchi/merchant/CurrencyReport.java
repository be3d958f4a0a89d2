package jp.madoguchi.merchant;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.duty.Occurrence;
import jp.madoguchi.duty.ReportKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A currency's monthly report (S5-28): its merchants are those of the register, as it stood when the period ended. */
@Component
class CurrencyReport implements ReportKind {

    private final JdbcClient jdbc;

    CurrencyReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String form() {
        return "merchant/monthly-report";
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Answers> prefill(Occurrence occurrence) {
        return Optional.of(Answers.of(figures(occurrence)));
    }

    @Override
    @Transactional(readOnly = true)
    public List<Problem> problems(Occurrence occurrence, Answers report) {
        return figures(occurrence).entrySet().stream()
                .filter(figure -> report.number(figure.getKey()).filter(given -> given.compareTo(BigDecimal.valueOf(figure.getValue())) != 0).isPresent())
                .map(figure -> new Problem(figure.getKey(), "register", "登録の記録では%,d店です。".formatted(figure.getValue()),
                        "The register has %,d.".formatted(figure.getValue()), false)).toList();
    }

    private Map<String, Long> figures(Occurrence month) {
        LocalDate first = month.from();
        LocalDate last = month.to();
        return Map.of("merchants", count(month, "registered_on <= ? and (left_on is null or left_on > ?)", last, last),
                "joined", count(month, "registered_on between ? and ?", first, last), "left", count(month, "left_on between ? and ?", first, last));
    }

    private long count(Occurrence month, String condition, LocalDate one, LocalDate other) {
        return jdbc.sql("select count(*) from merchant where programme = ? and " + condition).params(month.programme(), one, other)
                .query(Long.class).single();
    }
}
