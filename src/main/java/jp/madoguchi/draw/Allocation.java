package jp.madoguchi.draw;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import jp.madoguchi.draw.DrawProgress.Step;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;
import jp.madoguchi.kernel.RefusedException;

/**
 * Who won and who is in reserve: one walk over one order of all channels (§2.15 step 5), so that nobody's cap is used up by
 * the channel that happens to be drawn first.
 */
public final class Allocation {

    private final Pool pool;
    private final DrawRules rules;
    private final Tickets tickets;
    private final DrawOrder order;
    private final byte[] outcomes;
    /** Units by number of the person, earlier grants included. */
    private final int[] used;
    private final long[] spent;
    private final long[][] won;
    private long total;

    private Allocation(Pool pool, Tickets tickets, DrawOrder order) {
        this.pool = pool;
        this.rules = pool.rules();
        this.tickets = tickets;
        this.order = order;
        this.outcomes = new byte[order.count()];
        this.used = new int[pool.persons()];
        this.spent = new long[rules.channels().size()];
        this.won = new long[spent.length][3];
    }

    /** Draws. The same input always gives the same result. */
    public static Allocation draw(Pool pool, Grants grants, Seed seed, DrawProgress progress) {
        Tickets tickets = new Tickets(pool);
        Allocation allocation = new Allocation(pool, tickets, DrawOrder.of(tickets, seed, progress));
        grants.enterInto(allocation.used, pool);
        allocation.walk(false, progress);
        if (pool.rules().spillOver() == SpillOver.SHARED) {
            allocation.walk(true, progress);
        }
        return allocation;
    }

    /** Why a ticket did not win, or that it did. The first that applies, in this order. */
    public enum Outcome {
        CAP, QUOTA, BUDGET, WON;

        private static final Outcome[] ALL = values();
        private final byte[] word = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A ticket in its place.
     *
     * @param place from 1, over all channels
     * @param name  of the lot, and of the unit from the second on: A-000001, A-000001#2
     * @param units it wins or would have won
     */
    public record Ticket(int place, String name, String lot, String person, String channel, int units, Outcome outcome) {}

    /** How many tickets there are in the order. */
    public int places() {
        return order.count();
    }

    /** @param place from 1 */
    public Ticket at(int place) {
        int ticket = order.ticket(place - 1);
        int lot = tickets.lot(ticket);
        byte[] text = new byte[Tickets.LONGEST_NAME];
        String name = new String(text, 0, tickets.name(ticket, text), StandardCharsets.US_ASCII);
        String person = new String(text, 0, pool.person(lot, text), StandardCharsets.US_ASCII);
        return new Ticket(place, name, pool.lot(lot), person, rules.channels().get(pool.channelOf(lot)).code(), tickets.units(ticket),
                Outcome.ALL[outcomes[place - 1]]);
    }

    /** In the order of the walk. For tests and small draws; the files stream. */
    public List<Ticket> winners() {
        return tickets(true);
    }

    /** In the order of the walk, whatever they did not win for (§2.15 step 6). */
    public List<Ticket> reserves() {
        return tickets(false);
    }

    /**
     * Who moves up when rights lapse or are given back. Reserves are asked in their order; one moves up where the cap, the
     * quota and the budget allow it now. A released ticket frees its quota and the budget, but not its person's cap.
     *
     * @param promoted places that moved up before
     * @param released places of winners and of promoted ones that lost their right, all so far
     * @return places that move up now
     * @throws RefusedException when a released place had won nothing
     */
    public List<Integer> promote(Set<Integer> promoted, Set<Integer> released) {
        int[] usedNow = used.clone();
        long[] spentNow = spent.clone();
        long totalNow = total;
        Set<Integer> holding = new HashSet<>(promoted);
        for (int place : promoted) {
            Ticket up = at(place);
            int lot = pool.find(up.lot());
            usedNow[pool.personOf(lot)] += up.units();
            spentNow[pool.channelOf(lot)] += up.units() * rules.unit();
            totalNow += up.units() * rules.unit();
        }
        for (int place : released) {
            if (place < 1 || place > places() || outcomes[place - 1] != Outcome.WON.ordinal() && !holding.contains(place)) {
                throw new RefusedException("draw.released", "当選していない順位です: " + place);
            }
            Ticket gone = at(place);
            spentNow[pool.channelOf(pool.find(gone.lot()))] -= gone.units() * rules.unit();
            totalNow -= gone.units() * rules.unit();
        }
        List<Integer> up = new ArrayList<>();
        for (int place = 1; place <= places(); place++) {
            if (outcomes[place - 1] == Outcome.WON.ordinal() || holding.contains(place)) {
                continue;
            }
            int ticket = order.ticket(place - 1);
            int lot = tickets.lot(ticket);
            int units = tickets.units(ticket);
            if (judge(units, usedNow[pool.personOf(lot)], spentNow[pool.channelOf(lot)], rules.channels().get(pool.channelOf(lot)).quota(),
                    totalNow, rules.spillOver() == SpillOver.SHARED) == Outcome.WON) {
                usedNow[pool.personOf(lot)] += units;
                spentNow[pool.channelOf(lot)] += units * rules.unit();
                totalNow += units * rules.unit();
                up.add(place);
            }
        }
        return up;
    }

    private void walk(boolean shared, DrawProgress progress) {
        long[] quotas = rules.channels().stream().mapToLong(DrawRules.Channel::quota).toArray();
        int[] lots = new int[Pool.NEAR];
        int[] persons = new int[Pool.NEAR];
        int[] channels = new int[Pool.NEAR];
        int[] units = new int[Pool.NEAR];
        for (int place = 0; place < outcomes.length; place++) {
            int i = place % Pool.NEAR;
            if (i == 0) {
                int count = lots(place, lots);
                // All of them are asked for before the first is used, so that memory is waited for once.
                for (int j = 0; j < count; j++) {
                    persons[j] = pool.personOf(lots[j]);
                    channels[j] = pool.channelOf(lots[j]);
                    units[j] = tickets.units(order.ticket(place + j));
                }
                progress(Step.WALK, place, progress);
            }
            if (shared && outcomes[place] == Outcome.WON.ordinal()) {
                continue;
            }
            Outcome outcome = judge(units[i], used[persons[i]], spent[channels[i]], quotas[channels[i]], total, shared);
            outcomes[place] = (byte) outcome.ordinal();
            if (outcome == Outcome.WON) {
                used[persons[i]] += units[i];
                won[channels[i]][0]++;
                won[channels[i]][1] += units[i];
                spent[channels[i]] += units[i] * rules.unit();
                won[channels[i]][2] = spent[channels[i]];
                total += units[i] * rules.unit();
            }
        }
        progress.at(Step.WALK, outcomes.length, outcomes.length);
    }

    /** The lots of the next places. @return how many there are */
    private int lots(int place, int[] lots) {
        int count = Math.min(lots.length, outcomes.length - place);
        for (int i = 0; i < count; i++) {
            lots[i] = tickets.lot(order.ticket(place + i));
        }
        return count;
    }

    private void progress(Step step, int place, DrawProgress progress) {
        if (place % DrawProgress.INTERVAL == 0) {
            progress.at(step, place, outcomes.length);
        }
    }

    private Outcome judge(int units, int usedByPerson, long spentOfQuota, long quota, long spentOfAll, boolean shared) {
        long amount = units * rules.unit();
        if ((long) usedByPerson + units > rules.capPerPerson()) {
            return Outcome.CAP;
        }
        if (shared ? spentOfAll + amount > rules.quotas() : spentOfQuota + amount > quota) {
            return Outcome.QUOTA;
        }
        return spentOfAll + amount > rules.budget() ? Outcome.BUDGET : Outcome.WON;
    }

    /** What one unit costs the quotas. */
    long unit() {
        return rules.unit();
    }

    /** What the winners of each channel got: tickets, units, amount. */
    long[][] won() {
        return won;
    }

    /**
     * Writes {@code place,ticket,person,channel,units,amount} of the winners and
     * {@code reserve,place,ticket,person,channel,units,reason} of the others, each in the order of the walk.
     */
    void writeTo(Lines.Sink winners, Lines.Sink reserves, DrawProgress progress) throws IOException {
        byte[] text = new byte[Pool.LONGEST_LINE];
        int[] lots = new int[Pool.NEAR];
        Lines line = new Lines();
        Lines.Counter places = new Lines.Counter();
        Lines.Counter waiting = new Lines.Counter();
        for (int place = 0; place < outcomes.length; place++) {
            if (place % Pool.NEAR == 0) {
                pool.near(lots, lots(place, lots));
                progress(Step.WRITE, place, progress);
            }
            Outcome outcome = Outcome.ALL[outcomes[place]];
            if (outcome != Outcome.WON) {
                line.field(waiting.next());
            }
            line.field(places.next());
            int ticket = order.ticket(place);
            int lot = lots[place % Pool.NEAR];
            int units = tickets.units(ticket);
            if (rules.sets() == Sets.WHOLE) {
                line.lot(pool, lot);
            } else {
                oneUnit(line, ticket, lot, text);
            }
            if (outcome == Outcome.WON) {
                line.field(units * rules.unit()).endInto(winners);
            } else {
                line.field(outcome.word, 0, outcome.word.length).endInto(reserves);
            }
        }
        progress.at(Step.WRITE, outcomes.length, outcomes.length);
    }

    private void oneUnit(Lines line, int ticket, int lot, byte[] text) {
        int last = pool.line(lot, text, 0);
        int first = 0;
        while (text[first] != ',') {
            first++;
        }
        do {
            last--;
        } while (text[last] != ',');
        line.field(text, 0, first);
        if (ticket >= pool.lots()) {
            line.unit(tickets.unit(ticket));
        }
        line.field(text, first + 1, last).field(1);
    }

    private List<Ticket> tickets(boolean won) {
        return IntStream.rangeClosed(1, places()).filter(place -> (outcomes[place - 1] == Outcome.WON.ordinal()) == won)
                .mapToObj(this::at).toList();
    }

    /** The whole order by name. For tests and small draws. */
    List<String> names() {
        String[] names = new String[places()];
        Arrays.setAll(names, i -> at(i + 1).name());
        return List.of(names);
    }
}
