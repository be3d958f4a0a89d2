package jp.madoguchi.stockpile;

import java.util.Locale;
import jp.madoguchi.kernel.RefusedException;

/** An amount of an item, more than none. @param pieces in 枚, the unit of all items (S2-22) */
public record Quantity(long pieces) {

    /** More than any stock holds; sums of such amounts stay far from the end of a long. */
    private static final long MOST = 1_000_000_000L;

    /** @throws RefusedException when it is not between 1 and a thousand million */
    public Quantity {
        if (pieces < 1 || pieces > MOST) {
            throw new RefusedException("stock.quantity", "数量は1枚以上10億枚以下の整数で入力してください。");
        }
    }

    /**
     * A packing unit: 箱 of 50 枚.
     *
     * @param unit   its name as the delivery note has it
     * @param pieces how many 枚 are in one
     */
    public record Pack(String unit, long pieces) {

        /** Loose pieces. */
        public static final Pack PIECES = new Pack("枚", 1);

        /** @throws RefusedException when nothing or too much is in one */
        public Pack {
            if (pieces < 1 || pieces > MOST) {
                throw new RefusedException("stock.pack", "入数は1枚以上の整数で入力してください。");
            }
        }
    }

    /** So many units in 枚: 40 箱 of 50 枚 are 2,000 枚. @throws RefusedException when it is no possible amount */
    public static Quantity of(long units, Pack pack) {
        if (units < 1 || units > MOST / pack.pieces()) {
            throw new RefusedException("stock.quantity", "数量は1枚以上10億枚以下の整数で入力してください。");
        }
        return new Quantity(units * pack.pieces());
    }

    /** 2,000枚. */
    @Override
    public String toString() {
        return pieces(pieces);
    }

    static String pieces(long pieces) {
        return String.format(Locale.ROOT, "%,d枚", pieces);
    }
}
