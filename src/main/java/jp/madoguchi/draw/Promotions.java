package jp.madoguchi.draw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jp.madoguchi.kernel.RefusedException;

/**
 * 繰上げ: one round of reserves that move up (§2.15 step 6). Its file has {@code released,place} for every right that ended since
 * the round before, then {@code promoted,place,ticket,person,channel,units,amount}; places ascend in both.
 */
public final class Promotions {

    private static final String RELEASED = "released,";

    private final int round;
    private final List<Integer> released;
    private final List<Allocation.Ticket> promoted;
    private final long unit;

    private Promotions(int round, List<Integer> released, List<Allocation.Ticket> promoted, long unit) {
        this.round = round;
        this.released = released;
        this.promoted = promoted;
        this.unit = unit;
    }

    /** From 1. */
    public int round() {
        return round;
    }

    /** Who moves up, in the order of the walk. */
    public List<Allocation.Ticket> promoted() {
        return promoted;
    }

    /** {@code promotions-1.csv}. */
    public static String file(int round) {
        return "promotions-" + round + ".csv";
    }

    byte[] bytes() {
        StringBuilder lines = new StringBuilder();
        released.forEach(place -> lines.append(RELEASED).append(place).append('\n'));
        promoted.forEach(up -> lines.append("promoted,").append(up.place()).append(',').append(up.name()).append(',').append(up.person()).append(',')
                .append(up.channel()).append(',').append(up.units()).append(',').append(up.units() * unit).append('\n'));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Rounds in their order, on one draw. */
    static final class Rounds {

        private final Allocation allocation;
        private final Set<Integer> released = new HashSet<>();
        private final Set<Integer> promoted = new HashSet<>();
        private int count;

        Rounds(Allocation allocation) {
            this.allocation = allocation;
        }

        int count() {
            return count;
        }

        /** @throws RefusedException when a place had won nothing, or lost its right before */
        Promotions next(Set<Integer> places) {
            List<Integer> now = List.copyOf(new TreeSet<>(places));
            for (int place : now) {
                if (!released.add(place)) {
                    throw new RefusedException("draw.released", "すでに権利の終わった順位です: " + place);
                }
            }
            List<Allocation.Ticket> up = allocation.promote(promoted, released).stream().map(allocation::at).toList();
            up.forEach(ticket -> promoted.add(ticket.place()));
            return new Promotions(++count, now, up, allocation.unit());
        }

        /** Repeats a published round. @throws RefusedException when its file is not what its released places lead to */
        Promotions again(byte[] file, String name) {
            List<Integer> places = new ArrayList<>();
            for (String line : new String(file, StandardCharsets.US_ASCII).split("\n")) {
                if (line.matches(RELEASED + "[1-9][0-9]{0,8}")) {
                    places.add(Integer.valueOf(line.substring(RELEASED.length())));
                }
            }
            Promotions repeated = next(new HashSet<>(places));
            if (!Arrays.equals(repeated.bytes(), file)) {
                throw new RefusedException("draw.promotions", name + " が、計算した繰上げと一致しません。");
            }
            return repeated;
        }
    }
}
