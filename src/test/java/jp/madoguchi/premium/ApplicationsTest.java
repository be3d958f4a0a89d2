package jp.madoguchi.premium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.casefile.CaseStatus;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Place;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.premium.Applications.Compared;
import jp.madoguchi.premium.Applications.State;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** 購入申込み (S5-08, S5-11, S5-12, S5-104, S5-105; T16): every path of {@code premium-sale}, in the office's words. */
@MadoguchiTest
class ApplicationsTest {

    @Autowired
    TestOffice office;
    @Autowired
    Applications applications;
    @Autowired
    ResidentFile residents;
    @Autowired
    Filing filing;
    @Autowired
    Cases cases;
    @Autowired
    BusinessClock clock;
    @Autowired
    AutowireCapableBeanFactory beans;

    private Town town;

    @BeforeEach
    void midori() {
        town = beans.createBean(Town.class).opens(1_000, Map.of());
    }

    @Test
    @DisplayName("申込みは、職員が何もしなくても受け付けられ、抽選の結果を待つ")
    void a_clean_application_needs_nobody() {
        CaseNumber number = town.applies(2);
        assertThat(arrival(number)).extracting(Place::kind).isEqualTo("lot");
        assertThat(arrival(number).ja()).contains(town.lot(number), "2セット");
        town.sweeps();
        assertThat(town.state(number)).isEqualTo(State.ACCEPTED);
        assertThat(office.openTasks(number)).isEmpty();
        assertThat(office.walked(number)).contains("IntermediateCatchEvent_Drawn").doesNotContain("UserTask_ReviewHeld");
    }

    @Test
    @DisplayName("T16：3セットの申込みは、その場で断る")
    void three_sets_are_refused_at_once() {
        assertThatThrownBy(() -> town.applies(3)).isInstanceOf(IncompleteException.class)
                .satisfies(refused -> assertThat(((IncompleteException) refused).problems()).extracting(problem -> problem.path()).contains("sets"));
        assertThat(town.count("select count(*) from premium_application where programme = ?")).isZero();
    }

    @Test
    @DisplayName("市外の住所では申し込めない")
    void the_address_is_in_the_city() {
        Map<String, Object> person = town.person(1);
        person.put("address", "群馬県桐生市織姫町1番1号");
        assertThatThrownBy(() -> town.applies(person)).isInstanceOf(IncompleteException.class);
        person.put("address", "大間々町大間々1511");
        town.applies(person);
    }

    @Test
    @DisplayName("T16：同じアカウントの二度目の申込みは断り、取り下げた後は申し込める")
    void an_account_applies_once() {
        Actor applicant = office.applicant("小平　花");
        CaseNumber first = town.applies(applicant, "purchase", town.person(1));
        assertThatThrownBy(() -> town.applies(applicant, "purchase", town.person(2))).isInstanceOf(RefusedException.class).hasMessageContaining("すでに");
        town.withdraws(applicant, first);
        assertThat(town.state(first)).isEqualTo(State.LEFT);
        assertThat(office.file(first).status()).isEqualTo(CaseStatus.WITHDRAWN);
        assertThat(office.walked(first)).contains("EndEvent_Withdrawn");
        town.applies(applicant, "purchase", town.person(2));
    }

    @ParameterizedTest
    @CsvSource({"みどり市笠懸町鹿 {n}-1, 080-9999-0000, true, false", "群馬県みどり市笠懸町鹿{n}番地の1, 080-9999-0000, true, false",
            "みどり市東町神戸5, ０９０－１２３４－{n}, false, true", "みどり市笠懸町鹿{k}番地の一, 080-9999-0000, true, false", "みどり市笠懸町鹿{n}ー１, +81 90 1234 {n}, true, true"})
    @DisplayName("T16：表記が違っても、カナと生年月日、それに住所か電話が一致する二度目の申込みは、証拠とともに保留し、初めの申込みは有効のまま")
    void a_second_application_is_held(String address, String phone, boolean sameAddress, boolean samePhone) {
        Map<String, Object> person = town.person(2);
        String n = "" + (1000 + Math.abs(person.get("kana").hashCode() % 9000));
        person.put("kana", "ショウジ　キョウコ" + person.get("kana"));
        person.put("address", "群馬県みどり市笠懸町鹿" + n + "番地1");
        person.put("phone", "090-1234-" + n);
        CaseNumber first = town.applies(person);
        Map<String, Object> again = new HashMap<>(person);
        again.put("kana", ((String) person.get("kana")).replace("ショウジ　キョ", "ショウジキョ"));
        again.put("address", address.replace("{n}", n).replace("{k}", n.chars().mapToObj(c -> "〇一二三四五六七八九".substring(c - '0', c - '0' + 1)).collect(Collectors.joining())));
        again.put("phone", phone.replace("{n}", n));
        CaseNumber second = town.applies(again);
        town.sweeps();
        assertThat(town.state(first)).isEqualTo(State.ACCEPTED);
        assertThat(town.state(second)).isEqualTo(State.HELD);
        assertThat(DataScope.within(Town.MIDORI, () -> applications.likenesses(second))).singleElement().satisfies(like -> {
            assertThat(like.number()).isEqualTo(first);
            assertThat(like.sameAddress()).isEqualTo(sameAddress);
            assertThat(like.samePhone()).isEqualTo(samePhone);
        });
        assertThat(DataScope.within(Town.MIDORI, () -> applications.compare(second, first))).filteredOn(Compared::agrees).extracting(Compared::label)
                .contains("氏名カナ", "生年月日", sameAddress ? "住所" : "電話番号");
        assertThat(judged(second)).singleElement().asString().contains(first.value(), sameAddress ? "住所" : "電話番号");
        office.concludes(town.reviewer(), second, "UserTask_ReviewHeld", "reject", Map.of("checkedBy", "本人に電話で確認"), "すでに申込みを受け付けているため。");
        assertThat(place(second)).satisfies(told -> assertThat(told.kind() + told.ja()).startsWith("rejected").contains("すでに申込みを受け付けているため。"));
        assertThat(town.state(second)).isEqualTo(State.REJECTED);
        assertThat(office.walked(second)).contains("EndEvent_Rejected");
        assertThat(office.ended(second)).isTrue();
        assertThat(town.state(first)).isEqualTo(State.ACCEPTED);
    }

    @Test
    @DisplayName("似た人でも、別人と確かめられれば受け付ける。住所も電話も違えば、保留しない")
    void somebody_else() {
        Map<String, Object> person = town.person(1);
        CaseNumber first = town.applies(person);
        Map<String, Object> alike = new HashMap<>(person);
        alike.put("phone", "080-0000-1111");
        CaseNumber second = town.applies(alike);
        Map<String, Object> far = new HashMap<>(alike);
        far.put("address", "みどり市東町神戸1");
        far.put("phone", "080-0000-2222");
        CaseNumber third = town.applies(far);
        town.sweeps();
        assertThat(List.of(town.state(first), town.state(second), town.state(third))).containsExactly(State.ACCEPTED, State.HELD, State.ACCEPTED);
        Actor reviewer = town.reviewer();
        assertThatThrownBy(() -> office.concludes(reviewer, second, "UserTask_ReviewHeld", "reject")).isInstanceOf(RefusedException.class)
                .hasMessageContaining("理由");
        assertThatThrownBy(() -> office.concludes(reviewer, second, "UserTask_ReviewHeld", "link", Map.of(), "同じ人"))
                .isInstanceOf(RefusedException.class).hasMessageContaining("別の販売回");
        office.concludes(reviewer, second, "UserTask_ReviewHeld", "accept");
        assertThat(town.state(second)).isEqualTo(State.ACCEPTED);
        assertThat(person(first)).isNotEqualTo(person(second));
    }

    @Test
    @DisplayName("同じ時に届いた二つの似た申込みも、必ず一方が保留になる")
    void at_the_same_moment() throws Exception {
        Map<String, Object> person = town.person(1);
        int many = 6;
        CyclicBarrier start = new CyclicBarrier(many);
        ExecutorService people = Executors.newFixedThreadPool(many);
        List<Actor> applicants = java.util.stream.IntStream.range(0, many).mapToObj(n -> office.applicant("同時" + n)).toList();
        List<Future<CaseNumber>> filed = new ArrayList<>();
        for (Actor applicant : applicants) {
            filed.add(people.submit(() -> {
                start.await();
                CaseNumber number = town.applies(applicant, "purchase", person);
                applications.sweep(town.programme());
                return number;
            }));
        }
        List<State> states = new ArrayList<>();
        for (Future<CaseNumber> one : filed) {
            one.get();
        }
        people.shutdown();
        town.sweeps();
        for (Future<CaseNumber> one : filed) {
            states.add(town.state(one.get()));
        }
        assertThat(states).containsOnlyOnce(State.ACCEPTED).filteredOn(State.HELD::equals).hasSize(many - 1);
    }

    @Test
    @DisplayName("10月21日23時59分59秒の申込みは受け付け、翌0時0分0秒は断る")
    void until_the_last_second() {
        clock.moveTo(town.day(5).atTime(23, 59, 58));
        CaseNumber last = town.applies(1);
        assertThat(office.file(last).late()).isFalse();
        clock.moveTo(town.day(6).atTime(0, 0, 0));
        assertThatThrownBy(() -> town.applies(1)).isInstanceOf(RefusedException.class).hasMessageContaining("期間は終わりました");
    }

    @Test
    @DisplayName("名簿がなければ職員が確認し、名簿に載れば職員の作業は消え、載らない人と転居した人は残る")
    void the_list_of_residents() {
        town.opens(1_000, Map.of("eligibility", "resident-list"));
        Map<String, Object> listed = town.person(1);
        Map<String, Object> moved = town.person(1);
        CaseNumber one = town.applies(listed);
        CaseNumber two = town.applies(moved);
        CaseNumber three = town.applies(1);
        CaseNumber byHand = town.applies(2);
        town.sweeps();
        assertThat(judged(one)).singleElement().asString().contains("名簿と照合していません");
        assertThat(office.openTasks(one)).containsExactly("UserTask_ReviewHeld");
        office.concludes(town.reviewer(), byHand, "UserTask_ReviewHeld", "accept", Map.of("checkedBy", "住民基本台帳で確認"), "");
        String csv = "氏名カナ,生年月日,住所\r\n%s,%s,%s\r\n%s,%s,みどり市東町沢入1\r\n".formatted(listed.get("kana"), listed.get("birthDate"),
                ((String) listed.get("address")).replace("群馬県", ""), moved.get("kana"), moved.get("birthDate"));
        assertThat(takes(csv)).extracting(ResidentFile.Imported::residents, ResidentFile.Imported::added, ResidentFile.Imported::removed).containsExactly(2L, 2L, 0L);
        assertThat(takes(csv)).extracting(ResidentFile.Imported::added, ResidentFile.Imported::removed).containsExactly(0L, 0L);
        town.sweeps();
        assertThat(List.of(town.state(one), town.state(two), town.state(three))).containsExactly(State.ACCEPTED, State.HELD, State.HELD);
        assertThat(judged(two)).singleElement().asString().contains("住所が一致しません");
        assertThat(judged(three)).singleElement().asString().contains("一致する人がいません");
        assertThat(office.openTasks(one)).isEmpty();
        assertThat(office.walked(one)).contains("BoundaryEvent_Cleared", "IntermediateCatchEvent_Drawn");
        Map<String, Object> elsewhere = new HashMap<>(moved);
        elsewhere.put("phone", "080-3333-4444");
        elsewhere.put("address", "みどり市笠懸町阿左美1");
        CaseNumber found = town.applies(elsewhere);
        CaseNumber unknown = town.applies(1);
        town.sweeps();
        assertThat(judged(found)).singleElement().asString().contains("住所が一致しません");
        assertThat(judged(unknown)).singleElement().asString().contains("一致する人がいません");
        ResidentFile.Imported bad = takes("氏名カナ,生年月日,住所\r\nミドリ タロウ,1980-02-30,みどり市笠懸町鹿1\r\n");
        assertThat(bad.problems()).extracting(Csv.Problem::row, Csv.Problem::column).containsExactly(org.assertj.core.groups.Tuple.tuple(2L, "生年月日"));
        assertThat(bad.residents()).isEqualTo(2);
    }

    @Test
    @DisplayName("当選して購入すると終わり、期限までに購入しないと失効して終わる")
    void won() {
        List<CaseNumber> all = List.of(town.applies(2), town.applies(1), town.applies(2));
        town.sweeps();
        CaseNumber round = town.startsRound("first");
        town.awards(round, all, List.of());
        assertThat(place(all.get(0)).ja()).contains("当選しました", "2セットを購入できます", town.lot(all.get(0))).containsPattern("から.+まで");
        clock.moveTo(town.day(11).atTime(12, 0));
        assertThat(place(all.get(0)).ja()).as("the sale has begun").doesNotContain("から");
        town.buys(all.get(0), 1);
        town.buys(all.get(2), 1);
        assertThat(place(all.get(0)).ja()).contains("1セットを購入できます", "購入済みは1セット");
        town.buys(all.get(0), 1);
        town.sweeps();
        assertThat(office.walked(all.get(0))).contains("EndEvent_Bought");
        assertThat(place(all.get(0)).ja()).contains("2セットを購入しました");
        clock.moveTo(town.day(31).atTime(0, 0, 5));
        town.everywhere(() -> {
            beans.getBean(Rounds.class).lapse(round);
            return null;
        });
        town.sweeps();
        assertThat(office.walked(all.get(1))).contains("EndEvent_Lapsed");
        assertThat(office.walked(all.get(2))).as("one of two sets was bought").contains("EndEvent_Bought");
        assertThat(place(all.get(1)).ja()).contains("失効しました");
        assertThat(office.file(all.get(1)).isClosed()).isTrue();
    }

    @Test
    @DisplayName("失効した後に届いた期限内の購入の記録も、残りがあれば数える")
    void a_purchase_reported_late() {
        CaseNumber number = town.applies(2);
        town.sweeps();
        CaseNumber round = town.startsRound("first");
        town.awards(round, List.of(number), List.of());
        clock.moveTo(town.day(31).atTime(0, 1));
        town.everywhere(() -> {
            beans.getBean(Rounds.class).lapse(round);
            return null;
        });
        town.sweeps();
        assertThat(town.buys(town.sale(number, 2, town.day(30).atTime(23, 59, 59)))).isTrue();
        town.sweeps();
        assertThat(place(number).ja()).contains("2セットを購入しました");
    }

    @Test
    @DisplayName("補欠は順位を知り、当選の後の取下げは権利を返す。購入した後は取り下げられない")
    void reserve_and_withdrawal() {
        Actor applicant = office.applicant("返上　する");
        CaseNumber gives = town.applies(applicant, "purchase", town.person(2));
        CaseNumber buyer = town.applies(1);
        CaseNumber reserve = town.applies(1);
        CaseNumber second = town.applies(1);
        town.sweeps();
        town.awards(town.startsRound("first"), List.of(gives, buyer), List.of(reserve, second));
        assertThat(place(reserve).ja()).contains("繰上げの順位 1番");
        assertThat(place(second).ja()).contains("繰上げの順位 2番");
        assertThat(office.walked(reserve)).contains("IntermediateCatchEvent_Promoted");
        town.withdraws(applicant, gives);
        assertThat(town.count("select count(*) from premium_right where programme = ? and state = 'GIVEN_BACK'")).isEqualTo(1);
        clock.moveTo(town.day(11).atTime(12, 0));
        town.buys(buyer, 1);
        assertThatThrownBy(() -> DataScope.within(Town.MIDORI, () -> beans.getBean(jp.madoguchi.casefile.Withdrawal.class).withdraw(buyer, town.reviewer(), "申出があったため")))
                .isInstanceOf(RefusedException.class);
    }

    private ResidentFile.Imported takes(String csv) {
        return DataScope.within(Town.MIDORI, () -> residents.take(town.programme(), () -> new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), town.reviewer()));
    }

    private String person(CaseNumber number) {
        return town.everywhere(() -> applications.get(number)).person();
    }

    private List<String> judged(CaseNumber number) {
        return Cases.lastJudgement(DataScope.within(Town.MIDORI, () -> cases.timeline(number))).orElseThrow();
    }

    private Place arrival(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> filing.placeOnArrival(number)).orElseThrow();
    }

    private Place place(CaseNumber number) {
        return DataScope.within(DataScope.EVERYTHING, () -> filing.placeNow(number)).orElseThrow();
    }
}
