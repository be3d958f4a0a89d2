package jp.madoguchi.stockpile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import jp.madoguchi.kernel.CaseNumber;

/**
 * One line of the ledger. Nothing changes it any more; a wrong one is reversed by another.
 *
 * @param quantity     in 枚, negative for what went; a counter-movement has the other sign
 * @param day          on which it was moved
 * @param recordedAt   when it was entered
 * @param number       the case it belongs to, or null
 * @param deliveryNote number of the paper it came with, or null
 * @param transfer     what joins the two lines of a transfer, or null
 * @param reverses     the line it takes back, or null
 */
public record Movement(long id, long lot, String warehouse, Kind kind, long quantity, LocalDate day, Instant recordedAt, String actor, String actorName,
                       CaseNumber number, String reason, String deliveryNote, UUID transfer, Long reverses) {

    /** Why something is moved. */
    public enum Kind {
        RECEIPT("入庫"), ISSUE("払出"), REPLENISHMENT("補充"), TRANSFER("移動"), DISPOSAL("廃棄"), COUNT_DIFFERENCE("棚卸差異"), HANDOVER("引継ぎ");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
