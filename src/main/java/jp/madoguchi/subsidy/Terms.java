package jp.madoguchi.subsidy;

import java.util.Map;
import java.util.Optional;
import jp.madoguchi.programme.Programme;

/**
 * What a programme's file sets for its device subsidy, under {@code parameters.device-subsidy}.
 *
 * @param maximumYen   most that one device is subsidised with (S3-57)
 * @param slots        how many are granted, first come, first served (S3-59)
 * @param purchaseDays calendar days from the permission to the last day of purchase and report
 * @param budgetYen    what the city set aside for them (S3-60), or null
 */
record Terms(long maximumYen, int slots, int purchaseDays, Long budgetYen) {

    static final String PROCEDURE = "device-subsidy";
    private static final String KEY = "device-subsidy";

    /** Whether the programme offers the subsidy now. */
    static boolean offeredBy(Programme programme) {
        return programme.calls().stream().anyMatch(call -> !call.planned() && PROCEDURE.equals(call.procedure()));
    }

    /** @throws IllegalStateException when the file leaves one out */
    static Terms of(Programme programme) {
        if (!(programme.parameters().get(KEY) instanceof Map<?, ?> terms)) {
            throw new IllegalStateException(programme.code() + " sets no parameters." + KEY);
        }
        return new Terms(number(terms, "maximum-yen"), Math.toIntExact(number(terms, "slots")), Math.toIntExact(number(terms, "purchase-days")),
                Optional.ofNullable(terms.get("budget-yen")).map(Number.class::cast).map(Number::longValue).orElse(null));
    }

    private static long number(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("parameters." + KEY + "." + key + " is not a number");
    }
}
