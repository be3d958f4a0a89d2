package jp.madoguchi.site.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.org.Accounts;
import jp.madoguchi.site.api.Caller.Answer;
import jp.madoguchi.support.Blockade;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Two requests that conclude one task at the same moment, as a double click or a second window sends them. */
@MadoguchiTest
class ConcludedTogetherTest {

    @LocalServerPort
    int port;
    @Autowired
    TestOffice office;
    @Autowired
    Accounts accounts;
    @Autowired
    Cases cases;
    @Autowired
    EmbeddedPostgres server;

    @Test
    @DisplayName("同じ作業を同時に2度処理すると、一方だけが記録され、もう一方には409で知らせる")
    void one_counts_and_the_other_is_told() throws Exception {
        Actor applicant = office.applicant("株式会社二重");
        Actor reviewer = office.reviewer("佐藤　真由美");
        CaseNumber number = office.receives(applicant, office.eligibleApplication(applicant, "株式会社二重"));
        String task = "/api/v1/tasks/" + office.task(number, "UserTask_CheckCompleteness").id();
        Caller caller = Caller.as(reviewer, accounts, port);
        assertThat(caller.post(task + "/claim", null).status()).isEqualTo(200);

        // One is complete, the other asks for a correction: they write different rows after the record.
        Supplier<Answer> completes = () -> caller.post(task + "/conclude", Map.of("outcome", "complete"));
        Supplier<Answer> corrects = () -> caller.post(task + "/conclude", Map.of("outcome", "correct", "comment", "商品名を確認してください。",
                "corrections", List.of(Map.of("field", "productName", "comment", "正式な商品名を書いてください。"))));
        CompletableFuture<Answer> first;
        CompletableFuture<Answer> second;
        try (Blockade blockade = new Blockade(server, "task_record")) {
            first = CompletableFuture.supplyAsync(completes);
            second = CompletableFuture.supplyAsync(corrects);
            blockade.awaitWaiting(2);
        }
        List<Answer> answers = List.of(first.get(60, TimeUnit.SECONDS), second.get(60, TimeUnit.SECONDS));

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
        Answer told = answers.stream().filter(answer -> answer.status() == 409).findFirst().orElseThrow();
        assertThat(told.type()).startsWith("application/problem+json");
        assertThat(told.json().path("code").asText()).isEqualTo("task.gone");
        assertThat(DataScope.within(TestOffice.GUNMA, () -> cases.records(number))).hasSize(1);
        assertThat(office.openTasks(number)).hasSize(1);
    }
}
