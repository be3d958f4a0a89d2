package jp.madoguchi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What programme files set for campaigns, and what can be won under it. */
@MadoguchiTest
@DisplayName("キャンペーンの条件")
class CampaignTermsTest {

    private static final LocalDate FROM = LocalDate.of(2025, 1, 1);
    private static final LocalDate TO = LocalDate.of(2025, 2, 28);

    @Autowired
    Programmes programmes;

    @Test
    @DisplayName("S3-88〜S3-91：安中市の1回目は、1億円のチャージの20,000口で1千万円。枠は16,000口と4,000口、1人2口まで")
    void the_source() {
        List<CampaignTerms> campaigns = CampaignTerms.of(programmes.get("annaka-currency-r6"));
        assertThat(campaigns).extracting(CampaignTerms::code).containsExactly("campaign-1", "campaign-2");
        CampaignTerms first = campaigns.get(0);
        assertThat(first).extracting(CampaignTerms::drawBudget, CampaignTerms::allPrizes, CampaignTerms::plannedSum, CampaignTerms::cap, CampaignTerms::ownPerson)
                .containsExactly(10_000_000L, 20_000L, 100_000_000L, 2, true);
        assertThat(first.plannedSum() / first.lot()).isEqualTo(first.allPrizes());
        assertThat(first.rules()).isEqualTo(new DrawRules(2, 500, 10_000_000, DrawRules.Sets.PER_SET, DrawRules.SpillOver.NONE,
                List.of(new DrawRules.Channel("smartphone", 8_000_000), new DrawRules.Channel("card", 2_000_000))));
        assertThat(campaigns.get(1).decided()).isFalse();
        assertThat(campaigns.get(1).periods()).hasSize(2);
        assertThatThrownBy(campaigns.get(1)::rules).isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("S3-100：月ごとの抽選は、初日から数えた月に分かれ、予算は均等。言葉の誤りは読み込めない")
    void months() {
        CampaignTerms monthly = terms(FROM, TO, Map.of("draws-per-month", 1));
        assertThat(monthly.periods()).extracting(CampaignTerms.Period::from, CampaignTerms.Period::until).containsExactly(
                org.assertj.core.groups.Tuple.tuple(LocalDateTime.of(2025, 1, 1, 0, 0), LocalDateTime.of(2025, 2, 1, 0, 0)),
                org.assertj.core.groups.Tuple.tuple(LocalDateTime.of(2025, 2, 1, 0, 0), LocalDateTime.of(2025, 3, 1, 0, 0)));
        assertThat(monthly.budget(Medium.SMARTPHONE)).isEqualTo(4_000_000);
        for (int day = 0; day < 400; day++) {
            assertThat(terms(FROM.plusDays(day), TO.plusDays(day), Map.of("draws-per-month", 1)).periods()).hasSize(2);
        }
        assertThatThrownBy(() -> terms(FROM, TO, Map.of("unlinked-cards", "whoever"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> terms(FROM, TO, Map.of("budget-reached", "later"))).isInstanceOf(IllegalStateException.class);
        assertThat(terms(FROM, TO, Map.of("decided", false)).decided()).isFalse();
    }

    @Test
    @DisplayName("G13：当選しうる口数は、どんな口の持ち方でも、すべての割り当てを試した最大と一致する")
    void the_most_that_can_be_won() {
        Random dice = new Random(20241201);
        for (int round = 0; round < 2_000; round++) {
            int cap = 1 + dice.nextInt(3);
            int quotaS = dice.nextInt(6);
            int quotaC = dice.nextInt(4);
            boolean spills = dice.nextBoolean();
            CampaignTerms terms = terms(FROM, TO, Map.of("prizes-per-person", cap, "spill-over", spills, "prize-budget-yen", Map.of("smartphone", quotaS * 500, "card", quotaC * 500)));
            int[][] persons = new int[1 + dice.nextInt(4)][];
            long smartphone = 0;
            long card = 0;
            long both = 0;
            for (int i = 0; i < persons.length; i++) {
                persons[i] = new int[] {dice.nextInt(4), dice.nextInt(3)};
                smartphone += Math.min(cap, persons[i][0]);
                card += Math.min(cap, persons[i][1]);
                both += Math.min(cap, persons[i][0] + persons[i][1]);
            }
            int most = spills ? Math.min(quotaS + quotaC, best(persons, 0, cap, 99, 99)) : best(persons, 0, cap, quotaS, quotaC);
            assertThat(Charges.winnable(terms, smartphone, card, both)).as("round %d", round).isEqualTo(most);
        }
    }

    private static int best(int[][] persons, int person, int cap, int leftS, int leftC) {
        if (person == persons.length) {
            return 0;
        }
        int best = 0;
        for (int s = 0; s <= Math.min(Math.min(cap, persons[person][0]), leftS); s++) {
            for (int c = 0; c <= Math.min(Math.min(cap - s, persons[person][1]), leftC); c++) {
                best = Math.max(best, s + c + best(persons, person + 1, cap, leftS - s, leftC - c));
            }
        }
        return best;
    }

    private CampaignTerms terms(LocalDate from, LocalDate to, Map<String, ?> changed) {
        Programme annaka = programmes.get("annaka-currency-r6");
        Map<String, Object> parameters = new HashMap<>(Map.of("campaign-1", new CampaignRoom(programmes).campaign(from, to, changed)));
        return CampaignTerms.of(new Programme("test-terms", annaka.hash(), annaka.name(), annaka.nameEn(), annaka.government(), annaka.section(),
                annaka.sectionPath(), annaka.casePrefix(), annaka.legalBasis(), annaka.purpose(), annaka.purposeEn(), annaka.from(), annaka.to(),
                annaka.contact(), annaka.letter(), annaka.calls(), parameters, List.of(), List.of()), "campaign-1");
    }
}
