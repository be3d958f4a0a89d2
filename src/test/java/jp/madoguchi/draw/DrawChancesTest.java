package jp.madoguchi.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over 10,000 draws every lot has the chance it should have. The seeds are fixed, so the outcome is too. */
class DrawChancesTest {

    private static final int DRAWS = 10_000;
    /** Standard deviations; a fair draw leaves such a band for one lot in 15,000. */
    private static final double BAND = 4;

    @ParameterizedTest
    @CsvSource({"WHOLE,NONE", "WHOLE,SHARED", "PER_SET,NONE", "PER_SET,SHARED", "ONE_EACH_FIRST,NONE", "ONE_EACH_FIRST,SHARED"})
    @DisplayName("上限と枠のもとで、どの申込みの当たる割合も、すべての並びを数えた確率の幅に入る")
    void as_often_as_all_orders_say(Sets sets, SpillOver spillOver) {
        DrawRules rules = new DrawRules(2, 1, 4, sets, spillOver, List.of(new Channel("smartphone", 3), new Channel("card", 1)));
        String pool = "a,P1,smartphone,1\nb,P1,smartphone,1\nc,P1,card,1\nd,P2,smartphone,2\ne,P3,card,2\n";
        List<NaiveDraw.Ticket> tickets = NaiveDraw.order(pool, rules, "00");
        int firsts = sets == Sets.ONE_EACH_FIRST ? (int) tickets.stream().filter(ticket -> ticket.unit() == 1).count() : tickets.size();
        Map<String, Long> won = new HashMap<>();
        long[] orders = {0};
        permute(tickets.subList(0, firsts), 0, first -> permute(tickets.subList(firsts, tickets.size()), 0, second -> {
            orders[0]++;
            NaiveDraw.winners(tickets, rules, new HashMap<>()).forEach(winner -> won.merge(winner.name(), 1L, Long::sum));
        }));
        Map<String, Long> drawn = draws(Pool.parse(pool, rules));
        for (NaiveDraw.Ticket ticket : tickets) {
            assertWithin(ticket.name(), drawn.getOrDefault(ticket.name(), 0L), won.getOrDefault(ticket.name(), 0L) / (double) orders[0]);
        }
    }

    @Test
    @DisplayName("同じ条件の抽選番号は、同じ割合で当たる")
    void alike_lots_have_alike_chances() {
        DrawRules rules = new DrawRules(2, 500, 5_000, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("smartphone", 4_000), new Channel("card", 1_000)));
        String pool = IntStream.rangeClosed(1, 30).mapToObj(i -> "L%02d,P%d,%s,1\n".formatted(i, i <= 20 ? i : i % 5, i % 3 == 0 ? "card" : "smartphone"))
                .collect(Collectors.joining());
        Map<String, Long> drawn = draws(Pool.parse(pool, rules));
        Map<String, List<String>> persons = IntStream.rangeClosed(1, 30).boxed().collect(Collectors.groupingBy(i -> "P" + (i <= 20 ? i : i % 5),
                Collectors.mapping(i -> i % 3 == 0 ? "card" : "smartphone", Collectors.toList())));
        Function<Integer, String> kind = i -> (i % 3 == 0 ? "card" : "smartphone") + persons.get("P" + (i <= 20 ? i : i % 5)).stream().sorted().toList();
        IntStream.rangeClosed(1, 30).boxed().collect(Collectors.groupingBy(kind)).forEach((name, alike) -> {
            double mean = alike.stream().mapToLong(i -> drawn.get("L%02d".formatted(i))).average().orElseThrow() / DRAWS;
            alike.forEach(i -> assertWithin("L%02d of %s".formatted(i, name), drawn.get("L%02d".formatted(i)), mean));
        });
        assertThat(drawn.values().stream().mapToLong(n -> n).sum()).as("never more than the quotas").isLessThanOrEqualTo(10L * DRAWS);
    }

    private static Map<String, Long> draws(Pool pool) {
        Map<String, Long> won = new HashMap<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            Allocation.draw(pool, Grants.NONE, AllocationTest.seed(seed), DrawProgress.SILENT).winners().forEach(ticket -> won.merge(ticket.name(), 1L, Long::sum));
        }
        return won;
    }

    private static void assertWithin(String name, long won, double chance) {
        assertThat((double) won).as("%s: %d of %d, chance %.4f", name, won, DRAWS, chance)
                .isBetween(DRAWS * chance - BAND * Math.sqrt(DRAWS * chance * (1 - chance)) - 1e-6,
                        DRAWS * chance + BAND * Math.sqrt(DRAWS * chance * (1 - chance)) + 1e-6);
    }

    /** Every order of the list, in place; it is as it was afterwards. */
    private static <T> void permute(List<T> list, int fixed, Consumer<List<T>> visit) {
        if (fixed >= list.size() - 1) {
            visit.accept(list);
            return;
        }
        for (int i = fixed; i < list.size(); i++) {
            Collections.swap(list, fixed, i);
            permute(list, fixed + 1, visit);
            Collections.swap(list, fixed, i);
        }
    }
}
