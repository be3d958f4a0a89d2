package jp.madoguchi.campaign;

import static jp.madoguchi.campaign.CampaignRoom.ANNAKA;
import static jp.madoguchi.campaign.CampaignRoom.smartphone;
import static jp.madoguchi.campaign.CampaignRoom.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import jp.madoguchi.campaign.CampaignGrants.State;
import jp.madoguchi.draw.DrawRules;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.Csv;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.lottery.DrawnTicket;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

/** What the platform answers, and what the table of grants never lets happen. */
@MadoguchiTest
@DisplayName("付与と、その結果のCSV")
class GrantResultFileTest {

    private static final DrawnTicket FIRST = new DrawnTicket(1, "S-000001", "P-000001", "smartphone", 1);
    private static final DrawnTicket SECOND = new DrawnTicket(2, "S-000002", "P-000001", "smartphone", 1);
    private static final DrawnTicket THIRD = new DrawnTicket(3, "S-000003", "P-000001", "smartphone", 1);
    private static final DrawnTicket OTHER = new DrawnTicket(4, "S-000004", "P-000002", "smartphone", 1);

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    ChargeFile charges;
    @Autowired
    GrantResultFile file;
    @Autowired
    CampaignGrants grants;
    @Autowired
    Windows windows;
    @Autowired
    Lots lots;
    @Autowired
    TransactionTemplate transaction;

    private Programme programme;
    private CampaignTerms terms;
    private Actor officer;
    private CaseNumber number;

    @BeforeEach
    void numbered() {
        LocalDate day = LocalDate.of(2024, 12, 3);
        programme = new CampaignRoom(programmes).opens(LocalDate.of(2024, 12, 1), LocalDate.of(2024, 12, 22),
                Map.of("prize-budget-yen", Map.of("smartphone", 1_500, "card", 0)));
        terms = CampaignTerms.of(programme, "campaign-1");
        officer = office.staff(ANNAKA, "安藤　一郎", "seidigi", Role.REVIEWER, "主任");
        CampaignRoom.take(charges, programme, smartphone("T1", day.atTime(9, 0), "A1", "U1", 15_000) + smartphone("T2", day.atTime(10, 0), "A2", "U2", 15_000));
        number = office.opens(officer, programme.code(), "campaign-1-draw", Map.of("drawTitle", "抽選"));
        within(() -> transaction.execute(status -> lots.number(programme, terms, window())));
    }

    @Test
    @DisplayName("上限を超える付与、予算を超える付与、同じ当選の付与は、データベースが断る")
    void never_one_more() {
        assertThatThrownBy(() -> plan("D-1", FIRST, SECOND, THIRD)).isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> plan("D-1", FIRST, SECOND, OTHER, new DrawnTicket(5, "S-000005", "P-000003", "smartphone", 1)))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> plan("D-1", FIRST, new DrawnTicket(9, "S-000099", "P-000009", "smartphone", 1))).isInstanceOf(IllegalStateException.class);
        assertThat(tally().all()).isZero();
        List<CompletableFuture<Integer>> both = Stream.of(1, 2).map(n -> CompletableFuture.supplyAsync(() -> plan("D-2", FIRST, SECOND))).toList();
        assertThat(both.stream().mapToInt(CompletableFuture::join).sum()).as("two threads").isEqualTo(2);
        assertThatThrownBy(() -> plan("D-3", FIRST)).as("another draw of the same lot").isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    @DisplayName("送っていない付与、別の口座、別の金額、知らない結果、理由のない不能、二度の行は、行と列で知らせ、何も取り込まない")
    void bad_rows() {
        plan("D-1", FIRST, SECOND, OTHER);
        sends();
        GrantResultFile.Read read = read("0001,G-000001,A1,500,付与済,\r\n" + "0001,G-000001,A1,500,付与済,\r\n" + "0002,G-000002,A1,500,付与済,\r\n"
                + "0001,G-000002,A9,500,付与済,\r\n" + "0001,G-000003,A2,5000,不能,解約\r\n" + "0001,G-000009,A2,500,付与済,\r\n" + "x,G-000002,A1,500,付与済,\r\n");
        assertThat(read.problems()).extracting(problem -> problem.row() + problem.column()).containsExactly("3付与番号", "4付与番号", "5口座番号", "6金額", "7付与番号",
                "8付与番号");
        assertThat(read("0001,G-000001,A1,500,たぶん,\r\n" + "0001,G-000002,A1,500,不能,\r\n").problems()).extracting(Csv.Problem::column).containsExactly("結果", "理由");
        assertThat(tally().of(State.SENT)).isEqualTo(3);
        assertThat(read("0001,G-000001,A1,500,付与済\r\n").problems()).as("cut").isNotEmpty();
    }

    @Test
    @DisplayName("付与済の後の不能は矛盾、返戻は受け入れる。返戻の後に同じ付与済が来ても変わらない。送り直した付与は新しいファイルの答えで決まる")
    void what_is_said_later() {
        plan("D-1", FIRST);
        sends();
        String done = "0001,G-000001,A1,500,付与済,\r\n";
        assertThat(read(done).done()).isEqualTo(1);
        assertThat(read("0001,G-000001,A1,500,不能,解約\r\n").problems()).singleElement().satisfies(problem -> assertThat(problem.message()).contains("両立しません"));
        assertThat(read("0001,G-000001,A1,500,返戻,辞退\r\n").returned()).isEqualTo(1);
        assertThat(read(done).known()).isEqualTo(1);
        assertThat(tally().of(State.RETURNED)).isEqualTo(1);
        within(() -> grants.retry(programme, Set.of("G-000001"), officer));
        assertThat(read(done).known()).isEqualTo(1);
        assertThat(tally().of(State.PLANNED)).isEqualTo(1);
        sends();
        assertThat(read("0002,G-000001,A1,500,done,\r\n").done()).isEqualTo(1);
        assertThat(tally().of(State.DONE)).isEqualTo(1);
        assertThatThrownBy(() -> within(() -> grants.retry(programme, Set.of("G-000001"), officer))).as("what is granted is not sent again")
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(this::sends).isInstanceOf(RefusedException.class).hasMessageContaining("送る付与がありません");
    }

    private int plan(String draw, DrawnTicket... winners) {
        DrawRules rules = terms.rules();
        return within(() -> grants.plan(programme, terms, window(), draw + "-" + number, rules, each -> List.of(winners).forEach(each)));
    }

    private void sends() {
        within(() -> transaction.execute(status -> grants.make(programme, terms, window(), officer)));
    }

    private GrantResultFile.Read read(String rows) {
        String csv = String.join(",", GrantResultFile.COLUMNS) + "\r\n" + rows;
        return within(() -> file.take(programme, "result.csv", () -> new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), officer));
    }

    private CampaignGrants.Tally tally() {
        return within(() -> grants.tally(window()));
    }

    private Windows.Window window() {
        return within(() -> windows.of(number)).orElseThrow();
    }
}
