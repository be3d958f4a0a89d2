package jp.madoguchi.lottery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.casefile.IncompleteException;
import jp.madoguchi.casefile.Withdrawal;
import jp.madoguchi.draw.VerifyDraw;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.RefusedException;
import jp.madoguchi.kernel.Sha256;
import jp.madoguchi.org.Role;
import jp.madoguchi.programme.Programmes;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Every way through {@code public-draw} (requirements §2.15). */
@MadoguchiTest
class PublicDrawTest {

    private static final String ANNAKA = "102113";
    private static final String LOTO = "数字選択式宝くじロト7　第605回　本数字";
    private static final String NIKKEI = "日経平均株価　終値";
    private static final String LOTO_NUMBERS = "7、8、11、18、28、40、48";

    @Autowired
    TestOffice office;
    @Autowired
    Programmes programmes;
    @Autowired
    Draws draws;
    @Autowired
    DrawFiles files;
    @Autowired
    HikariDataSource database;
    @Autowired
    DrawSteps steps;
    @Autowired
    DrawRoom room;
    @Autowired
    Cases cases;
    @Autowired
    Withdrawal withdrawal;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TransactionTemplate transaction;
    @TempDir
    Path folder;

    private Actor first;
    private Actor second;
    private Actor head;

    @BeforeEach
    void offices() {
        DrawRoom.opens(programmes);
        first = office.staff(ANNAKA, "安藤　一郎", "seidigi", Role.REVIEWER, "主任");
        second = office.staff(ANNAKA, "中里　二葉", "seidigi", Role.REVIEWER, "主事");
        head = office.staff(ANNAKA, "課長　三郎", "digital", Role.DECIDER, "課長");
    }

    @Test
    @DisplayName("確定、決裁、公告、入力、別の職員の照合、抽選、別の職員の再計算、決裁を経て公表される。誰でも同じ結果を得る")
    void published() throws IOException {
        CaseNumber number = announced();
        String id = number + "-1";
        assertThat(draw(number).lots()).isEqualTo(12);
        assertThat(draw(number).persons()).isEqualTo(10);
        assertRefused(() -> enters(first, number, LOTO_NUMBERS, "39911.52"), "発表日");
        office.daysPass(2);
        assertRefused(() -> enters(first, number, "7、8、11、18、28、40", "39911.52"), "7個です");
        assertRefused(() -> enters(first, number, "7,8,11,18,28,40", "39911.52"), "6個");
        enters(first, number, "7, 8,11,18,28,40,49", "39,911.52");

        assertThatThrownBy(() -> checks(first, number, "agree", LOTO_NUMBERS)).as("four eyes").isInstanceOf(RefusedException.class).hasMessageContaining("別の職員");
        assertRefused(() -> checks(second, number, "agree", LOTO_NUMBERS), "先に入力された数と一致しません");
        office.concludes(second, number, DrawPlan.CHECK, "differ", Map.of(), "本数字の最後は48です。");
        enters(first, number, LOTO_NUMBERS, "39911.52");
        assertThat(events(number)).contains("draw.sources-entered", "draw.sources-corrected");
        assertThat(facts(number)).contains("7.8.11.18.28.40.49./39911.52./").contains("7.8.11.18.28.40.48./39911.52./");
        checks(second, number, "agree", LOTO_NUMBERS);
        office.runsDueJobs(number);

        Draw drawn = draw(number);
        assertThat(drawn.state()).isEqualTo(Draw.State.DRAWN);
        assertThat(drawn.seed()).isEqualTo(Sha256.hexOf("draw/v1\n" + id + "\n" + drawn.poolHash() + "\n7.8.11.18.28.40.48./39911.52./\n"));
        assertThat(drawn.winners()).as("eight on smartphones and two on cards").isEqualTo(10);
        String hash = recomputed(id);
        assertThatThrownBy(() -> recomputes(first, number, hash)).as("four eyes").isInstanceOf(RefusedException.class).hasMessageContaining("別の職員");
        assertRefused(() -> recomputes(second, number, "0".repeat(64)), "一致しません");
        recomputes(second, number, hash);
        office.concludes(head, number, "UserTask_Decide", "returned", Map.of(), "確認した計算機を書いてください。");
        recomputes(second, number, hash.toUpperCase());
        decides(number, "granted");

        assertThat(draw(number).state()).isEqualTo(Draw.State.PUBLISHED);
        assertThat(room.told).containsEntry(number.value(), id);
        assertThat(within(() -> draws.published(number))).contains(id);
        assertThat(office.ended(number)).isTrue();
        assertThat(office.walked(number)).contains("EndEvent_DrawPublished", "EndEvent_Over");
        List<DrawnTicket> won = new ArrayList<>();
        within(() -> {
            draws.winners(id, won::add);
            return null;
        });
        assertThat(won).hasSize(10).extracting(DrawnTicket::place).isSorted();
        assertThat(won.stream().filter(one -> one.person().equals("P1"))).as("cap over both media").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    @DisplayName("差し戻された公告は取りやめとなり、次は新しい番号になる。不決定なら抽選は行われない")
    void not_announced() {
        CaseNumber number = planned();
        office.concludes(head, number, "UserTask_Decide", "returned", Map.of(), "公の数をもう一つ加えてください。");
        assertThat(draw(number).state()).isEqualTo(Draw.State.DISCARDED);
        plans(number);
        assertThat(draw(number).id()).isEqualTo(number + "-2");
        decides(number, "refused");
        assertThat(draw(number).state()).isEqualTo(Draw.State.DISCARDED);
        assertThat(within(() -> draws.of(number))).hasSize(2).noneMatch(Draw::isPublic);
        assertThat(office.walked(number)).contains("EndEvent_DrawDiscarded", "EndEvent_Over");
    }

    @Test
    @DisplayName("発表日が公告より前の数では計画できず、決裁が発表日になったら公告できない")
    void nobody_may_know_the_numbers() {
        CaseNumber number = office.opens(first, DrawRoom.PROGRAMME, "draw", Map.of());
        assertRefused(() -> office.concludes(first, number, DrawPlan.PLAN, "planned", plan(0), ""), "明日以後");
        plans(number);
        office.daysPass(1);
        assertThatThrownBy(() -> decides(number, "granted")).isInstanceOf(RefusedException.class).hasMessageContaining("発表日になった");
        office.concludes(head, number, "UserTask_Decide", "returned", Map.of(), "公の数を改めてください。");
        plans(number);
        decides(number, "granted");
        assertThat(draw(number).state()).isEqualTo(Draw.State.ANNOUNCED);
    }

    @Test
    @DisplayName("再計算が一致しない抽選は公表できず、不決定により無効となる。無効も公表される")
    void annulled() {
        CaseNumber number = drawn();
        office.concludes(second, number, DrawPlan.RECOMPUTE, "differs", Map.of(), "計算機で得た当選者が違います。");
        assertThatThrownBy(() -> decides(number, "granted")).isInstanceOf(RefusedException.class).hasMessageContaining("再計算の結果が一致していない");
        decides(number, "refused");
        assertThat(draw(number).state()).isEqualTo(Draw.State.ANNULLED);
        assertThat(room.told).doesNotContainKey(number.value());
        assertThat(DataScope.within(DataScope.EVERYTHING, draws::announced)).extracting(Draw::id).contains(number + "-1");
        assertThat(office.walked(number)).contains("EndEvent_DrawAnnulled", "EndEvent_Over");
    }

    @Test
    @DisplayName("公告した抽選は取り下げられない。公告前なら取り下げられる")
    void withdrawn() {
        CaseNumber announced = announced();
        assertThatThrownBy(() -> withdraws(announced)).isInstanceOf(RefusedException.class).hasMessageContaining("取り下げられません");
        CaseNumber planned = planned();
        withdraws(planned);
        assertThat(office.walked(planned)).contains("EndEvent_Withdrawn");
    }

    @Test
    @DisplayName("確定した一覧、公告、結果は、データベースでも変えられず、消せない。もう一度抽選することもできない")
    void nothing_is_changed_later() {
        CaseNumber number = drawn();
        String id = number + "-1";
        for (String change : List.of("update draw set pool_hash = 'x' where id = ?", "update draw set state = 'ANNOUNCED', drawn_at = null where id = ?",
                "update draw set seed = 'x' where id = ?", "delete from draw where id = ?", "delete from draw_file where draw = ?",
                "delete from draw_file where name = 'sources.json' and draw = ?", "update draw_file_part set bytes = '' where draw = ?",
                "update draw_ticket set reason = null where draw = ?", "delete from draw_ticket where draw = ?")) {
            assertThatThrownBy(() -> within(() -> transaction.execute(status -> jdbc.sql(change).param(id).update()))).as(change)
                    .hasMessageContaining("draw.");
        }
        assertThatThrownBy(() -> within(() -> {
            draws.freeze(number);
            return null;
        })).as("a second draw beside it").isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> within(() -> {
            draws.enter(number, List.of(List.of("1"), List.of("1.00")), first);
            return null;
        })).isInstanceOf(RefusedException.class);
    }

    @Test
    @DisplayName("同時に二度求められても、抽選は一度だけ行われる")
    void asked_twice_at_once() {
        CaseNumber number = entered();
        office.concludes(second, number, DrawPlan.CHECK, "agree", sources(LOTO_NUMBERS, "39911.52"), "");
        List<CompletableFuture<Void>> both = Stream.of(1, 2).map(n -> CompletableFuture.runAsync(() -> within(() -> {
            draws.draw(number);
            return null;
        }))).toList();
        both.forEach(CompletableFuture::join);
        assertThat(draw(number).state()).isEqualTo(Draw.State.DRAWN);
        Long tickets = within(() -> transaction.execute(status -> jdbc.sql("select count(*) from draw_ticket where draw = ?").param(number + "-1")
                .query(Long.class).single()));
        assertThat(tickets).isEqualTo(12);
        assertThat(events(number)).filteredOn("draw.drawn"::equals).hasSize(1);
    }

    @Test
    @DisplayName("途中で切られた抽選は何も残さず、もう一度行うと最初からの計算と同じ結果になる")
    void killed() throws Exception {
        CaseNumber number = office.opens(first, DrawRoom.PROGRAMME, "draw", Map.of());
        Map<String, List<String>> lots = new HashMap<>();
        for (int i = 1; i <= 60_000; i++) {
            lots.put("S-%06d".formatted(i), List.of("P%d".formatted(i / 2), "smartphone"));
        }
        room.has(number.value(), lots);
        plans(number);
        enters(number);
        checks(second, number, "agree", LOTO_NUMBERS);
        CompletableFuture<Void> drawing = CompletableFuture.runAsync(() -> within(() -> {
            draws.draw(number);
            return null;
        }));
        int killed = 0;
        // One connection for all that is asked: another one, still closing, would show these very words as its query.
        try (SingleConnectionDataSource owner = new SingleConnectionDataSource(database.getJdbcUrl(), database.getUsername(), database.getPassword(), true)) {
            while (killed == 0 && !drawing.isDone()) {
                killed = JdbcClient.create(owner).sql("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and state = 'active'
                        and query like '%insert into draw_ticket%' and pid <> pg_backend_pid()""").query(Integer.class).single();
            }
        }
        assertThat(killed).isPositive();
        assertThatThrownBy(drawing::join).isInstanceOf(CompletionException.class);
        assertThat(draw(number).state()).isEqualTo(Draw.State.ANNOUNCED);
        assertThat(within(() -> files.of(number + "-1"))).extracting(DrawFiles.Info::name).doesNotContain("result.csv", "outcome.json");
        assertThat(within(() -> steps.now(number + "-1"))).as("how far it had come").isPresent();
        office.runsDueJobs(number);
        assertThat(draw(number).state()).isEqualTo(Draw.State.DRAWN);
        assertThat(recomputed(number + "-1")).isEqualTo(draw(number).outcomeHash());
        assertThat(within(() -> steps.now(number + "-1"))).isEmpty();
    }

    @Test
    @DisplayName("当選者の権利が終わると補欠が順に繰り上がり、それも公表され、検証される")
    void promoted() throws IOException {
        CaseNumber number = office.opens(first, DrawRoom.PROGRAMME, "draw", Map.of());
        room.has(number.value(), IntStream.rangeClosed(1, 9).boxed().collect(Collectors.toMap("S-%06d"::formatted, n -> List.of("P" + n, "smartphone"))));
        plans(number);
        draws(number);
        String id = number + "-1";
        recomputes(second, number, recomputed(id));
        decides(number, "granted");
        List<DrawnTicket> waiting = new ArrayList<>();
        List<DrawnTicket> won = new ArrayList<>();
        within(() -> {
            draws.winners(id, won::add);
            draws.reserves(id, waiting::add);
            return null;
        });
        DrawnTicket gone = won.stream().filter(one -> one.channel().equals("smartphone")).findFirst().orElseThrow();
        List<DrawnTicket> up = within(() -> draws.promote(id, Set.of(gone.place())));
        assertThat(up).containsExactly(waiting.stream().filter(one -> one.channel().equals("smartphone")).findFirst().orElseThrow());
        assertThat(within(() -> draws.standings(id, up.get(0).lot())).get(0).won()).isTrue();
        assertThat(within(() -> draws.standings(id, gone.lot())).stream().filter(one -> one.place() == gone.place())).singleElement()
                .satisfies(one -> assertThat(one.moved()).isEqualTo("released"));
        assertThatThrownBy(() -> within(() -> draws.promote(id, Set.of(gone.place())))).as("once").isInstanceOf(RefusedException.class);
        assertThat(within(() -> draws.promote(id, Set.of(up.get(0).place())))).as("nobody is left on this medium").isEmpty();
        assertThat(verified(id)).contains("2回 rounds, 1繰上げ promoted").contains("結果: すべて一致しました");
        Path forged = folder.resolve("promotions-1.csv");
        Files.writeString(forged, Files.readString(forged).replace("promoted,", "promoted,1"));
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        assertThat(VerifyDraw.run(new String[] {folder.toString()}, new PrintStream(report))).isEqualTo(1);
        assertThat(report.toString()).contains("[NG] 繰上げ");
    }

    private CaseNumber planned() {
        CaseNumber number = office.opens(first, DrawRoom.PROGRAMME, "draw", Map.of());
        plans(number);
        return number;
    }

    private void plans(CaseNumber number) {
        office.concludes(first, number, DrawPlan.PLAN, "planned", plan(1), "");
        office.runsDueJobs(number);
    }

    private CaseNumber announced() {
        CaseNumber number = planned();
        decides(number, "granted");
        return number;
    }

    private CaseNumber entered() {
        CaseNumber number = planned();
        enters(number);
        return number;
    }

    private void enters(CaseNumber number) {
        decides(number, "granted");
        office.daysPass(2);
        enters(first, number, LOTO_NUMBERS, "39911.52");
    }

    private CaseNumber drawn() {
        CaseNumber number = planned();
        draws(number);
        return number;
    }

    private void draws(CaseNumber number) {
        enters(number);
        checks(second, number, "agree", LOTO_NUMBERS);
        office.runsDueJobs(number);
    }

    private Map<String, Object> plan(int daysAhead) {
        String day = office.today().plusDays(daysAhead).toString();
        return Map.of("sources", List.of(Map.of("name", LOTO, "published", day, "numbers", 7, "decimals", 0),
                Map.of("name", NIKKEI, "published", day, "numbers", 1, "decimals", 2)), "spillOver", "none");
    }

    private static Map<String, Object> sources(String loto, String nikkei) {
        return Map.of("sources", List.of(Map.of("name", LOTO, "values", loto), Map.of("name", NIKKEI, "values", nikkei)), "evidence", "みずほ銀行の発表、日本経済新聞");
    }

    private void enters(Actor officer, CaseNumber number, String loto, String nikkei) {
        office.concludes(officer, number, DrawPlan.ENTER, "entered", sources(loto, nikkei), "");
    }

    private void checks(Actor officer, CaseNumber number, String outcome, String loto) {
        office.concludes(officer, number, DrawPlan.CHECK, outcome, sources(loto, "39,911.52"), "");
    }

    private void recomputes(Actor officer, CaseNumber number, String hash) {
        office.concludes(officer, number, DrawPlan.RECOMPUTE, "agrees", Map.of("outcomeHash", hash, "method", "監査用の計算機で verify-draw を実行"), "");
    }

    private void decides(CaseNumber number, String outcome) {
        office.concludes(head, number, "UserTask_Decide", outcome, Map.of(), outcome.equals("granted") ? "" : "理由");
    }

    private void withdraws(CaseNumber number) {
        DataScope.within(ANNAKA, () -> {
            withdrawal.withdraw(number, first, "計画を取りやめたため。");
            return null;
        });
    }

    /** What another computer finds in the exported files. */
    private String recomputed(String id) throws IOException {
        assertThat(verified(id)).contains("結果: すべて一致しました");
        return Sha256.hexOf(Files.readAllBytes(folder.resolve("outcome.json")));
    }

    private String verified(String id) throws IOException {
        for (DrawFiles.Info file : within(() -> files.of(id))) {
            try (OutputStream out = Files.newOutputStream(folder.resolve(file.name()))) {
                within(() -> {
                    try {
                        files.copy(id, file.name(), out);
                        return null;
                    } catch (IOException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                });
            }
        }
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        VerifyDraw.run(new String[] {folder.toString(), "--commitment", within(() -> draws.get(id)).commitmentHash()}, new PrintStream(report));
        return report.toString();
    }

    private Draw draw(CaseNumber number) {
        return within(() -> draws.newest(number)).orElseThrow();
    }

    private List<String> events(CaseNumber number) {
        return within(() -> cases.timeline(number)).stream().map(Cases.TimelineEntry::kind).toList();
    }

    private String facts(CaseNumber number) {
        return within(() -> cases.timeline(number)).toString();
    }

    private static <T> T within(Supplier<T> work) {
        return DataScope.within(ANNAKA, work);
    }

    private static void assertRefused(ThrowingCallable deed, String wording) {
        assertThatThrownBy(deed).isInstanceOfSatisfying(IncompleteException.class, refused ->
                assertThat(refused.problems()).anySatisfy(problem -> assertThat(problem.messageJa()).contains(wording)));
    }
}
