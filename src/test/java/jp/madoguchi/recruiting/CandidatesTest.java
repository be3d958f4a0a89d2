package jp.madoguchi.recruiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** S3-36, S3-37: the shops that are asked to apply. */
@MadoguchiTest
@DisplayName("加盟店の勧誘")
class CandidatesTest {

    private static final String ANNAKA = "annaka-currency-r6";
    private static final AtomicInteger LISTS = new AtomicInteger();

    @Autowired
    TestOffice office;
    @Autowired
    Candidates candidates;

    private Actor contractor;
    private String tag;

    @BeforeEach
    void people() {
        contractor = office.contractor("102113", "seidigi", ANNAKA, "磯部　優子");
        tag = "試験" + LISTS.incrementAndGet() + "商店";
    }

    @Test
    @DisplayName("Shift_JISの350行のうち217行目が壊れていても、残りの349件を取り込み、その行を知らせる")
    void a_broken_row() {
        byte[] file = list(350).getBytes(Csv.WINDOWS_31J);
        Candidates.Imported imported = within(() -> candidates.take(ANNAKA, () -> new ByteArrayInputStream(file), contractor));
        assertThat(imported.taken()).isEqualTo(349);
        assertThat(imported.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.row()).isEqualTo(217);
            assertThat(problem.column()).isEqualTo("電話番号");
            assertThat(problem.message()).contains("10桁または11桁");
        });
        Candidates.Imported again = within(() -> candidates.take(ANNAKA, () -> new ByteArrayInputStream(file), contractor));
        assertThat(again.taken()).isZero();
        assertThat(again.known()).isEqualTo(349);
        assertThat(found()).hasSize(349).allSatisfy(one -> assertThat(one.state()).isEqualTo(Candidate.State.NEW));
    }

    @Test
    @DisplayName("送付と電話の結果が、候補ごとに記録される")
    void dispatch_and_calls() {
        take(list(3), StandardCharsets.UTF_8);
        List<Candidate> all = found();
        within(() -> candidates.dispatched(ANNAKA, all.stream().map(Candidate::id).toList(), "送付状ほか", contractor));
        assertThat(found()).extracting(Candidate::state).containsOnly(Candidate.State.SENT);
        call(all.get(0), Approach.Outcome.ABSENT);
        call(all.get(0), Approach.Outcome.WILL_APPLY);
        call(all.get(1), Approach.Outcome.DECLINED);
        assertThat(found()).extracting(Candidate::state)
                .containsExactly(Candidate.State.WILL_APPLY, Candidate.State.DECLINED, Candidate.State.SENT);
        assertThat(within(() -> candidates.approaches(ANNAKA, all.get(0).id()))).extracting(Approach::outcome)
                .containsExactly(Approach.Outcome.WILL_APPLY, Approach.Outcome.ABSENT, Approach.Outcome.SENT);
    }

    @Test
    @DisplayName("見出しのないファイル、空の選択、12桁の番号を含むメモは断られ、ほかの事業の受託者には何も見えない")
    void what_is_refused() {
        assertThatThrownBy(() -> take("名前,住所\n甲,乙\n", StandardCharsets.UTF_8)).isInstanceOf(RefusedException.class).hasMessageContaining("見出し");
        assertThatThrownBy(() -> within(() -> candidates.dispatched(ANNAKA, List.of(), "", contractor))).hasMessageContaining("1件以上");
        take(list(1), StandardCharsets.UTF_8);
        Candidate one = found().get(0);
        assertThatThrownBy(() -> within(() -> {
            candidates.approached(ANNAKA, one.id(), Approach.Kind.CALL, Approach.Outcome.ABSENT, "123456789018", contractor);
            return null;
        })).hasMessageContaining("マイナンバー");
        Actor stranger = office.contractor("102113", "seidigi", "another-programme", "別の事務局");
        assertThatThrownBy(() -> DataScope.within(TestOffice.scope(stranger), () -> candidates.list(ANNAKA, null, "")))
                .isInstanceOf(NotFoundException.class);
    }

    /** Row 217 of a file has a phone number that is none. */
    private String list(int rows) {
        StringBuilder csv = new StringBuilder("店舗名,フリガナ,郵便番号,所在地,電話番号,業種,担当者\r\n");
        for (int row = 2; row <= rows + 1; row++) {
            csv.append(tag).append("%03d,シケンショウテン%03d,379-0192,安中市安中%d番地,%s,小売業,髙橋\r\n"
                    .formatted(row, row, row, row == 217 ? "不明" : "027-000-0000"));
        }
        return csv.toString();
    }

    private void take(String csv, Charset charset) {
        within(() -> candidates.take(ANNAKA, () -> new ByteArrayInputStream(csv.getBytes(charset)), contractor));
    }

    private List<Candidate> found() {
        return within(() -> candidates.list(ANNAKA, null, tag));
    }

    private void call(Candidate candidate, Approach.Outcome outcome) {
        within(() -> {
            candidates.approached(ANNAKA, candidate.id(), Approach.Kind.CALL, outcome, "", contractor);
            return null;
        });
    }

    private <T> T within(Supplier<T> work) {
        return DataScope.within(TestOffice.scope(contractor), work);
    }
}
