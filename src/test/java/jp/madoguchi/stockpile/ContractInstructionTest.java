package jp.madoguchi.stockpile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.inbox.Reminders;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.letters.Letters;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.org.Role;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Every way through {@code contract-instruction}, in the words of Aomori Prefecture and its contractor (S2-48). */
@MadoguchiTest
@DisplayName("業務の指示")
class ContractInstructionTest {

    private static final String AOMORI = "020001";
    private static final String PROGRAMME = "aomori-ppe-r7";

    @Autowired
    TestOffice office;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    Letters letters;
    @Autowired
    Reminders reminders;
    @Autowired
    BusinessClock clock;
    @Autowired
    Accounts accounts;
    @Autowired
    TestRestTemplate http;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionOperations transactions;

    private Actor contractor;
    private Actor officer;
    private Actor decider;
    private Actor manager;
    private LocalDate answerBy;

    @BeforeEach
    void aomori() {
        office.workdayMorning();
        contractor = office.contractor(AOMORI, "kansen", PROGRAMME, "備蓄　物流");
        officer = office.staff(AOMORI, "工藤　美咲", "kansen", Role.REVIEWER, "主査");
        decider = office.staff(AOMORI, "成田　隆", "hoken", Role.DECIDER, "保健衛生課長");
        manager = office.staff(AOMORI, "三上　由紀", "hoken", Role.MANAGER, "課長代理");
        answerBy = clock.today().plusDays(14);
    }

    @Test
    @DisplayName("仕様書にない事項を起案し、決裁・文書番号の付いた通知・受領・報告を経て、差し戻した報告が直されて受理される")
    void the_whole_way() {
        Map<String, Object> draft = draft();
        draft.put("papers", List.of(office.uploads(officer, "棚札の様式.pdf")));
        CaseNumber number = office.opens(officer, PROGRAMME, "contract-instruction", draft);
        assertThat(office.file(number).title()).isEqualTo("業務の指示（" + JapaneseDates.full(answerBy) + "まで）");
        office.concludes(officer, number, ContractInstructions.REVIEW, "forward", draft, "");
        office.concludes(decider, number, SupplyInstructions.DECIDE, "granted", Map.of("conditions", "費用は委託料に含む。"), "");
        office.runsDueJobs(number);
        assertThat(everywhere(() -> letters.ofCase(number))).singleElement().satisfies(letter -> {
            assertThat(letter.kind()).isEqualTo("stock-contract-instruction");
            assertThat(letter.number()).contains("青保衛");
        });
        assertThat(letterText(number)).contains("業務の指示について", "棚札の表示", "棚札に使用推奨期限を大きく書くこと。", JapaneseDates.full(answerBy), "棚札の様式.pdf", "費用は委託料に含む。");
        assertThat(office.openTasks(number)).containsExactly(ContractInstructions.ACKNOWLEDGE);

        acknowledges(number);
        assertThat(dueOn(number)).isEqualTo(answerBy);
        reports(number);
        assertThatThrownBy(() -> office.concludes(officer, number, ContractInstructions.CHECK, "return")).isInstanceOf(RefusedException.class);
        office.concludes(officer, number, ContractInstructions.CHECK, "return", Map.of(), "写真を添えてください。");
        assertThat(everywhere(() -> cases.lastCheck(number, office.task(number, ContractInstructions.REPORT).spec())).orElseThrow().comment())
                .isEqualTo("写真を添えてください。");
        assertThat(dueOn(number)).as("handed in again within five business days, not by a day that may have passed").isBefore(answerBy);
        reports(number);
        office.concludes(officer, number, ContractInstructions.CHECK, "accept");
        assertThat(office.walked(number)).contains("EndEvent_InstructionFollowed");
        assertThat(office.ended(number)).isTrue();
    }

    @Test
    @DisplayName("不決定・廃案では通知が出ない。差し戻されたときは、改めて回した内容で指示する")
    void not_decided() {
        CaseNumber refused = drafts();
        forwards(refused, draft());
        office.concludes(decider, refused, SupplyInstructions.DECIDE, "refused", Map.of(), "契約の変更によるべきため。");
        assertThat(office.walked(refused)).contains("EndEvent_NotInstructed");

        CaseNumber abandoned = drafts();
        office.concludes(officer, abandoned, ContractInstructions.REVIEW, "abandon", Map.of(), "協議で決まったため。");
        assertThat(office.walked(abandoned)).contains("EndEvent_Abandoned");
        assertThat(letterKinds(refused)).isEmpty();
        assertThat(letterKinds(abandoned)).isEmpty();

        CaseNumber returned = drafts();
        forwards(returned, draft());
        office.concludes(decider, returned, SupplyInstructions.DECIDE, "returned", Map.of(), "期限を延ばすこと。");
        Map<String, Object> later = draft();
        later.put("answerBy", answerBy.plusDays(7).toString());
        forwards(returned, later);
        grants(returned);
        assertThat(letterText(returned)).contains(JapaneseDates.full(answerBy.plusDays(7)), "なし");
        acknowledges(returned);
        assertThat(dueOn(returned)).isEqualTo(answerBy.plusDays(7));
    }

    @Test
    @DisplayName("期限の二開庁日前に受託者に、過ぎると県の管理者に知らせる。件名は備蓄も指示の内容も名指ししない")
    void reminded_and_told() {
        CaseNumber number = instructed();
        acknowledges(number);
        clock.moveTo(answerBy.atTime(8, 0));
        reminders.sweep();
        assertThat(told(number, "task.reminded")).contains(contractor.id()).doesNotContain(manager.id());
        assertThat(told(number, "task.escalated")).isEmpty();
        clock.moveTo(answerBy.plusDays(1).atTime(9, 0));
        reminders.sweep();
        assertThat(told(number, "task.escalated")).contains(manager.id(), contractor.id());
        assertThat(office.openTasks(number)).containsExactly(ContractInstructions.REPORT);
        List<String> subjects = everywhere(() -> jdbc.sql("select subject from mail_outbox where case_number = ?").param(number.value()).query(String.class).list());
        assertThat(subjects).isNotEmpty().allSatisfy(subject -> assertThat(subject).doesNotContain("備蓄", "防護具", "棚札", "倉庫", "指示"));
    }

    @Test
    @DisplayName("県は取り下げられ、通知した後であれば取消しを理由とともに通知する。受託者は起案も取下げもできない")
    void withdrawn() {
        CaseNumber drafted = drafts();
        withdraws(drafted);
        office.runsDueJobs(drafted);
        assertThat(office.walked(drafted)).contains("EndEvent_Withdrawn");
        assertThat(letterKinds(drafted)).isEmpty();

        CaseNumber told = instructed();
        assertThatThrownBy(() -> DataScope.within(TestOffice.scope(contractor), () -> withdrawal.withdraw(told, contractor, "できないため。")))
                .isInstanceOf(RefusedException.class).hasMessageContaining("団体の職員だけ");
        assertThat(page(contractor, "/cases/" + told)).contains("棚札の表示").doesNotContain("取下げとして手続を終える");
        assertThat(page(officer, "/cases/" + told)).contains("取下げとして手続を終える");
        withdraws(told);
        office.runsDueJobs(told);
        assertThat(letterKinds(told)).containsExactly("stock-contract-instruction", "stock-contract-instruction-cancelled");
        assertThat(office.walked(told)).contains("EndEvent_WithdrawalTold");
        assertThat(office.ended(told)).isTrue();
        assertThatThrownBy(() -> office.opens(contractor, PROGRAMME, "contract-instruction", draft())).isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName("過ぎた期限では起案も決裁もできず、先の日に行ったとは報告できない")
    void what_cannot_be() {
        Map<String, Object> late = draft();
        late.put("answerBy", clock.today().minusDays(1).toString());
        assertThat(problems(() -> office.opens(officer, PROGRAMME, "contract-instruction", late))).containsExactly("answerBy");
        CaseNumber number = drafts();
        assertThat(problems(() -> office.concludes(officer, number, ContractInstructions.REVIEW, "forward", late, ""))).containsExactly("answerBy");
        forwards(number, draft());
        clock.moveTo(answerBy.plusDays(1).atTime(9, 0));
        assertThatThrownBy(() -> grants(number)).isInstanceOf(RefusedException.class).hasMessageContaining("報告の期限");
        office.concludes(decider, number, SupplyInstructions.DECIDE, "returned", Map.of(), "期限を改めること。");
        assertThat(office.openTasks(number)).containsExactly(ContractInstructions.REVIEW);

        clock.reset();
        CaseNumber instructed = instructed();
        assertThat(problems(() -> office.concludes(contractor, instructed, ContractInstructions.ACKNOWLEDGE, "acknowledged", Map.of("understood", false), "")))
                .containsExactly("understood");
        acknowledges(instructed);
        assertThat(problems(() -> office.concludes(contractor, instructed, ContractInstructions.REPORT, "reported",
                Map.of("done", "行った。", "doneOn", clock.today().plusDays(1).toString()), ""))).containsExactly("doneOn");
    }

    private Map<String, Object> draft() {
        return new HashMap<>(Map.of("subject", "棚札の表示", "content", "棚札に使用推奨期限を大きく書くこと。", "answerBy", answerBy.toString()));
    }

    private CaseNumber drafts() {
        return office.opens(officer, PROGRAMME, "contract-instruction", draft());
    }

    private void forwards(CaseNumber number, Map<String, ?> draft) {
        office.concludes(officer, number, ContractInstructions.REVIEW, "forward", draft, "");
    }

    private void grants(CaseNumber number) {
        office.concludes(decider, number, SupplyInstructions.DECIDE, "granted");
        office.runsDueJobs(number);
    }

    private CaseNumber instructed() {
        CaseNumber number = drafts();
        forwards(number, draft());
        grants(number);
        return number;
    }

    private void acknowledges(CaseNumber number) {
        office.concludes(contractor, number, ContractInstructions.ACKNOWLEDGE, "acknowledged", Map.of("understood", true), "");
    }

    private void reports(CaseNumber number) {
        office.concludes(contractor, number, ContractInstructions.REPORT, "reported", Map.of("done", "すべての棚札を書き替えました。", "doneOn", clock.today().toString()), "");
    }

    private void withdraws(CaseNumber number) {
        DataScope.within(TestOffice.scope(officer), () -> withdrawal.withdraw(number, officer, "仕様を改めることになったため。"));
    }

    private LocalDate dueOn(CaseNumber number) {
        Instant due = office.task(number, ContractInstructions.REPORT).dueAt();
        return LocalDate.ofInstant(due.minusSeconds(1), BusinessClock.JST);
    }

    private static List<String> problems(Runnable work) {
        try {
            work.run();
        } catch (IncompleteException incomplete) {
            return incomplete.problems().stream().map(one -> one.path()).toList();
        }
        return List.of();
    }

    private List<String> letterKinds(CaseNumber number) {
        return everywhere(() -> letters.ofCase(number)).stream().map(letter -> letter.kind()).toList();
    }

    private String letterText(CaseNumber number) {
        byte[] pdf = everywhere(() -> letters.pdf(letters.ofCase(number).get(0).id()));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\R", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> told(CaseNumber number, String kind) {
        return everywhere(() -> cases.timeline(number)).stream().filter(entry -> entry.kind().equals(kind)).map(entry -> entry.facts().get("recipient")).toList();
    }

    private String page(Actor who, String address) {
        return http.withBasicAuth(accounts.byId(who.id()).orElseThrow().login(), "madoguchi-test").getForObject(address, String.class);
    }

    private <T> T everywhere(Supplier<T> work) {
        return DataScope.within(DataScope.EVERYTHING, () -> transactions.execute(status -> work.get()));
    }
}
