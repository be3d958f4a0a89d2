package jp.madoguchi.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.org.Role;
import jp.madoguchi.org.Section;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import jp.madoguchi.workflow.HumanTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@MadoguchiTest
class InboxTest {

    private static final String CHECK = "UserTask_CheckCompleteness";
    private static final AtomicInteger SECTIONS = new AtomicInteger();
    private static final Instant LONG_AGO = Instant.parse("2023-01-10T14:59:59Z");

    @Autowired
    TestOffice office;
    @Autowired
    Inbox inbox;
    @Autowired
    InboxReconciler reconciler;
    @Autowired
    TaskDesk desk;
    @Autowired
    HumanTasks tasks;
    @Autowired
    Organisation organisation;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    @AfterEach
    void the_list_equals_the_engine() {
        all(() -> jdbc.sql("delete from inbox_item where procedure = 'invented'").update());
        assertThat(reconciler.reconcile().none()).isTrue();
    }

    private InboxPage page(Actor actor, InboxQuery query) {
        return DataScope.within(TestOffice.scope(actor), () -> inbox.page(actor, query));
    }

    private List<String> cases(Actor actor, InboxQuery query) {
        return page(actor, query).items().stream().map(InboxItem::caseNumber).toList();
    }

    private void all(Runnable work) {
        DataScope.within(DataScope.EVERYTHING, () -> transactions.executeWithoutResult(status -> work.run()));
    }

    private CaseNumber received(String company) {
        Actor applicant = office.applicant(company);
        return office.receives(applicant, office.eligibleApplication(applicant, company));
    }

    private InboxQuery about(View view, CaseNumber number) {
        return InboxQuery.of(view).text(number.value());
    }

    /** A reviewer alone at a new section, so that other tests' tasks do not disturb. */
    private Actor alone() {
        String section = "inbox-test-" + SECTIONS.incrementAndGet();
        DataScope.within(TestOffice.GUNMA, () -> organisation.define(new Section(TestOffice.GUNMA, section, section, section, null, Section.Rank.KAKARI)));
        return office.staff("試験　一郎", section, Role.REVIEWER, section);
    }

    /** Tasks that only the list knows. Due days repeat, so that ties are broken by the id. */
    private void invented(Actor reviewer, int from, int count, String programme, String step) {
        String desk = DataScope.within(TestOffice.GUNMA, () -> organisation.desksOf(reviewer.id(), office.today())).get(0).desk().id();
        all(() -> {
            jdbc.sql("insert into inbox_lane (desk, programme, task_key, task_name) values (?, ?, ?, ?) on conflict do nothing")
                    .params(desk, programme, step, step).update();
            for (int i = from; i < from + count; i++) {
                jdbc.sql("""
                        insert into inbox_item (task_id, government, desk, programme, task_key, task_name, case_number, procedure, title,
                                                search, created_at, due_at, decides, opinion)
                        values (?, ?, ?, ?, ?, ?, ?, 'invented', ?, ?, ?, ?, false, false)""")
                        .params(UUID.randomUUID().toString(), TestOffice.GUNMA, desk, programme, step, step, "INV-%06d".formatted(i),
                                "案件" + i, "INV-%06d\nカイシャ%d_".formatted(i, i), Timestamp.from(LONG_AGO.plusSeconds(i * 7919L % 1000)),
                                Timestamp.from(LONG_AGO.plusSeconds(i % 13 * 86400L))).update();
            }
        });
    }

    @Test
    @DisplayName("作業の行は手続と同じトランザクションで書かれ、取り消されれば残らない")
    void a_row_commits_and_rolls_back_with_its_task() {
        Actor reviewer = office.reviewer("高崎　一郎");
        CaseNumber number = received("株式会社一体");
        InboxItem item = page(reviewer, about(View.DESK, number)).items().get(0);
        assertThat(item.taskName()).isEqualTo("書類の確認");
        assertThat(item.taskId()).isEqualTo(office.task(number, CHECK).id());
        assertThat(item.title()).isEqualTo("株式会社一体");

        DataScope.within(TestOffice.GUNMA, () -> desk.claim(item.taskId(), reviewer));
        DataScope.within(TestOffice.GUNMA, () -> transactions.executeWithoutResult(status -> {
            desk.conclude(item.taskId(), reviewer, Conclusion.of("complete", Answers.NONE, ""));
            assertThat(inbox.page(reviewer, about(View.DESK, number)).items()).extracting(InboxItem::taskKey)
                    .isNotEmpty().doesNotContain(CHECK);
            status.setRollbackOnly();
        }));
        assertThat(page(reviewer, about(View.DESK, number)).items()).extracting(InboxItem::taskId).containsExactly(item.taskId());

        long before = rows();
        Actor applicant = office.applicant("株式会社取消");
        Answers application = office.eligibleApplication(applicant, "株式会社取消");
        DataScope.within(applicant.id(), () -> transactions.executeWithoutResult(status -> {
            office.receives(applicant, application);
            status.setRollbackOnly();
        }));
        assertThat(rows()).isEqualTo(before);
    }

    private long rows() {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status ->
                jdbc.sql("select count(*) from inbox_item").query(Long.class).single()));
    }

    @Test
    @DisplayName("担当すると自分の担当に、補正を求めると相手待ちに、済んだ作業は完了に現れる")
    void a_task_moves_through_the_views() {
        Actor reviewer = office.reviewer("高崎　二郎");
        Actor colleague = office.reviewer("高崎　三郎");
        Actor stranger = office.staff("別課　一郎", "sangyoseisaku", Role.AUDITOR, "監査");
        CaseNumber number = received("株式会社見方");
        String task = office.task(number, CHECK).id();
        assertThat(cases(reviewer, about(View.MINE, number))).isEmpty();

        DataScope.within(TestOffice.GUNMA, () -> desk.claim(task, reviewer));
        assertThat(page(reviewer, about(View.MINE, number)).items()).extracting(InboxItem::assigneeName).containsExactly("高崎　二郎");
        assertThat(page(colleague, about(View.DESK, number)).items()).extracting(InboxItem::assigneeName).containsExactly("高崎　二郎");
        DataScope.within(TestOffice.GUNMA, () -> desk.assign(task, colleague.id(), reviewer));
        assertThat(cases(reviewer, about(View.MINE, number))).isEmpty();
        assertThat(cases(colleague, about(View.MINE, number))).containsExactly(number.value());
        DataScope.within(TestOffice.GUNMA, () -> desk.release(task, colleague));
        assertThat(cases(colleague, about(View.MINE, number))).isEmpty();

        office.asksForCorrection(reviewer, number, CHECK, Map.of("companyName", "登記のとおりに書いてください。"));
        assertThat(cases(reviewer, about(View.DESK, number))).isEmpty();
        assertThat(page(reviewer, about(View.WAITING, number)).items()).extracting(InboxItem::desk).containsExactly("100005/shinjigyo/APPLICANT");
        assertThat(cases(colleague, about(View.WAITING, number))).containsExactly(number.value());
        assertThat(cases(stranger, about(View.WAITING, number))).isEmpty();
        InboxItem done = page(reviewer, about(View.DONE, number)).items().get(0);
        assertThat(done.outcomeLabel()).isEqualTo("補正を求める");
        assertThat(done.open()).isFalse();
        assertThat(cases(colleague, about(View.DONE, number))).isEmpty();
    }

    @Test
    @DisplayName("再提出で名称が変われば一覧の名称と検索語も変わる")
    void a_corrected_name_is_found() {
        Actor reviewer = office.reviewer("高崎　四郎");
        Actor applicant = office.applicant("神髙");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社旧"));
        office.asksForCorrection(reviewer, number, CHECK, Map.of("companyName", "登記のとおりに書いてください。", "companyKana", "あわせて直してください。"));
        Answers answers = Answers.of(Map.of("companyName", "株式会社𠮷神髙", "companyKana", "ヨシカミタカ"));
        String key = office.openTasks(number).get(0);
        String outcome = office.task(number, key).spec().outcomes().get(0).code();
        office.concludes(applicant, number, key, new Conclusion(outcome, answers, "", List.of()));
        assertThat(page(reviewer, about(View.DESK, number)).items()).extracting(InboxItem::title).containsExactly("株式会社𠮷神髙");
        assertThat(cases(reviewer, InboxQuery.of(View.DESK).text("よしかみたか"))).contains(number.value());
        assertThat(cases(reviewer, InboxQuery.of(View.DESK).text("ﾖｼｶﾐ"))).contains(number.value());
        assertThat(cases(reviewer, InboxQuery.of(View.DESK).text("𠮷神髙"))).contains(number.value());
    }

    @Test
    @DisplayName("代決者には不在の決裁者の係が見え、審査した者は決裁できない")
    void a_deputy_sees_the_deciders_desk() {
        Actor reviewer = office.reviewer("審査　花子");
        Actor decider = office.decider("決裁　太郎");
        Actor deputy = office.staff("代決　次郎", "shinjigyo", Role.REVIEWER, "新事業推進係長");
        CaseNumber number = Journeys.receivedFromElsewhere(office, "株式会社代決");
        Journeys.toDecision(office, reviewer, number);
        assertThat(cases(deputy, about(View.DESK, number))).isEmpty();
        assertThat(cases(reviewer, about(View.WAITING, number))).containsExactly(number.value());
        DataScope.within(TestOffice.GUNMA, () -> organisation.registerAbsence(TestOffice.GUNMA, decider.id(), deputy.id(), office.today(),
                office.today(), "出張", decider));
        InboxItem item = page(deputy, about(View.DESK, number)).items().get(0);
        assertThat(item.actingForName()).isEqualTo("決裁　太郎");
        assertThat(page(decider, about(View.DESK, number)).items().get(0).actingForName()).isNull();
        assertThatThrownBy(() -> DataScope.within(TestOffice.GUNMA, () -> desk.claim(item.taskId(), reviewer)))
                .isInstanceOf(RefusedException.class);
        office.concludes(deputy, number, "UserTask_Decide", "refused", Map.of(), "県内で製造されていないため。");
        assertThat(page(deputy, about(View.DONE, number)).items().get(0).actingForName()).isEqualTo("決裁　太郎");
    }

    @Test
    @DisplayName("事業・工程・期限・文字で絞り込み、三つの順に並べられる")
    void filters_and_orders() {
        Actor reviewer = alone();
        invented(reviewer, 0, 40, "p-one", "step-a");
        invented(reviewer, 40, 30, "p-one", "step-b");
        invented(reviewer, 70, 20, "p-two", "step-a");
        InboxQuery desk = InboxQuery.of(View.DESK).size(100);
        assertThat(page(reviewer, desk).items()).hasSize(90);
        assertThat(page(reviewer, desk).total()).hasToString("90");
        assertThat(page(reviewer, desk.programme("p-one")).items()).hasSize(70).allMatch(item -> item.programme().equals("p-one"));
        assertThat(page(reviewer, desk.programme("p-one").step("step-b")).items()).hasSize(30).allMatch(item -> item.taskKey().equals("step-b"));
        assertThat(page(reviewer, desk.step("nothing")).items()).isEmpty();
        assertThat(page(reviewer, desk.due(Due.OVERDUE)).items()).hasSize(90);
        assertThat(page(reviewer, desk.due(Due.WEEK)).items()).isEmpty();
        assertThat(page(reviewer, desk.due(Due.TODAY)).items()).isEmpty();
        assertThat(cases(reviewer, desk.text("かいしゃ77"))).containsExactly("INV-000077");
        assertThat(cases(reviewer, desk.text("inv-000012"))).containsExactly("INV-000012");
        assertThat(cases(reviewer, desk.text("会社12%"))).isEmpty();
        assertThat(cases(reviewer, desk.text("2_"))).as("an underscore is itself").allMatch(number -> number.endsWith("2"));
        assertThat(page(reviewer, desk).items()).extracting(InboxItem::dueAt).isSorted();
        assertThat(page(reviewer, desk.sort(Sort.CREATED, true)).items()).extracting(InboxItem::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(cases(reviewer, desk.sort(Sort.NUMBER, false))).isSorted().startsWith("INV-000000");
        assertThat(cases(reviewer, desk.sort(Sort.NUMBER, true))).startsWith("INV-000089");
        assertThat(DataScope.within(TestOffice.GUNMA, () -> inbox.counts(reviewer)).get(View.DESK)).hasToString("90");
        invented(reviewer, 90, 30, "p-two", "step-a");
        assertThat(DataScope.within(TestOffice.GUNMA, () -> inbox.counts(reviewer)).get(View.DESK)).hasToString("99+");
        assertThat(DataScope.within(TestOffice.GUNMA, () -> inbox.lanes(reviewer))).extracting(Lane::taskKey)
                .containsExactly("step-a", "step-b", "step-a");
    }

    @Test
    @DisplayName("頁送りは、行が増減しても残っている行を飛ばさず繰り返さない")
    void pages_have_no_gaps_and_no_repeats() {
        for (Sort sort : Sort.values()) {
            for (boolean descending : new boolean[] {false, true}) {
                Actor reviewer = alone();
                invented(reviewer, 0, 120, "p-one", "step-a");
                invented(reviewer, 120, 120, "p-two", "step-b");
                Set<String> throughout = new HashSet<>(cases(reviewer, InboxQuery.of(View.DESK).size(200)));
                throughout.addAll(cases(reviewer, InboxQuery.of(View.DESK).size(200).sort(Sort.DUE, true)));
                assertThat(throughout).hasSize(240);
                Random random = new Random(7);
                InboxQuery query = InboxQuery.of(View.DESK).sort(sort, descending).size(20);
                List<String> seen = new ArrayList<>();
                List<List<String>> pages = new ArrayList<>();
                InboxPage page = page(reviewer, query);
                int more = 1000;
                while (true) {
                    seen.addAll(page.items().stream().map(InboxItem::caseNumber).toList());
                    pages.add(page.items().stream().map(InboxItem::taskId).toList());
                    if (page.next().isEmpty()) {
                        break;
                    }
                    invented(reviewer, more, 3, "p-one", "step-a");
                    more += 3;
                    String gone = new ArrayList<>(throughout).get(random.nextInt(throughout.size()));
                    throughout.remove(gone);
                    all(() -> jdbc.sql("delete from inbox_item where case_number = ? and procedure = 'invented'").param(gone).update());
                    page = page(reviewer, query.cursor(page.next()));
                }
                assertThat(seen).doesNotHaveDuplicates().containsAll(throughout);
                InboxPage back = page(reviewer, query.cursor(page.previous()));
                assertThat(back.items()).extracting(InboxItem::taskId).isNotEmpty().doesNotContainAnyElementsOf(pages.get(pages.size() - 1));
                assertThat(page(reviewer, query.cursor(back.next())).items()).extracting(InboxItem::taskId)
                        .containsExactlyElementsOf(pages.get(pages.size() - 1));
                all(() -> jdbc.sql("delete from inbox_item where procedure = 'invented'").update());
            }
        }
    }

    @Test
    @DisplayName("作り物や他人のカーソルは最初の頁になる")
    void a_forged_cursor_is_no_place() {
        Actor reviewer = alone();
        invented(reviewer, 0, 60, "p-one", "step-a");
        InboxQuery query = InboxQuery.of(View.DESK).sort(Sort.NUMBER, false);
        InboxPage first = page(reviewer, query);
        char last = first.next().charAt(first.next().length() - 1);
        String forged = first.next().substring(0, first.next().length() - 2) + (last == 'A' ? "BB" : "AA");
        for (String cursor : List.of(forged, "x", "あ", "AAAA", " ")) {
            assertThat(page(reviewer, query.cursor(cursor)).items()).isEqualTo(first.items());
        }
        assertThat(page(reviewer, query.sort(Sort.DUE, false).cursor(first.next())).items()).as("made for another order").hasSize(50);
        assertThat(page(reviewer, query.cursor(first.next())).items()).hasSize(10);
    }

    @Test
    @DisplayName("他団体の職員には見えない")
    void another_government_sees_nothing() {
        CaseNumber number = received("株式会社群馬");
        Actor elsewhere = office.staff("020001", "青森　一郎", "kansen", Role.REVIEWER, "主査");
        for (View view : View.values()) {
            assertThat(cases(elsewhere, about(view, number))).isEmpty();
        }
    }

    @Test
    @DisplayName("突合は欠けた行と余分な行を見つけて直す")
    void the_reconciler_heals_both_ways() {
        CaseNumber number = received("株式会社突合");
        String task = office.task(number, CHECK).id();
        all(() -> jdbc.sql("delete from inbox_item where task_id = ?").param(task).update());
        Actor reviewer = alone();
        invented(reviewer, 0, 2, "p-one", "step-a");
        InboxReconciler.Differences found = reconciler.reconcile();
        assertThat(found.missing()).containsExactly(task);
        assertThat(found.surplus()).hasSize(2);
        assertThat(reconciler.reconcile().none()).isTrue();
        assertThat(cases(office.reviewer("高崎　五郎"), about(View.DESK, number))).containsExactly(number.value());
        invented(reviewer, 0, 2, "p-one", "step-a");
        assertThat(reconciler.rebuild()).isEqualTo((int) rows());
    }
}
