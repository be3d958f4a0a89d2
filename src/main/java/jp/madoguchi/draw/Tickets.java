package jp.madoguchi.draw;

import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.kernel.RefusedException;

/**
 * What is put in order: an application as a whole, or each of its units. A unit's name is the lot's, from the second unit on
 * with {@code #2}, {@code #3}… Tickets are numbered: all first units by lot, then all second ones, and so on.
 */
final class Tickets {

    static final int LONGEST_NAME = Pool.LONGEST_CODE + 4;

    private final Pool pool;
    private final Sets sets;
    private final int[] further;
    /** The number of the first ticket of each unit; one more at the end. */
    private final int[] rounds;

    Tickets(Pool pool) {
        this.pool = pool;
        this.sets = pool.rules().sets();
        int most = 1;
        if (sets != Sets.WHOLE) {
            if (pool.units() > Integer.MAX_VALUE - 8) {
                throw new RefusedException("draw.pool.size", "口数の合計が21億を超えています。");
            }
            for (int lot = 0; lot < pool.lots(); lot++) {
                most = Math.max(most, pool.unitsOf(lot));
            }
        }
        rounds = new int[most + 1];
        rounds[1] = pool.lots();
        further = new int[most == 1 ? 0 : (int) pool.units() - pool.lots()];
        int next = 0;
        for (int unit = 2; unit <= most; unit++) {
            for (int lot = 0; lot < pool.lots(); lot++) {
                if (pool.unitsOf(lot) >= unit) {
                    further[next++] = lot;
                }
            }
            rounds[unit] = pool.lots() + next;
        }
    }

    int count() {
        return pool.lots() + further.length;
    }

    int lot(int ticket) {
        return ticket < pool.lots() ? ticket : further[ticket - pool.lots()];
    }

    /** Which unit of its lot it is, from 1. */
    int unit(int ticket) {
        int unit = 1;
        while (ticket >= rounds[unit]) {
            unit++;
        }
        return unit;
    }

    /** How many units it wins. */
    int units(int ticket) {
        return sets == Sets.WHOLE ? pool.unitsOf(ticket) : 1;
    }

    /** Where the parts of the order begin that are sorted apart; the last entry is the end. */
    int[] parts() {
        return sets == Sets.ONE_EACH_FIRST ? rounds.clone() : new int[] {0, count()};
    }

    /** @return its length; the name's bytes are in {@code into} */
    int name(int ticket, byte[] into) {
        int length = pool.lot(lot(ticket), into);
        if (ticket >= pool.lots()) {
            into[length++] = '#';
            length = Lines.number(unit(ticket), into, length);
        }
        return length;
    }
}
