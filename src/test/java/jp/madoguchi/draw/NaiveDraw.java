package jp.madoguchi.draw;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;

/** docs/draw.md once more, with objects and texts as one would write it first. The room must always agree with it. */
final class NaiveDraw {

    private NaiveDraw() {}

    record Ticket(String name, int unit, String person, String channel, int units) {}

    static List<Ticket> order(String pool, DrawRules rules, String seedHex) {
        List<Ticket> tickets = new ArrayList<>();
        for (String line : pool.isEmpty() ? new String[0] : pool.split("\n")) {
            String[] f = line.contains(",") ? line.split(",") : new String[] {line, line, rules.channels().get(0).code(), "1"};
            int units = Integer.parseInt(f[3]);
            if (rules.sets() == Sets.WHOLE) {
                tickets.add(new Ticket(f[0], 1, f[1], f[2], units));
            } else {
                for (int unit = 1; unit <= units; unit++) {
                    tickets.add(new Ticket(unit == 1 ? f[0] : f[0] + "#" + unit, unit, f[1], f[2], 1));
                }
            }
        }
        Comparator<Ticket> byKey = Comparator.comparing(ticket -> key(seedHex, ticket.name));
        tickets.sort(rules.sets() == Sets.ONE_EACH_FIRST ? Comparator.comparing(Ticket::unit).thenComparing(byKey) : byKey);
        return tickets;
    }

    /** @param granted units by person from before, is changed */
    static List<Ticket> winners(List<Ticket> order, DrawRules rules, Map<String, Integer> granted) {
        Map<String, Long> spent = new HashMap<>();
        List<Ticket> winners = new ArrayList<>();
        for (boolean shared : rules.spillOver() == SpillOver.SHARED ? new boolean[] {false, true} : new boolean[] {false}) {
            for (Ticket ticket : order) {
                long amount = ticket.units * rules.unit();
                long all = spent.values().stream().mapToLong(Long::longValue).sum();
                long quota = rules.channels().stream().filter(c -> c.code().equals(ticket.channel)).mapToLong(Channel::quota).sum();
                long quotas = rules.channels().stream().mapToLong(Channel::quota).sum();
                if (!winners.contains(ticket) && granted.getOrDefault(ticket.person, 0) + ticket.units <= rules.capPerPerson()
                        && (shared ? all + amount <= quotas : spent.getOrDefault(ticket.channel, 0L) + amount <= quota)
                        && all + amount <= rules.budget()) {
                    granted.merge(ticket.person, ticket.units, Integer::sum);
                    spent.merge(ticket.channel, amount, Long::sum);
                    winners.add(ticket);
                }
            }
        }
        winners.sort(Comparator.comparing(order::indexOf));
        return winners;
    }

    private static String key(String seedHex, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(seedHex), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
