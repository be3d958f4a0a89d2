package jp.madoguchi.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jp.madoguchi.draw.Allocation.Outcome;
import jp.madoguchi.draw.Allocation.Ticket;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The walk at every edge: caps, quotas, budget, sets, what is left over and who moves up (T10, T11, G12, G23). */
class AllocationTest {

    /** Annaka's campaign 1 (S3-89 to S3-91). */
    private static final DrawRules CAMPAIGN = new DrawRules(2, 500, 10_000_000, Sets.WHOLE, SpillOver.NONE,
            List.of(new Channel("smartphone", 8_000_000), new Channel("card", 2_000_000)));

    @Test
    @DisplayName("T10: スマホ3本とカード2本がすべて上位でも、1人が当たるのはちょうど2本（S3-91）")
    void a_cap_spans_channels() {
        String pool = lots("c", 1, 2, i -> "P0,card,1") + lots("s", 1, 3, i -> "P0,smartphone,1") + lots("t", 1, 5, i -> "P" + i + ",smartphone,1");
        DrawRules rules = with(CAMPAIGN, 5_000, 2_000, Sets.WHOLE, SpillOver.NONE);
        Allocation allocation = first(pool, rules, order -> order.names().subList(0, 5).stream().noneMatch(name -> name.startsWith("t")));
        assertThat(allocation.winners()).filteredOn(ticket -> ticket.person().equals("P0")).extracting(Ticket::place).containsExactly(1, 2);
        assertThat(allocation.reserves()).filteredOn(ticket -> ticket.person().equals("P0")).extracting(Ticket::outcome)
                .containsExactly(Outcome.CAP, Outcome.CAP, Outcome.CAP);
        assertThat(allocation.winners()).hasSize(7);
    }

    @Test
    @DisplayName("T11: カードの応募が3,500本なら、当選はカード3,500本とスマホ16,000本（G12）")
    void an_unused_quota_stays_unused() {
        String pool = lots("c", 1, 3_500, i -> "C" + i + ",card,1") + lots("s", 1, 20_000, i -> "S" + i + ",smartphone,1");
        assertThat(byChannel(draw(pool, CAMPAIGN, 1))).isEqualTo(Map.of("card", 3_500L, "smartphone", 16_000L));
        assertThat(byChannel(draw(pool, with(CAMPAIGN, 8_000_000, 2_000_000, Sets.WHOLE, SpillOver.SHARED), 1)))
                .isEqualTo(Map.of("card", 3_500L, "smartphone", 16_500L));
    }

    @Test
    @DisplayName("計画どおりの応募なら全員が当たる（A4）")
    void at_the_planned_volume_every_lot_wins() {
        String pool = lots("c", 1, 4_000, i -> "C" + i / 2 + ",card,1") + lots("s", 1, 16_000, i -> "S" + i / 2 + ",smartphone,1");
        Allocation allocation = draw(pool, CAMPAIGN, 1);
        assertThat(byChannel(allocation)).isEqualTo(Map.of("card", 4_000L, "smartphone", 16_000L));
        assertThat(allocation.reserves()).isEmpty();
    }

    @Test
    @DisplayName("枠が1口の額で割り切れないときは、枠を超えない")
    void a_quota_is_never_exceeded() {
        DrawRules rules = with(CAMPAIGN, 1_749, 499, Sets.WHOLE, SpillOver.NONE);
        String pool = lots("c", 1, 5, i -> "C" + i + ",card,1") + lots("s", 1, 5, i -> "S" + i + ",smartphone,1");
        assertThat(byChannel(draw(pool, rules, 1))).isEqualTo(Map.of("smartphone", 3L));
        assertThat(byChannel(draw(pool, with(CAMPAIGN, 1_749, 499, Sets.WHOLE, SpillOver.SHARED), 1)).values().stream().mapToLong(n -> n).sum())
                .as("the rests together are one more").isEqualTo(4);
    }

    @Test
    @DisplayName("全体の予算が先に尽きれば、枠が残っていても当選しない（S3-86）")
    void the_budget_ends_it() {
        DrawRules rules = new DrawRules(2, 500, 1_499, Sets.WHOLE, SpillOver.NONE, CAMPAIGN.channels());
        Allocation allocation = draw(lots("s", 1, 5, i -> "S" + i + ",smartphone,1"), rules, 1);
        assertThat(allocation.winners()).extracting(Ticket::place).containsExactly(1, 2);
        assertThat(allocation.reserves()).extracting(Ticket::outcome).containsOnly(Outcome.BUDGET);
    }

    @Test
    @DisplayName("対象がないとき、1本だけのとき、枠がないとき")
    void hardly_anything() {
        Allocation empty = draw("", CAMPAIGN, 1);
        assertThat(empty.winners()).isEmpty();
        assertThat(empty.reserves()).isEmpty();
        assertThat(draw("s1,P1,smartphone,1\n", CAMPAIGN, 1).winners()).extracting(Ticket::name).containsExactly("s1");
        assertThat(draw("s1,P1,smartphone,1\n", with(CAMPAIGN, 0, 0, Sets.WHOLE, SpillOver.SHARED), 1).reserves())
                .extracting(Ticket::outcome).containsExactly(Outcome.QUOTA);
    }

    @Test
    @DisplayName("G23: 申込単位なら全部か無しか。入りきらない申込みは飛ばして続ける")
    void whole_applications() {
        DrawRules rules = premium(Sets.WHOLE, 3);
        Allocation allocation = first("a,P1,app,2\nb,P2,app,2\nc,P3,app,1\n", rules, order -> order.names().equals(List.of("a", "b", "c")));
        assertThat(allocation.winners()).extracting(Ticket::name, Ticket::units).containsExactly(tuple("a", 2), tuple("c", 1));
        assertThat(allocation.reserves()).extracting(Ticket::name, Ticket::outcome).containsExactly(tuple("b", Outcome.QUOTA));
    }

    @Test
    @DisplayName("G23: 口ごとなら、申込みの途中で枠が尽きることがある")
    void single_sets() {
        DrawRules rules = premium(Sets.PER_SET, 3);
        Allocation allocation = first("a,P1,app,2\nb,P2,app,2\n", rules, order -> order.names().equals(List.of("a", "b", "a#2", "b#2")));
        assertThat(allocation.winners()).extracting(Ticket::name, Ticket::units).containsExactly(tuple("a", 1), tuple("b", 1), tuple("a#2", 1));
        assertThat(allocation.reserves()).extracting(Ticket::name, Ticket::lot).containsExactly(tuple("b#2", "b"));
        assertThat(first("a,P1,app,2\nb,P2,app,2\n", rules, order -> order.names().subList(0, 2).equals(List.of("a#2", "a"))).winners())
                .as("both sets of one application").extracting(Ticket::name).startsWith("a#2", "a");
    }

    @Test
    @DisplayName("G23: まず全員に1口ずつなら、2口目の抽選は全員の1口目のあと")
    void one_each_then_the_rest() {
        String pool = lots("a", 1, 9, i -> "P" + i + ",app," + (i % 2 + 1));
        for (int seed = 0; seed < 20; seed++) {
            Allocation allocation = draw(pool, premium(Sets.ONE_EACH_FIRST, 11), seed);
            assertThat(allocation.names().subList(0, 9)).noneMatch(name -> name.contains("#"));
            assertThat(allocation.names().subList(9, 14)).allMatch(name -> name.endsWith("#2"));
            assertThat(allocation.winners().stream().map(Ticket::person).distinct()).as("everybody got one").hasSize(9);
            assertThat(allocation.winners()).hasSize(11);
        }
    }

    @Test
    @DisplayName("追加抽選では、これまでに得た分も上限に数える（S5-107）")
    void earlier_grants_share_the_cap() {
        String pool = "a,P1,app,1\nb,P2,app,2\nc,P3,app,2\nd,P4,app,1\n";
        Grants grants = new Grants(Map.of("P1", 2, "P2", 1, "P4", 1, "P9", 2));
        assertThat(Allocation.draw(Pool.parse(pool, premium(Sets.WHOLE, 100)), grants, seed(1), DrawProgress.SILENT).winners())
                .extracting(Ticket::name).containsExactlyInAnyOrder("c", "d");
        assertThat(Allocation.draw(Pool.parse(pool, premium(Sets.PER_SET, 100)), grants, seed(1), DrawProgress.SILENT).winners())
                .extracting(Ticket::lot).containsExactlyInAnyOrder("b", "c", "c", "d");
    }

    @Test
    @DisplayName("失効の分だけ、同じ媒体の補欠が順に繰り上がる（S5-106）")
    void reserves_move_up() {
        DrawRules rules = with(CAMPAIGN, 1_000, 500, Sets.WHOLE, SpillOver.NONE);
        String pool = lots("c", 1, 3, i -> "C" + i + ",card,1") + lots("s", 1, 6, i -> "S" + i + ",smartphone,1");
        Allocation allocation = draw(pool, rules, 3);
        Ticket gone = allocation.winners().stream().filter(ticket -> ticket.channel().equals("smartphone")).findFirst().orElseThrow();
        List<Integer> up = allocation.promote(Set.of(), Set.of(gone.place()));
        List<Ticket> waiting = allocation.reserves().stream().filter(ticket -> ticket.channel().equals("smartphone")).toList();
        assertThat(up).containsExactly(waiting.get(0).place());
        assertThat(allocation.promote(Set.copyOf(up), Set.of(gone.place()))).as("nothing is left").isEmpty();
        assertThat(allocation.promote(Set.copyOf(up), Set.of(gone.place(), up.get(0)))).as("who moved up lost it too").containsExactly(waiting.get(1).place());
        assertThat(allocation.promote(Set.of(), Set.of())).isEmpty();
        assertThatThrownBy(() -> allocation.promote(Set.of(), Set.of(waiting.get(0).place()))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> allocation.promote(Set.of(), Set.of(0))).isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("繰上げでも1人の上限は超えず、失効した人の2本目は繰り上がらない")
    void moving_up_keeps_the_cap() {
        String pool = "a,P1,app,1\nb,P1,app,1\nc,P1,app,1\nd,P2,app,1\n";
        DrawRules rules = premium(Sets.WHOLE, 2);
        Allocation allocation = first(pool, rules, order -> order.names().get(3).equals("d"));
        assertThat(allocation.winners()).extracting(Ticket::person).containsExactly("P1", "P1");
        assertThat(allocation.promote(Set.of(), Set.of(1))).as("past P1's third").containsExactly(4);
        assertThat(allocation.promote(Set.of(), Set.of(1, 2))).containsExactly(4);
    }

    @Test
    @DisplayName("決まりの数が範囲を外れていれば断る")
    void impossible_rules_are_refused() {
        List<Channel> one = List.of(new Channel("app", 1));
        assertRefused("draw.cap", () -> new DrawRules(0, 1, 1, Sets.WHOLE, SpillOver.NONE, one));
        assertRefused("draw.unit", () -> new DrawRules(1, 0, 1, Sets.WHOLE, SpillOver.NONE, one));
        assertRefused("draw.unit", () -> new DrawRules(1, Long.MAX_VALUE, 1, Sets.WHOLE, SpillOver.NONE, one));
        assertRefused("draw.budget", () -> new DrawRules(1, 1, -1, Sets.WHOLE, SpillOver.NONE, one));
        assertRefused("draw.budget", () -> new DrawRules(1, 1, DrawRules.MOST + 1, Sets.WHOLE, SpillOver.NONE, one));
        assertRefused("draw.rules", () -> new DrawRules(1, 1, 1, null, SpillOver.NONE, one));
        assertRefused("draw.channels", () -> new DrawRules(1, 1, 1, Sets.WHOLE, SpillOver.NONE, List.of()));
        assertRefused("draw.channel", () -> new DrawRules(1, 1, 1, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("スマホ", 1))));
        assertRefused("draw.channel", () -> new DrawRules(1, 1, 1, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("app", 1), new Channel("app", 2))));
        assertRefused("draw.quota", () -> new DrawRules(1, 1, 1, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("app", -1))));
        assertRefused("draw.quota", () -> new DrawRules(1, 1, 1, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("a", DrawRules.MOST), new Channel("b", 1))));
        assertRefused("draw.grants", () -> new Grants(Map.of("P1", 0)));
        assertRefused("draw.grants", () -> new Grants(Map.of("P,1", 1)));
    }

    @Test
    @DisplayName("いちばん大きな数でも桁あふれしない")
    void the_greatest_numbers_do_not_overflow() {
        DrawRules rules = new DrawRules(1_000_000, DrawRules.MOST / 100, DrawRules.MOST, Sets.WHOLE, SpillOver.SHARED, List.of(new Channel("app", DrawRules.MOST)));
        Allocation allocation = Allocation.draw(Pool.parse("a,P1,app,100\nb,P1,app,1\nc,P2,app,100\n", rules), new Grants(Map.of("P2", 999_999_999)),
                seed(1), DrawProgress.SILENT);
        assertThat(allocation.winners().stream().mapToLong(Ticket::units).sum()).isIn(1L, 100L);
        assertThat(allocation.reserves()).filteredOn(ticket -> ticket.name().equals("c")).extracting(Ticket::outcome).containsExactly(Outcome.CAP);
    }

    @Test
    @DisplayName("素直に書いた計算と、どの決まりでも一致する")
    void agrees_with_the_naive_computation() {
        Random random = new Random(20_241_201);
        for (int round = 0; round < 400; round++) {
            Sets sets = Sets.values()[random.nextInt(3)];
            DrawRules rules = new DrawRules(1 + random.nextInt(5), 1 + random.nextInt(3), random.nextInt(80), sets,
                    SpillOver.values()[random.nextInt(2)], List.of(new Channel("x", random.nextInt(30)), new Channel("y", random.nextInt(30)), new Channel("z", 4)));
            StringBuilder pool = new StringBuilder();
            int persons = 1 + random.nextInt(20);
            for (int lot = 0, lots = random.nextInt(40); lot < lots; lot++) {
                pool.append("L%03d,P%d,%s,%d\n".formatted(lot, random.nextInt(persons), "xyz".charAt(random.nextInt(3)), 1 + random.nextInt(rules.capPerPerson())));
            }
            Map<String, Integer> grants = new HashMap<>();
            if (random.nextBoolean()) {
                grants.put("P" + random.nextInt(persons), 1 + random.nextInt(3));
            }
            Seed seed = seed(round);
            List<NaiveDraw.Ticket> order = NaiveDraw.order(pool.toString(), rules, seed.hex());
            Allocation allocation = Allocation.draw(Pool.parse(pool.toString(), rules), new Grants(grants), seed, DrawProgress.SILENT);
            assertThat(allocation.names()).as("order %d %s", round, rules).isEqualTo(order.stream().map(NaiveDraw.Ticket::name).toList());
            assertThat(allocation.winners().stream().map(Ticket::name).toList()).as("winners %d %s", round, rules)
                    .isEqualTo(NaiveDraw.winners(order, rules, grants).stream().map(NaiveDraw.Ticket::name).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Sets.class)
    @DisplayName("多くの抽選番号でも素直な計算と一致し、書き出す行もそのとおり")
    void many_lots_agree_with_the_naive_computation(Sets sets) throws IOException {
        DrawRules rules = new DrawRules(3, 5, 2_900, sets, SpillOver.SHARED, List.of(new Channel("x", 1_903), new Channel("y", 501)));
        for (String pool : List.of(lots("L", 1, 700, i -> "P" + i * 7 % 400 + "," + "xy".charAt(i % 2) + "," + (i % 3 + 1)), lots("L", 1, 700, i -> "").replace(",", ""))) {
            DrawRules fitting = pool.contains(",") ? rules : new DrawRules(1, 5, 2_900, sets, SpillOver.NONE, List.of(new Channel("all", 2_000)));
            List<NaiveDraw.Ticket> order = NaiveDraw.order(pool, fitting, seed(7).hex());
            List<NaiveDraw.Ticket> winners = NaiveDraw.winners(order, fitting, new HashMap<>());
            Allocation allocation = draw(pool, fitting, 7);
            assertThat(allocation.names()).isEqualTo(order.stream().map(NaiveDraw.Ticket::name).toList());
            List<Ticket> reserves = allocation.reserves();
            StringBuilder won = new StringBuilder();
            StringBuilder waiting = new StringBuilder();
            allocation.writeTo((line, length) -> won.append(new String(line, 0, length, StandardCharsets.US_ASCII)),
                    (line, length) -> waiting.append(new String(line, 0, length, StandardCharsets.US_ASCII)), DrawProgress.SILENT);
            assertThat(won.toString()).isEqualTo(winners.stream().map(w -> "%d,%s,%s,%s,%d,%d\n".formatted(order.indexOf(w) + 1, w.name(), w.person(),
                    w.channel(), w.units(), w.units() * 5L)).collect(Collectors.joining()));
            assertThat(waiting.toString()).isEqualTo(IntStream.range(0, reserves.size()).mapToObj(i -> {
                Ticket t = reserves.get(i);
                return "%d,%d,%s,%s,%s,%d,%s\n".formatted(i + 1, t.place(), t.name(), t.person(), t.channel(), t.units(), t.outcome().name().toLowerCase(Locale.ROOT));
            }).collect(Collectors.joining()));
        }
    }

    @Test
    @DisplayName("鍵の先頭が同じでも、順序は鍵の全体で決まる")
    void equal_heads_are_settled_by_whole_keys() {
        Pool pool = Pool.parse(lots("a", 1, 200, i -> "P" + i + ",app," + (i % 3 + 1)), new DrawRules(3, 1, 9, Sets.ONE_EACH_FIRST, SpillOver.NONE, List.of(new Channel("app", 9))));
        Tickets tickets = new Tickets(pool);
        DrawOrder.Keys keys = (ticket, key) -> System.arraycopy(Sha256.of("k" + ticket), 0, key, 0, 32);
        int[] whole = order(DrawOrder.of(tickets, keys, 64, DrawProgress.SILENT));
        for (int kept : new int[] {0, 1, 3, 8, 17}) {
            assertThat(order(DrawOrder.of(tickets, keys, kept, DrawProgress.SILENT))).as("%d bits", kept).isEqualTo(whole);
        }
        assertThat(new HashSet<>(IntStream.of(whole).boxed().toList())).hasSize(tickets.count());
    }

    @Test
    @DisplayName("鍵の全体が同じなら、抽選番号の順（§2.15の4）")
    void equal_keys_are_settled_by_the_lot() {
        Pool pool = Pool.parse("a,P1,app,2\na-1,P2,app,1\nb,P3,app,2\n", premium(Sets.PER_SET, 9));
        Tickets tickets = new Tickets(pool);
        byte[] name = new byte[Tickets.LONGEST_NAME];
        assertThat(IntStream.of(order(DrawOrder.of(tickets, (ticket, key) -> {}, 64, DrawProgress.SILENT)))
                .mapToObj(ticket -> new String(name, 0, tickets.name(ticket, name)))).containsExactly("a", "a#2", "a-1", "b", "b#2");
    }

    private static int[] order(DrawOrder order) {
        return IntStream.range(0, order.count()).map(order::ticket).toArray();
    }

    static Seed seed(int number) {
        return Seed.of("TEST", "", String.valueOf(number));
    }

    private static Allocation draw(String pool, DrawRules rules, int seed) {
        return Allocation.draw(Pool.parse(pool, rules), Grants.NONE, seed(seed), DrawProgress.SILENT);
    }

    /** The draw of the first seed that gives such an order. */
    private static Allocation first(String pool, DrawRules rules, Predicate<Allocation> wanted) {
        return IntStream.range(0, 100_000).mapToObj(seed -> draw(pool, rules, seed)).filter(wanted).findFirst().orElseThrow();
    }

    private static Map<String, Long> byChannel(Allocation allocation) {
        return allocation.winners().stream().collect(Collectors.groupingBy(Ticket::channel, Collectors.counting()));
    }

    static String lots(String prefix, int from, int to, IntFunction<String> rest) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "%s-%05d,%s\n".formatted(prefix, i, rest.apply(i))).collect(Collectors.joining());
    }

    /** Midori's sale: at most two sets a person (S5-08). */
    private static DrawRules premium(Sets sets, long quota) {
        return new DrawRules(2, 1, quota, sets, SpillOver.NONE, List.of(new Channel("app", quota)));
    }

    private static DrawRules with(DrawRules rules, long smartphone, long card, Sets sets, SpillOver spillOver) {
        return new DrawRules(rules.capPerPerson(), rules.unit(), rules.budget(), sets, spillOver,
                List.of(new Channel("smartphone", smartphone), new Channel("card", card)));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private static void assertRefused(String reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(RefusedException.class).hasMessageStartingWith(reason + ":");
    }
}
