package jp.madoguchi.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jp.madoguchi.draw.DrawRules.Channel;
import jp.madoguchi.draw.DrawRules.Sets;
import jp.madoguchi.draw.DrawRules.SpillOver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The golden vector of requirements §2.15, which docs/draw.md repeats. */
class GoldenDrawTest {

    private static final String LOTS = "A-000001\nA-000002\nA-000003\nA-000004\nA-000005\nA-000006\n";
    private static final DrawRules RULES = new DrawRules(1, 500, 1_500, Sets.WHOLE, SpillOver.NONE, List.of(new Channel("all", 1_500)));
    private static final List<NamedSource> SOURCES = List.of(new NamedSource("ロト7", "2024-12-27", 7, 0), new NamedSource("日経平均株価 終値", "2024-12-27", 1, 2));

    @Test
    @DisplayName("§2.15の検算例がそのまま出る")
    void the_golden_vector_comes_out() {
        Pool pool = Pool.parse(LOTS, RULES);
        assertThat(pool.hash()).isEqualTo("d784224a282137d866da4cf88ba56c86db5fffc492d8b0c8e8375f727330bf76");
        String sources = NamedSource.canonical(List.of(SOURCES.get(0).read(List.of("48", "7", "11", "8", "40", "28", "18")), SOURCES.get(1).read(List.of("３９，９１１．５２"))));
        assertThat(sources).isEqualTo("7.8.11.18.28.40.48./39911.52./");
        Seed seed = Seed.of("DRAW-2024-01", pool.hash(), sources);
        assertThat(seed.hex()).isEqualTo("46e67ef518ebb6d2b3c08b1c829b4981023659cd7d039bec71022435913fb37f");
        Allocation allocation = Allocation.draw(pool, Grants.NONE, seed, DrawProgress.SILENT);
        assertThat(allocation.names()).containsExactly("A-000002", "A-000005", "A-000006", "A-000003", "A-000004", "A-000001");
        assertThat(allocation.winners()).extracting(Allocation.Ticket::lot).containsExactly("A-000002", "A-000005", "A-000006");
        assertThat(allocation.reserves()).extracting(Allocation.Ticket::lot).containsExactly("A-000003", "A-000004", "A-000001");
    }

    @Test
    @DisplayName("もとの数が1桁違えば、種も順序も違う")
    void one_digit_makes_another_seed() {
        Pool pool = Pool.parse(LOTS, RULES);
        Seed other = Seed.of("DRAW-2024-01", pool.hash(), "7.8.11.18.28.40.48./39911.53./");
        assertThat(other.hex()).isNotEqualTo("46e67ef518ebb6d2b3c08b1c829b4981023659cd7d039bec71022435913fb37f");
        assertThat(Allocation.draw(pool, Grants.NONE, other, DrawProgress.SILENT).names())
                .isNotEqualTo(List.of("A-000002", "A-000005", "A-000006", "A-000003", "A-000004", "A-000001"));
    }
}
