package jp.madoguchi.premium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.lottery.Draw;
import jp.madoguchi.lottery.Draws;
import jp.madoguchi.premium.Applications.State;
import jp.madoguchi.premium.Rights.Standing;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** 販売回 (S5-09, S5-12 to S5-14, S5-103, S5-105 to S5-107; T17): every path of {@code premium-round}, with a draw as it is held. */
@MadoguchiTest
class RoundTest {

    private static final String LOTO = "ロト7";

    @Autowired
    TestOffice office;
    @Autowired
    Draws draws;
    @Autowired
    Rights rights;
    @Autowired
    Replacements replacements;
    @Autowired
    Applications applications;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    BusinessClock clock;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Town town;
    private Actor first;
    private Actor second;
    private Actor head;

    @BeforeEach
    void midori() {
        town = beans.createBean(Town.class);
        first = town.reviewer();
        second = town.reviewer("桐原　みどり");
        head = town.decider();
    }

    @Test
    @DisplayName("申込みの終わりから抽選、購入、24時の失効、繰上げ、締めまで。残りは追加販売で、上限は通算2セット")
    void a_year_of_sales() {
        town.opens(6, Map.of());
        List<Actor> people = IntStream.range(0, 8).mapToObj(n -> office.applicant("申込者" + n)).toList();
        List<Map<String, Object>> persons = IntStream.range(0, 8).mapToObj(n -> town.person(2)).toList();
        persons.get(6).put("sets", "1");
        List<CaseNumber> all = new ArrayList<>(IntStream.range(0, 7).mapToObj(n -> town.applies(people.get(n), "purchase", persons.get(n))).toList());
        town.sweeps();
        CaseNumber round = town.startsRound("first");
        assertThatThrownBy(() -> town.startsRound("first")).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> town.startsRound("additional")).isInstanceOf(RefusedException.class).hasMessageContaining("前の販売回");
        office.runsDueJobs(round);
        assertThat(office.openTasks(round)).as("applications may still come").isEmpty();
        clock.moveTo(town.day(6).atTime(10, 0));
        office.runsDueJobs(round);
        office.concludes(first, round, "UserTask_SettleApplications", "settled");
        holdsTheDraw(round);
        town.sweeps();

        List<CaseNumber> won = all.stream().filter(number -> standing(number).open() > 0).toList();
        List<CaseNumber> waiting = all.stream().filter(number -> standing(number).reserve() != null)
                .sorted(Comparator.comparing(number -> standing(number).reserve())).toList();
        assertThat(won.stream().mapToInt(number -> standing(number).open()).sum()).isBetween(5, 6);
        assertThat(won.size() + waiting.size()).isEqualTo(7);
        assertThat(waiting).extracting(number -> standing(number).reserve()).containsExactlyElementsOf(IntStream.rangeClosed(1, waiting.size()).boxed().toList());
        assertThat(kinds(won.get(0))).contains("premium.won");
        assertThat(kinds(waiting.get(0))).contains("premium.lost");
        assertThat(town.count("select count(*) from mail_outbox m join case_file c on c.number = m.case_number where c.programme = ? and m.kind in ('premium.won', 'premium.lost')"))
                .as("each is told once").isEqualTo(7);
        town.sweeps();
        assertThat(kinds(won.get(0))).containsOnlyOnce("premium.won");
        assertThatThrownBy(() -> withdrawal(round)).isInstanceOf(RefusedException.class).hasMessageContaining("公表");

        // 11-01: who gives back makes room for the next in reserve.
        clock.moveTo(town.day(10).atTime(9, 0));
        CaseNumber gives = won.stream().filter(number -> applied(number) == 2).findFirst().orElseThrow();
        town.withdraws(people.get(all.indexOf(gives)), gives);
        replacements.sweep(town.programme());
        town.sweeps();
        CaseNumber up = waiting.stream().filter(number -> standing(number).open() > 0).findFirst().orElseThrow();
        assertThat(up).isEqualTo(waiting.get(0));
        assertThat(standing(up)).satisfies(now -> {
            assertThat(now.promoted()).isTrue();
            assertThat(now.until()).isEqualTo(town.day(45));
        });
        assertThat(kinds(up)).contains("premium.promoted");
        CaseNumber buys = won.stream().filter(number -> !number.equals(gives)).findFirst().orElseThrow();
        town.buys(buys, 1);

        // 12-31T24:00
        assertThat(office.openTasks(round)).isEmpty();
        clock.moveTo(town.day(30).atTime(23, 59, 59));
        office.runsDueJobs(round);
        assertThat(office.walked(round)).doesNotContain("ServiceTask_LapseRights");
        clock.moveTo(town.day(31).atTime(0, 0, 0));
        office.runsDueJobs(round);
        assertThat(office.walked(round)).contains("ServiceTask_LapseRights");
        replacements.sweep(town.programme());
        town.sweeps();
        assertThat(standing(buys)).extracting(Standing::open, Standing::bought, Standing::lapsed).containsExactly(0, 1, applied(buys) > 1);
        List<CaseNumber> lapsed = won.stream().filter(number -> !number.equals(gives) && !number.equals(buys)).toList();
        assertThat(lapsed).allSatisfy(number -> {
            assertThat(standing(number).lapsed()).isTrue();
            assertThat(office.walked(number)).contains("EndEvent_Lapsed");
        });
        CaseNumber next = waiting.get(1);
        assertThat(standing(next).open()).as("the platform may still report purchases of the last day").isZero();
        CaseNumber late = lapsed.isEmpty() ? null : lapsed.get(0);
        clock.moveTo(town.day(33).atTime(0, 1));
        replacements.sweep(town.programme());
        town.sweeps();
        if (late != null) {
            assertThatThrownBy(() -> town.buys(town.sale(late, 1, town.day(30).atTime(23, 0)))).isInstanceOf(RefusedException.class).hasMessageContaining("繰上げの当選者");
        }
        assertThat(standing(next)).as("the sets came back to the pool").satisfies(now -> assertThat(now.open()).isPositive());
        town.buys(up, applied(up));
        town.buys(next, 1);
        assertThat(town.sold()).isLessThanOrEqualTo(6);

        // What moved up lapses too, and an officer closes.
        clock.moveTo(town.day(45).atTime(12, 0));
        office.runsDueJobs(round);
        assertThat(office.openTasks(round)).isEmpty();
        clock.moveTo(town.day(46).atTime(10, 0));
        office.runsDueJobs(round);
        office.concludes(first, round, "UserTask_CloseRound", "additional");
        town.sweeps();
        assertThat(office.walked(round)).contains("EndEvent_Additional");
        assertThat(waiting.stream().filter(number -> !standing(number).promoted()).toList()).allSatisfy(number ->
                assertThat(office.walked(number)).contains("EndEvent_NotPromoted"));
        int sold = town.sold();

        // 追加販売: the same cap.
        clock.moveTo(town.day(51).atTime(10, 0));
        Map<String, Object> who = new HashMap<>(persons.get(all.indexOf(buys)));
        who.put("sets", "2");
        CaseNumber again = town.applies(people.get(all.indexOf(buys)), "additional-purchase", who);
        Map<String, Object> done = new HashMap<>(persons.get(all.indexOf(up)));
        done.put("sets", "2");
        CaseNumber full = town.applies(office.applicant("別のアカウント"), "additional-purchase", done);
        CaseNumber fresh = town.applies(people.get(7), "additional-purchase", persons.get(7));
        town.sweeps();
        assertThat(town.state(again)).as("known from the same account").isEqualTo(State.ACCEPTED);
        assertThat(town.state(full)).isEqualTo(State.HELD);
        CaseNumber more = town.startsRound("additional");
        clock.moveTo(town.day(56).atTime(10, 0));
        office.runsDueJobs(more);
        assertThatThrownBy(() -> office.concludes(first, more, "UserTask_SettleApplications", "settled")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("1件");
        office.concludes(second, full, "UserTask_ReviewHeld", "link", Map.of(), "第1回の申込者と同じ人です。");
        assertThat(town.everywhere(() -> applications.get(full).person())).isEqualTo(town.everywhere(() -> applications.get(up).person()));
        office.concludes(first, more, "UserTask_SettleApplications", "settled");
        holdsTheDraw(more);
        town.sweeps();
        assertThat(standing(again).open()).as("one of two sets was bought, and the application wins whole or not at all").isZero();
        assertThat(standing(full).open()).as("the cap is used up").isZero();
        assertThat(standing(fresh).open()).isEqualTo(6 - sold >= 2 ? 2 : 0);
        clock.moveTo(town.day(71).atTime(10, 0));
        office.runsDueJobs(more);
        clock.moveTo(town.day(76).atTime(10, 0));
        office.runsDueJobs(more);
        office.concludes(first, more, "UserTask_CloseRound", "close");
        assertThat(office.walked(more)).contains("EndEvent_Closed");
    }

    @Test
    @DisplayName("保留があれば確定できず、公告を取りやめた抽選の後は、あらためて確定する")
    void settled_twice() {
        town.opens(10, Map.of("eligibility", "officer"));
        CaseNumber number = town.applies(2);
        town.sweeps();
        CaseNumber round = town.startsRound("first");
        clock.moveTo(town.day(6).atTime(10, 0));
        office.runsDueJobs(round);
        assertThatThrownBy(() -> office.concludes(first, round, "UserTask_SettleApplications", "settled")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("保留中または照合中の申込みが1件");
        office.concludes(second, number, "UserTask_ReviewHeld", "accept");
        office.concludes(first, round, "UserTask_SettleApplications", "settled");
        plans(round);
        office.concludes(head, round, "UserTask_Decide", "refused", Map.of(), "計画を改めます。");
        office.runsDueJobs(round);
        assertThat(office.openTasks(round)).containsExactly("UserTask_SettleApplications");
        office.concludes(first, round, "UserTask_SettleApplications", "settled");
        holdsTheDraw(round);
        town.sweeps();
        assertThat(standing(number).open()).isEqualTo(2);
    }

    @Test
    @DisplayName("抽選の前の販売回は取り下げられ、始め直せる。凍結の後に取り下げた人の当選は、次の人に回る")
    void withdrawn() {
        town.opens(2, Map.of());
        Actor applicant = office.applicant("凍結後　取下げ");
        CaseNumber gives = town.applies(applicant, "purchase", town.person(2));
        town.sweeps();
        CaseNumber round = town.startsRound("first");
        withdrawal(round);
        assertThat(office.walked(round)).contains("EndEvent_Withdrawn");
        CaseNumber anew = town.startsRound("first");
        clock.moveTo(town.day(6).atTime(10, 0));
        office.runsDueJobs(anew);
        office.concludes(first, anew, "UserTask_SettleApplications", "settled");
        plans(anew);
        office.concludes(head, anew, "UserTask_Decide", "granted");
        town.withdraws(applicant, gives);
        draws(anew);
        town.sweeps();
        assertThat(standing(gives)).extracting(Standing::open, Standing::granted).containsExactly(0, 0);
        assertThat(kinds(gives)).doesNotContain("premium.won");
    }

    @Test
    @DisplayName("セットごとの抽選（G23）：1セットずつ当たり、補欠の2セット目も繰り上がれば、合わせて購入できる")
    void set_by_set() {
        town.opens(2, Map.of("allocation-policy", "per-set"));
        List<CaseNumber> all = List.of(town.applies(2), town.applies(1));
        town.sweeps();
        CaseNumber round = town.startsRound("first");
        clock.moveTo(town.day(6).atTime(10, 0));
        office.runsDueJobs(round);
        office.concludes(first, round, "UserTask_SettleApplications", "settled");
        holdsTheDraw(round);
        town.sweeps();
        assertThat(town.count("select count(*) from premium_right where programme = ?")).isEqualTo(3);
        assertThat(all.stream().mapToInt(number -> standing(number).open()).sum()).isEqualTo(2);

        town.opens(3, Map.of("allocation-policy", "one-each-first"));
        CaseNumber two = town.applies(2);
        CaseNumber one = town.applies(1);
        town.sweeps();
        town.awardsSets(town.startsRound("first"), List.of(two, one), List.of(two));
        assertThat(standing(two)).extracting(Standing::open, Standing::reserve).containsExactly(1, 1);
        clock.moveTo(town.day(11).atTime(10, 0));
        town.buys(two, 1);
        assertThatThrownBy(() -> town.buys(two, 1)).isInstanceOf(RefusedException.class);
        town.sweeps();
        assertThat(office.walked(two)).contains("EndEvent_Bought");
    }

    @Test
    @DisplayName("公表と同時に取り下げても、取り下げた人に使える権利は残らない")
    void withdrawn_while_awarded() {
        town.opens(100, Map.of());
        List<Actor> people = IntStream.range(0, 8).mapToObj(n -> office.applicant("同時の取下げ" + n)).toList();
        List<CaseNumber> all = people.stream().map(one -> town.applies(one, "purchase", town.person(1))).toList();
        town.sweeps();
        CaseNumber round = town.startsRound("first");
        List<CompletableFuture<Void>> both = new ArrayList<>(IntStream.range(0, 8)
                .mapToObj(n -> CompletableFuture.runAsync(() -> town.withdraws(people.get(n), all.get(n)))).toList());
        both.add(CompletableFuture.runAsync(() -> town.awardsUntold(round, all, List.of())));
        both.forEach(CompletableFuture::join);
        town.sweeps();
        assertThat(all).allSatisfy(number -> assertThat(town.state(number)).isEqualTo(State.LEFT));
        assertThat(town.count("select count(*) from premium_right where programme = ? and state <> 'GIVEN_BACK'")).isZero();
    }

    @Test
    @DisplayName("結果は、いくつの実行が同時に知らせても、途中で終わっても、それぞれに一度だけ知らされる")
    void each_is_told_once() {
        town.opens(100, Map.of());
        List<CaseNumber> all = IntStream.range(0, 12).mapToObj(n -> town.applies(1)).toList();
        town.sweeps();
        town.awardsUntold(town.startsRound("first"), all.subList(0, 6), all.subList(6, 12));
        // A node that was killed after two lines leaves the others untold.
        town.everywhere(() -> jdbc.sql("update premium_news set told = true where id in (select id from premium_news where programme = ? order by id limit 2)")
                .param(town.programme().code()).update());
        News news = beans.getBean(News.class);
        List<CompletableFuture<Void>> nodes = IntStream.range(0, 3)
                .mapToObj(n -> CompletableFuture.runAsync(() -> news.sweep(town.programme().code()))).toList();
        nodes.forEach(CompletableFuture::join);
        town.sweeps();
        assertThat(town.count("select count(*) from premium_news where programme = ? and not told")).isZero();
        assertThat(all.stream().flatMap(number -> kinds(number).stream()).filter(kind -> kind.startsWith("premium.")).toList()).hasSize(10);
        assertThat(all.subList(2, 12)).allSatisfy(number -> assertThat(kinds(number)).filteredOn(kind -> kind.startsWith("premium.")).hasSize(1));
        assertThat(town.count("select count(*) from mail_outbox m join case_file c on c.number = m.case_number where c.programme = ? and m.kind in ('premium.won', 'premium.lost')"))
                .isEqualTo(10);
    }

    private void holdsTheDraw(CaseNumber round) {
        plans(round);
        office.concludes(head, round, "UserTask_Decide", "granted");
        draws(round);
    }

    private void plans(CaseNumber round) {
        office.concludes(first, round, "UserTask_PlanDraw", "planned", Map.of("sources", List.of(Map.of("name", LOTO, "published",
                office.today().plusDays(1).toString(), "numbers", 7, "decimals", 0)), "spillOver", "none"), "");
        office.runsDueJobs(round);
    }

    private void draws(CaseNumber round) {
        office.daysPass(2);
        Map<String, Object> sources = Map.of("sources", List.of(Map.of("name", LOTO, "values", "7、8、11、18、28、40、48")), "evidence", "みずほ銀行の発表");
        office.concludes(first, round, "UserTask_EnterSources", "entered", sources, "");
        office.concludes(second, round, "UserTask_CheckSources", "agree", sources, "");
        office.runsDueJobs(round);
        Draw draw = DataScope.within(Town.MIDORI, () -> draws.newest(round)).orElseThrow();
        office.concludes(second, round, "UserTask_RecomputeDraw", "agrees", Map.of("outcomeHash", draw.outcomeHash(), "method", "verify-draw"), "");
        office.concludes(head, round, "UserTask_Decide", "granted");
        office.runsDueJobs(round);
    }

    private void withdrawal(CaseNumber round) {
        DataScope.within(Town.MIDORI, () -> withdrawal.withdraw(round, first, "始め直すため。"));
    }

    private Standing standing(CaseNumber number) {
        return rights.standing(number).orElseThrow();
    }

    private int applied(CaseNumber number) {
        return town.everywhere(() -> applications.get(number)).sets();
    }

    private List<String> kinds(CaseNumber number) {
        return DataScope.within(Town.MIDORI, () -> cases.timeline(number)).stream().map(Cases.TimelineEntry::kind).toList();
    }
}
