package jp.madoguchi.duty;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.Problem;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 支払: what the office pays on an accepted invoice, which in turn follows a passed inspection (S5-95; requirements §2.12). */
@Component
class PaymentReport implements ReportKind {

    private final Duties duties;

    PaymentReport(@Lazy Duties duties) {
        this.duties = duties;
    }

    @Override
    public String form() {
        return "duty/payment";
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Answers> prefill(Occurrence payment) {
        return duties.before(payment).map(invoice -> {
            Map<String, Object> known = new HashMap<>();
            known.put("invoicedOn", invoice.handedInOn().toString());
            amount(invoice).ifPresent(amount -> known.put("amount", amount));
            duties.before(invoice).ifPresent(inspected -> known.put("inspectedOn", inspected.acceptedOn().toString()));
            return Answers.of(known);
        });
    }

    /** What the source leaves to an agreement (an instalment, a deduction) is to be invoiced so. */
    @Override
    @Transactional(readOnly = true)
    public List<Problem> problems(Occurrence payment, Answers report) {
        List<Problem> problems = new ArrayList<>();
        LocalDate invoiced = report.date("invoicedOn").orElse(null);
        LocalDate paid = report.date("paidOn").orElse(null);
        if (invoiced != null && paid != null && paid.isBefore(invoiced)) {
            problems.add(new Problem("paidOn", "order", "請求を受けた日（%s）より前です。".formatted(JapaneseDates.full(invoiced)),
                    "Before the invoice.", false));
        }
        BigDecimal given = report.number("amount").orElse(null);
        duties.before(payment).flatMap(this::amount).filter(owed -> given != null && owed.compareTo(given) != 0)
                .ifPresent(owed -> problems.add(new Problem("amount", "invoice", "受理した請求書の金額は%,d円です。".formatted(owed.longValue()),
                        "The accepted invoice says %,d yen.".formatted(owed.longValue()), false)));
        return problems;
    }

    private Optional<BigDecimal> amount(Occurrence invoice) {
        return duties.report(invoice.number()).flatMap(report -> report.answers().number("amount"));
    }
}
