package jp.madoguchi.draw;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import jp.madoguchi.draw.DrawProgress.Step;

/**
 * All tickets, ascending by HMAC-SHA-256 of their name under the seed (§2.15 step 4). A ticket takes 8 bytes: as many leading
 * bits of its key as there is room for beside its number. Where those agree, the whole keys decide.
 */
final class DrawOrder {

    private final long[] places;
    private final long numbers;

    private DrawOrder(long[] places, long numbers) {
        this.places = places;
        this.numbers = numbers;
    }

    static DrawOrder of(Tickets tickets, Seed seed, DrawProgress progress) {
        byte[] name = new byte[Tickets.LONGEST_NAME];
        Mac mac = seed.mac();
        return of(tickets, (ticket, key) -> {
            mac.update(name, 0, tickets.name(ticket, name));
            macInto(mac, key);
        }, 64 - bitsFor(tickets.count()), progress);
    }

    /** @param kept how many leading bits of a key are kept at most */
    static DrawOrder of(Tickets tickets, Keys keys, int kept, DrawProgress progress) {
        int count = tickets.count();
        int spare = Math.max(bitsFor(count), 64 - kept);
        long numbers = (1L << bitsFor(count)) - 1;
        long unkept = spare == 64 ? -1 : (1L << spare) - 1;
        long[] places = new long[count];
        byte[] key = new byte[32];
        for (int ticket = 0; ticket < count; ticket++) {
            if (ticket % DrawProgress.INTERVAL == 0) {
                progress.at(Step.KEYS, ticket, count);
            }
            keys.of(ticket, key);
            // Keys are unsigned, longs are not: the first bit is turned.
            places[ticket] = (head(key) & ~unkept | ticket) ^ Long.MIN_VALUE;
        }
        progress.at(Step.KEYS, count, count);
        int[] parts = tickets.parts();
        for (int part = 1; part < parts.length; part++) {
            progress.at(Step.SORT, parts[part - 1], count);
            Arrays.sort(places, parts[part - 1], parts[part]);
            settle(places, parts[part - 1], parts[part], unkept, numbers, tickets, keys);
        }
        progress.at(Step.SORT, count, count);
        return new DrawOrder(places, numbers);
    }

    /** Whose key is wanted. */
    @FunctionalInterface
    interface Keys {

        /** @param key 32 bytes to fill */
        void of(int ticket, byte[] key);
    }

    int count() {
        return places.length;
    }

    /** @param place from 0 */
    int ticket(int place) {
        return (int) (places[place] & numbers);
    }

    /** Tickets whose kept bits agree are put in the order of their whole keys; where even those agree, of lot and unit. */
    private static void settle(long[] places, int from, int to, long unkept, long numbers, Tickets tickets, Keys keys) {
        int start = from;
        for (int at = from + 1; at <= to; at++) {
            if (at < to && (places[at] & ~unkept) == (places[start] & ~unkept)) {
                continue;
            }
            if (at - start > 1) {
                record Whole(long place, int lot, int unit, byte[] key) {}
                long[] settled = IntStream.range(start, at).mapToObj(i -> {
                    int ticket = (int) (places[i] & numbers);
                    byte[] key = new byte[32];
                    keys.of(ticket, key);
                    return new Whole(places[i], tickets.lot(ticket), tickets.unit(ticket), key);
                }).sorted(Comparator.comparing(Whole::key, Arrays::compareUnsigned).thenComparingInt(Whole::lot).thenComparingInt(Whole::unit))
                        .mapToLong(Whole::place).toArray();
                System.arraycopy(settled, 0, places, start, settled.length);
            }
            start = at;
        }
    }

    private static int bitsFor(int count) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(Math.max(0, count - 1)));
    }

    private static long head(byte[] key) {
        long head = 0;
        for (int i = 0; i < 8; i++) {
            head = head << 8 | key[i] & 0xff;
        }
        return head;
    }

    private static void macInto(Mac mac, byte[] key) {
        try {
            mac.doFinal(key, 0);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
