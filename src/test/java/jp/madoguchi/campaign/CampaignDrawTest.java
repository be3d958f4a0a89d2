package jp.madoguchi.campaign;

import static jp.madoguchi.campaign.CampaignRoom.ANNAKA;
import static jp.madoguchi.campaign.CampaignRoom.card;
import static jp.madoguchi.campaign.CampaignRoom.smartphone;
import static jp.madoguchi.campaign.CampaignRoom.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.campaign.CampaignGrants.State;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.lottery.Draws;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code campaign-draw} (S3-85 to S3-100). */
@MadoguchiTest
class CampaignDrawTest {

    private static final String LOTO = "数字選択式宝くじロト7 第605回 本数字";
    private static final String NIKKEI = "日経平均株価 終値";
    private static final String LOTO_NUMBERS = "7、8、11、18、28、40、48";

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    ChargeFile file;
    @Autowired
    GrantResultFile results;
    @Autowired
    Charges charges;
    @Autowired
    Windows windows;
    @Autowired
    Lots lots;
    @Autowired
    CampaignGrants grants;
    @Autowired
    Draws draws;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    BusinessClock clock;

    private CampaignRoom room;
    private Actor first;
    private Actor second;
    private Actor head;
    private Actor manager;

    @BeforeEach
    void offices() {
        room = new CampaignRoom(programmes);
        first = office.staff(ANNAKA, "安藤　一郎", "seidigi", Role.REVIEWER, "主任");
        second = office.staff(ANNAKA, "中里　二葉", "seidigi", Role.REVIEWER, "主事");
        head = office.staff(ANNAKA, "課長　三郎", "digital", Role.DECIDER, "課長");
        manager = office.staff(ANNAKA, "係長　四季", "digital", Role.MANAGER, "係長");
    }

    @Test
    @DisplayName("期間の終了、確定、公開の抽選、付与ファイル、不能の再送、返戻、付与せず終了を経て、当選ごとに一度だけ付与される（T10・T11）")
    void from_the_window_to_the_grants() {
        LocalDate today = office.today();
        Programme programme = room.opens(today.minusDays(2), today, Map.of("prize-budget-yen", Map.of("smartphone", 4_000, "card", 1_000)));
        CaseNumber number = opens(programme, "campaign-1-draw");
        assertThat(office.openTasks(number)).as("waits for the end").isEmpty();
        take(programme, twelve(today.minusDays(1).atTime(12, 0)));
        office.daysPass(1);
        office.runsDueJobs(number);
        assertThatThrownBy(() -> confirms(number, programme)).isInstanceOf(RefusedException.class).hasMessageContaining("より後に取り込んだファイルがありません");
        take(programme, card("T-LAST", today.atTime(23, 59, 59), "C-3", "U10", 1) + card("T-OUT", today.plusDays(1).atStartOfDay(), "C-3", "U10", 5_000));
        Map<String, Object> wrong = confirmation(number, programme);
        wrong.put("cardLots", 4);
        assertThatThrownBy(() -> office.concludes(first, number, CampaignCases.CONFIRM, "confirmed", wrong, "")).isInstanceOfSatisfying(IncompleteException.class,
                refused -> assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.messageJa()).contains("3です")));
        confirms(number, programme);
        assertThat(lotsOf(number)).as("nine on smartphones, three on cards").isEqualTo(12);

        String id = number + "-1";
        draws(number, 1, "granted");
        List<DrawnTicket> won = winners(id);
        assertThat(won).hasSize(10);
        assertThat(won.stream().filter(one -> one.channel().equals("smartphone"))).hasSize(8);
        assertThat(won.stream().collect(Collectors.groupingBy(DrawnTicket::person, Collectors.counting())).values()).allMatch(count -> count <= 2);
        assertThat(tally(number).of(State.PLANNED)).isEqualTo(10);
        assertThat(tally(number).yen(State.PLANNED)).isEqualTo(5_000);
        assertThatThrownBy(() -> withdraws(number)).isInstanceOf(RefusedException.class).hasMessageContaining("付与が始まっている");

        office.concludes(first, number, CampaignCases.MAKE_FILE, "made");
        byte[] sent = grantFile(programme, 1);
        assertThat(grantFile(programme, 1)).as("the same bytes").isEqualTo(sent);
        List<String[]> rows = rows(sent);
        assertThat(rows).hasSize(10).allSatisfy(row -> assertThat(row[4]).isEqualTo("500"));
        assertThatThrownBy(() -> readsAll(number)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("10件");
        String answers = answers(rows, Map.of(0, "不能", 1, "不能"));
        assertThat(read(programme, answers)).extracting(GrantResultFile.Read::done, GrantResultFile.Read::failed).containsExactly(8L, 2L);
        assertThat(read(programme, answers)).as("the same again").extracting(GrantResultFile.Read::done, GrantResultFile.Read::known).containsExactly(0L, 10L);
        assertThat(read(programme, answers(rows.subList(0, 1), Map.of())).problems()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("すでに「不能」", "両立しません"));
        readsAll(number);
        assertThatThrownBy(() -> office.concludes(first, number, CampaignCases.HANDLE_FAILED, "handled")).isInstanceOf(RefusedException.class);
        within(() -> grants.retry(programme, Set.of(rows.get(0)[1]), first));
        assertThatThrownBy(() -> within(() -> grants.giveUp(programme, Set.of(rows.get(1)[1]), " ", first))).isInstanceOf(RefusedException.class);
        within(() -> grants.giveUp(programme, Set.of(rows.get(1)[1]), "口座が解約され、連絡がつかないため。", first));
        assertThatThrownBy(() -> within(() -> grants.retry(programme, Set.of(rows.get(1)[1]), first))).isInstanceOf(RefusedException.class);
        office.concludes(first, number, CampaignCases.HANDLE_FAILED, "handled");

        office.concludes(first, number, CampaignCases.MAKE_FILE, "made");
        List<String[]> again = rows(grantFile(programme, 2));
        assertThat(again).singleElement().satisfies(row -> assertThat(row[1]).isEqualTo(rows.get(0)[1]));
        assertThat(read(programme, answers).known()).as("the old answer says nothing of the new file").isEqualTo(10);
        assertThat(tally(number).of(State.SENT)).isEqualTo(1);
        read(programme, answers(again, Map.of()) + answers(rows.subList(2, 3), Map.of(0, "返戻")));
        assertThat(tally(number).of(State.RETURNED)).isEqualTo(1);
        readsAll(number);
        within(() -> grants.giveUp(programme, Set.of(rows.get(2)[1]), "辞退のため。", first));
        office.concludes(first, number, CampaignCases.HANDLE_FAILED, "handled");
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("EndEvent_Granted");
        assertThat(tally(number).of(State.DONE)).isEqualTo(8);
        assertThat(within(() -> grants.granted(programme, "campaign-1"))).isEqualTo(4_000);
        assertThat(within(() -> grants.inState(programme, Set.of(State.UNCLAIMED), 10))).hasSize(2);
    }

    @Test
    @DisplayName("T11：カードが3,500口しかなければ当選は3,500口、スマートフォンは16,000口。余りは移らない。T10：3口と2口の人も2口まで")
    void thin_card_pool() {
        LocalDate day = LocalDate.of(2024, 12, 5);
        Programme programme = room.opens(LocalDate.of(2024, 12, 1), LocalDate.of(2024, 12, 22), Map.of());
        StringBuilder rows = new StringBuilder(smartphone("T-A", day.atTime(9, 0), "A", "U", 15_000) + card("T-C", day.atTime(9, 0), "C", "U", 10_000));
        for (int i = 0; i < 8_200; i++) {
            rows.append(smartphone("TS" + i, day.atTime(10, 0).plusSeconds(i), "A" + i, "U" + i, 10_000));
        }
        for (int i = 0; i < 3_498; i++) {
            rows.append(card("TC" + i, day.atTime(13, 0).plusSeconds(i), "C" + i, "", 5_000));
        }
        take(programme, rows.toString());
        CaseNumber number = opens(programme, "campaign-1-draw");
        office.runsDueJobs(number);
        assertThat(figures(programme, number).winnable()).isEqualTo(19_500);
        confirms(number, programme);
        draws(number, 1, "granted");
        List<DrawnTicket> won = winners(number + "-1");
        String person = won.stream().filter(one -> one.lot().equals("S-000001") || one.lot().equals("C-000001")).map(DrawnTicket::person).findFirst().orElse("P-000001");
        long ofCards = won.stream().filter(one -> one.channel().equals("card")).count();
        long ofPerson = won.stream().filter(one -> one.person().equals(person)).count();
        assertThat(ofPerson).isEqualTo(2);
        assertThat(won.stream().filter(one -> one.channel().equals("smartphone")).count()).isEqualTo(16_000);
        assertThat(ofCards).as("all lots but those the cap took from the one person").isEqualTo(3_498 + won.stream()
                .filter(one -> one.person().equals(person) && one.channel().equals("card")).count());
        assertThat(tally(number).yen(State.PLANNED)).isEqualTo(500 * (16_000 + ofCards));
    }

    @Test
    @DisplayName("予算に到達すると1日に1回だけ管理者に尋ね、続けることも、日を決めて終えることもできる。終えた後のチャージは対象にならない（G13）")
    void ended_early() {
        LocalDate today = office.today();
        Programme programme = room.opens(today.minusDays(2), today.plusDays(10), Map.of("prize-budget-yen", Map.of("smartphone", 2_000, "card", 500)));
        CaseNumber number = opens(programme, "campaign-1-draw");
        take(programme, smartphone("T1", today.minusDays(1).atTime(9, 0), "A1", "U1", 15_000) + card("T2", today.minusDays(1).atTime(9, 0), "C1", "", 5_000));
        assertThat(office.openTasks(number)).as("three lots of one person win two").isEmpty();
        take(programme, smartphone("T3", today.minusDays(1).atTime(10, 0), "A2", "U2", 10_000));
        assertThat(office.openTasks(number)).containsExactly(CampaignCases.EARLY_END);
        take(programme, smartphone("T4", today.minusDays(1).atTime(11, 0), "A3", "U3", 5_000));
        assertThat(office.openTasks(number)).as("asked once a day").containsExactly(CampaignCases.EARLY_END);
        office.concludes(manager, number, CampaignCases.EARLY_END, "continue", Map.of(), "周知が間に合わないため。");
        take(programme, smartphone("T5", today.minusDays(1).atTime(12, 0), "A4", "U4", 5_000));
        assertThat(office.openTasks(number)).isEmpty();

        office.daysPass(1);
        take(programme, smartphone("T6", today.atTime(12, 0), "A4", "U4", 5_000));
        assertThatThrownBy(() -> office.concludes(manager, number, CampaignCases.EARLY_END, "end-on", Map.of(), "")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> office.concludes(manager, number, CampaignCases.EARLY_END, "end-on", Map.of("lastDay", today.plusDays(10).toString()), ""))
                .isInstanceOf(IncompleteException.class);
        office.concludes(manager, number, CampaignCases.EARLY_END, "end-on", Map.of("lastDay", today.plusDays(2).toString()), "");
        assertThat(window(number).closes()).isEqualTo(today.plusDays(3).atStartOfDay());
        office.runsDueJobs(number);
        assertThat(office.openTasks(number)).as("not yet over").isEmpty();

        office.daysPass(1);
        take(programme, smartphone("T7", today.plusDays(1).atTime(12, 0), "A4", "U4", 5_000));
        assertThat(office.openTasks(number)).as("the end is decided").isEmpty();
        assertThat(window(number).endedByName()).isEqualTo(manager.name());
        office.daysPass(2);
        office.runsDueJobs(number);
        assertThat(office.openTasks(number)).containsExactly(CampaignCases.CONFIRM);
        LocalDateTime closes = window(number).closes();
        ChargeFile.Imported late = take(programme, smartphone("T8", closes.minusSeconds(1), "A5", "U5", 5_000) + smartphone("T9", closes, "A6", "U6", 5_000));
        assertThat(late.outside()).isEqualTo(1);
        assertThat(events(number)).contains("campaign.budget-reached", "campaign.ended-early");
    }

    @Test
    @DisplayName("判断しないまま期間が終わると、その作業は消える。今すぐ終えることもできる。パラメーターが自動なら、到達したときに終わる")
    void nobody_decides() {
        LocalDate today = office.today();
        Map<String, Object> small = Map.of("prize-budget-yen", Map.of("smartphone", 500, "card", 0));
        Programme programme = room.opens(today.minusDays(2), today, small);
        CaseNumber number = opens(programme, "campaign-1-draw");
        take(programme, smartphone("T1", today.minusDays(1).atTime(9, 0), "A1", "U1", 5_000));
        assertThat(office.openTasks(number)).containsExactly(CampaignCases.EARLY_END);
        office.daysPass(1);
        office.runsDueJobs(number);
        assertThat(office.openTasks(number)).containsExactly(CampaignCases.CONFIRM);
        assertThat(office.walked(number)).contains("EndEvent_PeriodOver");

        Programme now = room.opens(office.today().minusDays(2), office.today().plusDays(5), small);
        CaseNumber endsNow = opens(now, "campaign-1-draw");
        take(now, smartphone("T1", today.minusDays(1).atTime(9, 0), "A1", "U1", 5_000));
        office.concludes(manager, endsNow, CampaignCases.EARLY_END, "end-now");
        assertThat(window(endsNow).closes()).isBetween(clock.nowJst().minusMinutes(5), clock.nowJst().plusSeconds(1));
        clock.moveTo(clock.nowJst().plusSeconds(5));
        office.runsDueJobs(endsNow);
        assertThat(office.openTasks(endsNow)).containsExactly(CampaignCases.CONFIRM);
        assertThat(office.walked(endsNow)).contains("EndEvent_OfficerDecided");

        Map<String, Object> automatic = new HashMap<>(small);
        automatic.put("budget-reached", "automatic");
        Programme other = room.opens(office.today().minusDays(2), office.today().plusDays(5), automatic);
        CaseNumber ends = opens(other, "campaign-1-draw");
        take(other, smartphone("T1", today.minusDays(1).atTime(9, 0), "A1", "U1", 5_000));
        clock.moveTo(clock.nowJst().plusSeconds(5));
        office.runsDueJobs(ends);
        assertThat(office.openTasks(ends)).containsExactly(CampaignCases.CONFIRM);
        assertThat(events(ends)).contains("campaign.budget-reached", "campaign.ended-early");
    }

    @Test
    @DisplayName("対象がなければ抽選せずに終える。公告を決裁しなければ確定からやり直し、番号は変わらず、届いていた分だけが増える")
    void nothing_or_anew() {
        LocalDate today = office.today();
        Programme empty = room.opens(today.minusDays(5), today.minusDays(1), Map.of());
        CaseNumber none = opens(empty, "campaign-1-draw");
        office.runsDueJobs(none);
        assertThatThrownBy(() -> opens(empty, "campaign-1-draw")).isInstanceOf(RefusedException.class).hasMessageContaining("すべて手続が始まっています");
        office.concludes(first, none, CampaignCases.CONFIRM, "nothing", Map.of(), "チャージがなかったため。");
        assertThat(office.walked(none)).contains("EndEvent_NothingToDraw");

        Programme programme = room.opens(today.minusDays(5), today.minusDays(1), Map.of());
        CaseNumber number = opens(programme, "campaign-1-draw");
        office.runsDueJobs(number);
        take(programme, smartphone("T1", today.minusDays(3).atTime(9, 0), "A1", "U1", 10_000) + card("T2", today.minusDays(3).atTime(9, 0), "C1", "", 5_000));
        assertThatThrownBy(() -> office.concludes(first, number, CampaignCases.CONFIRM, "nothing", Map.of(), "誤り")).isInstanceOf(RefusedException.class);
        confirms(number, programme);
        Map<String, String> before = numbers(number);
        ChargeFile.Imported late = take(programme, smartphone("T3", today.minusDays(3).atTime(8, 0), "A0", "U0", 5_000) + card("T4", today.minusDays(2).atTime(9, 0), "C1", "U1", 5_000));
        assertThat(late.late()).isEqualTo(2);
        assertThat(lotsOf(number)).isEqualTo(3);
        plans(number, 1);
        office.concludes(head, number, "UserTask_Decide", "refused", Map.of(), "届いていない分がある。");
        confirms(number, programme);
        assertThat(lotsOf(number)).isEqualTo(5);
        assertThat(numbers(number)).containsAllEntriesOf(before).containsEntry("S-000003", "A0").containsEntry("C-000002", "C1");
        withdraws(number);
        assertThat(office.walked(number)).contains("EndEvent_Withdrawn");
        assertThat(opens(programme, "campaign-1-draw")).as("another case draws it").isNotNull();
    }

    @Test
    @DisplayName("S3-97・S3-100：キャンペーン2は、額が決まるまで始められない。決まれば月ごとに抽選し、1人の上限は月をまたいで数える")
    void month_by_month() {
        Programme undecided = programmes.get("annaka-currency-r6");
        assertThatThrownBy(() -> office.opens(first, undecided.code(), "campaign-2-draw", Map.of("drawTitle", "キャンペーン（2）")))
                .isInstanceOf(RefusedException.class).hasMessageContaining("まだ決められていません");
        LocalDate from = LocalDate.of(2025, 1, 1);
        Map<String, Object> terms = room.campaign(from, LocalDate.of(2025, 2, 28), Map.of("draws-per-month", 1, "prizes-per-person", 1,
                "prize-budget-yen", Map.of("smartphone", 2_000, "card", 1_000)));
        Programme programme = room.opens(Map.of("campaign-2", terms));
        CaseNumber january = opens(programme, "campaign-2-draw");
        CaseNumber february = opens(programme, "campaign-2-draw");
        assertThat(window(january).closes()).isEqualTo(LocalDateTime.of(2025, 2, 1, 0, 0));
        assertThat(window(february)).extracting(Windows.Window::opens, Windows.Window::closes)
                .containsExactly(LocalDateTime.of(2025, 2, 1, 0, 0), LocalDateTime.of(2025, 3, 1, 0, 0));
        take(programme, smartphone("T1", LocalDateTime.of(2025, 1, 31, 23, 59, 59), "A1", "U1", 5_000)
                + smartphone("T2", LocalDateTime.of(2025, 2, 1, 0, 0), "A1", "U1", 5_000) + smartphone("T3", LocalDateTime.of(2025, 2, 3, 0, 0), "A2", "U2", 5_000));
        office.runsDueJobs(january);
        office.runsDueJobs(february);
        confirms(january, programme);
        draws(january, 1, "granted");
        assertThat(tally(january).of(State.PLANNED)).isEqualTo(1);
        assertThat(tally(january).all()).isEqualTo(1);
        assertThat(figures(programme, february).winnable()).as("U1 has had its one").isEqualTo(1);
        confirms(february, programme);
        draws(february, 1, "granted");
        assertThat(winners(february + "-1")).singleElement().satisfies(one -> assertThat(one.lot()).isEqualTo("S-000003"));
    }

    @Test
    @DisplayName("G11：1口は口座ごとに切り捨てて数える。人はスマートフォンとカードで共通。利用者のいないカードは、パラメーターにより1人とするか対象としない")
    void lots_and_persons() {
        LocalDate day = LocalDate.of(2024, 12, 5);
        String rows = smartphone("T1", day.atTime(9, 0), "A1", "U1", 4_999) + smartphone("T2", day.atTime(10, 0), "A1", "U1", 5_002)
                + card("T3", day.atTime(11, 0), "C1", "U1", 4_999) + card("T4", day.atTime(12, 0), "C2", "", 5_000) + card("T5", day.atTime(12, 0), "C3", "", 25_000);
        Programme own = room.opens(LocalDate.of(2024, 12, 1), LocalDate.of(2024, 12, 22), Map.of());
        take(own, rows);
        Charges.Figures figures = figures(own, windowOf(own));
        assertThat(figures.of(Medium.SMARTPHONE).lots()).as("10,001 yen").isEqualTo(2);
        assertThat(figures.of(Medium.CARD).lots()).isEqualTo(6);
        assertThat(figures.persons()).isEqualTo(3);
        assertThat(figures.winnable()).as("two, one, and two of five").isEqualTo(5);
        Programme without = room.opens(LocalDate.of(2024, 12, 1), LocalDate.of(2024, 12, 22), Map.of("unlinked-cards", "ineligible"));
        take(without, rows);
        assertThat(figures(without, windowOf(without))).satisfies(all -> {
            assertThat(all.of(Medium.CARD).lots()).isZero();
            assertThat(all.without()).isEqualTo(2);
            assertThat(all.winnable()).isEqualTo(2);
        });
    }

    @Test
    @DisplayName("付与は、二人が同時に計画しても一度だけ作られ、同時に送っても一つのファイルにだけ載る")
    void once_with_two_threads() {
        LocalDate today = office.today();
        Programme programme = room.opens(today.minusDays(5), today.minusDays(1), Map.of());
        CaseNumber number = opens(programme, "campaign-1-draw");
        office.runsDueJobs(number);
        take(programme, smartphone("T1", today.minusDays(3).atTime(9, 0), "A1", "U1", 10_000));
        confirms(number, programme);
        draws(number, 1, "granted");
        String id = number + "-1";
        List<CompletableFuture<Integer>> both = List.of(plansGrants(programme, number, id), plansGrants(programme, number, id));
        assertThat(both.stream().mapToInt(CompletableFuture::join).sum()).as("all were planned before").isZero();
        assertThat(tally(number).all()).isEqualTo(2);
        List<CompletableFuture<String>> files = List.of(makes(number, first), makes(number, second));
        assertThat(files.stream().map(CompletableFuture::join).toList()).contains("made").hasSize(2).doesNotHaveDuplicates();
        assertThat(within(() -> grants.files(programme))).hasSize(1);
    }

    private CompletableFuture<Integer> plansGrants(Programme programme, CaseNumber number, String id) {
        return CompletableFuture.supplyAsync(() -> within(() -> grants.plan(programme, CampaignTerms.of(programme, "campaign-1"), windows.of(number).orElseThrow(), id,
                draws.commitment(id).rules(), each -> draws.winners(id, each))));
    }

    private CompletableFuture<String> makes(CaseNumber number, Actor officer) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                office.concludes(officer, number, CampaignCases.MAKE_FILE, "made");
                return "made";
            } catch (RuntimeException | AssertionError late) {
                return "late";
            }
        });
    }

    private void readsAll(CaseNumber number) {
        office.concludes(first, number, CampaignCases.READ_RESULT, "read", Map.of("winnersTold", true), "");
    }

    private CaseNumber opens(Programme programme, String call) {
        return office.opens(first, programme.code(), call, Map.of("drawTitle", "キャンペーンの抽選"));
    }

    /** Nine persons with a smartphone's lot; the first has two cards' lots beside it, a tenth has one. */
    private static String twelve(LocalDateTime at) {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 9; i++) {
            rows.append(smartphone("T" + i, at.plusMinutes(i), "A-" + i, "U" + i, 5_000));
        }
        return rows + card("T10", at, "C-1", "U1", 5_000) + card("T11", at, "C-2", "U1", 5_000) + card("T12", at, "C-3", "U10", 5_000);
    }

    private ChargeFile.Imported take(Programme programme, String rows) {
        ChargeFile.Imported imported = CampaignRoom.take(file, programme, rows);
        assertThat(imported.problems()).isEmpty();
        return imported;
    }

    private Map<String, Object> confirmation(CaseNumber number, Programme programme) {
        Charges.Figures figures = figures(programme, number);
        Map<String, Object> answers = new HashMap<>(Map.of("persons", figures.persons(), "platformAgrees", true));
        for (Medium medium : Medium.values()) {
            answers.put(medium.code() + "Charges", figures.of(medium).charges());
            answers.put(medium.code() + "Yen", figures.of(medium).yen());
            answers.put(medium.code() + "Lots", figures.of(medium).lots());
        }
        return answers;
    }

    private void confirms(CaseNumber number, Programme programme) {
        office.concludes(first, number, CampaignCases.CONFIRM, "confirmed", confirmation(number, programme), "");
    }

    private void plans(CaseNumber number, int daysAhead) {
        String day = office.today().plusDays(daysAhead).toString();
        office.concludes(first, number, "UserTask_PlanDraw", "planned", Map.of("sources", List.of(
                Map.of("name", LOTO, "published", day, "numbers", 7, "decimals", 0), Map.of("name", NIKKEI, "published", day, "numbers", 1, "decimals", 2)),
                "spillOver", "none"), "");
        office.runsDueJobs(number);
    }

    private void draws(CaseNumber number, int daysAhead, String outcome) {
        plans(number, daysAhead);
        office.concludes(head, number, "UserTask_Decide", "granted");
        office.daysPass(daysAhead + 1);
        Map<String, Object> sources = Map.of("sources", List.of(Map.of("name", LOTO, "values", LOTO_NUMBERS), Map.of("name", NIKKEI, "values", "39911.52")),
                "evidence", "みずほ銀行の発表、日本経済新聞");
        office.concludes(first, number, "UserTask_EnterSources", "entered", sources, "");
        office.concludes(second, number, "UserTask_CheckSources", "agree", sources, "");
        office.runsDueJobs(number);
        String hash = within(() -> draws.newest(number)).orElseThrow().outcomeHash();
        assertThat(within(() -> draws.newest(number)).orElseThrow().seed()).isEqualTo(Sha256.hexOf("draw/v1\n%s\n%s\n7.8.11.18.28.40.48./39911.52./\n"
                .formatted(within(() -> draws.newest(number)).orElseThrow().id(), within(() -> draws.newest(number)).orElseThrow().poolHash())));
        office.concludes(second, number, "UserTask_RecomputeDraw", "agrees", Map.of("outcomeHash", hash, "method", "監査用の計算機で verify-draw を実行"), "");
        office.concludes(head, number, "UserTask_Decide", outcome);
    }

    private List<DrawnTicket> winners(String id) {
        List<DrawnTicket> won = new ArrayList<>();
        within(() -> {
            draws.winners(id, won::add);
            return null;
        });
        return won;
    }

    private byte[] grantFile(Programme programme, int number) {
        return within(() -> grants.take(programme, number, first));
    }

    private static List<String[]> rows(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).lines().skip(1).map(line -> line.split(",")).toList();
    }

    /** The platform's answers to rows of a grant file: done, but for these. */
    private static String answers(List<String[]> rows, Map<Integer, String> other) {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            answers.append(String.join(",", row[0], row[1], row[3], row[4], other.getOrDefault(i, "付与済"), other.containsKey(i) ? "解約済み" : "")).append("\r\n");
        }
        return answers.toString();
    }

    private GrantResultFile.Read read(Programme programme, String rows) {
        String csv = String.join(",", GrantResultFile.COLUMNS) + "\r\n" + rows;
        return within(() -> results.take(programme, "result.csv", () -> new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), first));
    }

    private void withdraws(CaseNumber number) {
        within(() -> {
            withdrawal.withdraw(number, first, "やり直すため。");
            return null;
        });
    }

    private CampaignGrants.Tally tally(CaseNumber number) {
        return within(() -> grants.tally(window(number)));
    }

    private long lotsOf(CaseNumber number) {
        return within(() -> lots.count(window(number)));
    }

    private Map<String, String> numbers(CaseNumber number) {
        Map<String, String> numbers = new HashMap<>();
        within(() -> {
            lots.accounts(window(number), (medium, account, all) -> List.of(all.split(" ")).forEach(lot -> numbers.put(lot, account)));
            return null;
        });
        return numbers;
    }

    private Windows.Window window(CaseNumber number) {
        return within(() -> windows.of(number)).orElseThrow();
    }

    private Windows.Window windowOf(Programme programme) {
        return within(() -> windows.all(programme)).get(0);
    }

    private Charges.Figures figures(Programme programme, CaseNumber number) {
        return figures(programme, window(number));
    }

    private Charges.Figures figures(Programme programme, Windows.Window window) {
        return within(() -> charges.figures(programme, CampaignTerms.of(programme, window.campaign()), window));
    }

    private List<String> events(CaseNumber number) {
        return within(() -> cases.timeline(number)).stream().map(Cases.TimelineEntry::kind).toList();
    }
}
