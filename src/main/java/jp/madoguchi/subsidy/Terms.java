package jp.madoguchi.subsidy;

import java.util.Map;
import jp.madoguchi.banking.AccountType;
import jp.madoguchi.banking.ZenginTransfer;
import jp.madoguchi.programme.Programme;

/**
 * What a programme's file sets for its device subsidy, under {@code parameters.device-subsidy}.
 *
 * @param maximumYen most that one device is subsidised with (S3-57)
 * @param slots      how many are granted, first come, first served (S3-59)
 * @param payer      振込依頼人: whose account pays (S3-65)
 * @param lineBreaks whether the bank wants CR and LF behind each record of the transfer file
 */
record Terms(long maximumYen, int slots, ZenginTransfer.Payer payer, boolean lineBreaks) {

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
        return new Terms(number(terms, "maximum-yen"), Math.toIntExact(number(terms, "slots")),
                payer(part(terms, "payer")), Boolean.TRUE.equals(part(terms, "payer").get("line-breaks")));
    }

    private static ZenginTransfer.Payer payer(Map<?, ?> payer) {
        return new ZenginTransfer.Payer(text(payer, "client-code"), text(payer, "name"), text(payer, "bank"), text(payer, "branch"),
                AccountType.of(text(payer, "type")).orElse(null), text(payer, "number"));
    }

    private static Map<?, ?> part(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof Map<?, ?> part) {
            return part;
        }
        throw new IllegalStateException("parameters." + KEY + "." + key + " is missing");
    }

    private static String text(Map<?, ?> terms, String key) {
        return terms.get(key) instanceof String text ? text : "";
    }

    private static long number(Map<?, ?> terms, String key) {
        if (terms.get(key) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("parameters." + KEY + "." + key + " is not a number");
    }
}
