package jp.madoguchi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jp.madoguchi.casefile.Channel;
import jp.madoguchi.casefile.Conclusion;
import jp.madoguchi.casefile.Filing;
import jp.madoguchi.casefile.FilingRequest;
import jp.madoguchi.casefile.TaskDesk;
import jp.madoguchi.database.EmbeddedPostgres;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.support.MadoguchiTest;
import jp.madoguchi.support.TestOffice;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Filing to decision: our use cases (validation, documents, idempotency, row level security, inbox, trail, figures,
 * notices) against the bare engine walking the same models with history {@code full}. Same PostgreSQL, fsync on, one
 * thread, rounds in the order ABBA, medians.
 */
@MadoguchiTest
class DecisionBench {

    private static final int CASES_A_ROUND = 25;
    /** Until the compiler is done with both: our way through the code is the longer one. */
    private static final int WARM_UP_ROUNDS = 12;
    private static final int ROUNDS = 7;
    private static final double WORST_RATIO = 2.0;

    @Autowired
    TestOffice office;
    @Autowired
    Filing filing;
    @Autowired
    TaskDesk desk;
    @Autowired
    TaskService tasks;
    @Autowired
    EmbeddedPostgres server;

    private Actor reviewer;
    private Actor decider;

    @Test
    @DisplayName("申込みから決裁まで：ユースケースと素のエンジンの比")
    void filing_to_decision() {
        reviewer = office.reviewer("佐藤　真由美");
        decider = office.decider("鈴木　一郎");
        try (HikariDataSource pool = bareDatabase()) {
            ProcessEngine bare = bareEngine(pool);
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                oursRound();
                round(() -> walkBare(bare));
            }
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                if (i % 2 == 0) {
                    ours.add(oursRound());
                    theirs.add(round(() -> walkBare(bare)));
                } else {
                    theirs.add(round(() -> walkBare(bare)));
                    ours.add(oursRound());
                }
            }
            double ratio = median(ours) / median(theirs);
            System.out.printf("%n| filing to decision, one thread | ms a case (median of %d rounds of %d) | rounds |%n|---|---|---|%n"
                            + "| bare engine, history full | %.1f | %s |%n| Madoguchi | %.1f | %s |%n| ratio | %.2f× (at most %.1f×) | |%n%n",
                    ROUNDS, CASES_A_ROUND, median(theirs), shown(theirs), median(ours), shown(ours), ratio, WORST_RATIO);
            bare.close();
            assertThat(ratio).isLessThanOrEqualTo(WORST_RATIO);
        }
    }

    /** Files are uploaded before the clock runs: the bare engine takes none. */
    private double oursRound() {
        List<Map.Entry<Actor, Answers>> prepared = new ArrayList<>();
        for (int i = 0; i < CASES_A_ROUND; i++) {
            prepared.add(application());
        }
        var next = prepared.iterator();
        return round(() -> walkOurs(next.next()));
    }

    private Map.Entry<Actor, Answers> application() {
        Actor party = office.applicant("株式会社上毛マスク");
        return Map.entry(party, office.eligibleApplication(party, "株式会社上毛マスク"));
    }

    private void walkOurs(Map.Entry<Actor, Answers> prepared) {
        Actor party = prepared.getKey();
        Answers application = prepared.getValue();
        CaseNumber number = DataScope.within(party.id(), () -> filing.file(new FilingRequest("gunma-mask-r5", "vendor", application,
                UUID.randomUUID().toString(), party, party.id(), Channel.WEB))).caseNumber();
        conclude(reviewer, number, "UserTask_CheckCompleteness", "complete", Map.of());
        conclude(reviewer, number, "UserTask_ProposeHearing", "proposed", office.hearingProposal());
        conclude(party, number, "UserTask_AgreeHearing", "agreed", Map.of("chosenCandidate", "1"));
        conclude(reviewer, number, "UserTask_HoldHearing", "held", office.hearingRecord());
        conclude(reviewer, number, "UserTask_WriteOpinion", "grant", office.opinion());
        conclude(decider, number, "UserTask_Decide", "granted", Map.of());
    }

    /** Finds the task as the peer does; claims and concludes it at the task desk. */
    private void conclude(Actor actor, CaseNumber number, String key, String outcome, Map<String, Object> answers) {
        String task = tasks.createTaskQuery().processInstanceBusinessKey(number.value()).taskDefinitionKey(key).singleResult().getId();
        DataScope.within(TestOffice.scope(actor), () -> {
            if (actor.isStaff()) {
                desk.claim(task, actor);
            }
            desk.conclude(task, actor, Conclusion.of(outcome, Answers.of(answers), ""));
        });
    }

    private static void walkBare(ProcessEngine engine) {
        String key = UUID.randomUUID().toString();
        engine.getRuntimeService().startProcessInstanceByKey("vendor-application", key, Map.of("late", false));
        conclude(engine, key, "UserTask_CheckCompleteness", Map.of("completeness", "complete"));
        conclude(engine, key, "UserTask_ProposeHearing", Map.of("hearingProposal", "proposed"));
        conclude(engine, key, "UserTask_AgreeHearing", Map.of("hearingAnswer", "agreed"));
        conclude(engine, key, "UserTask_HoldHearing", Map.of("hearing", "held"));
        conclude(engine, key, "UserTask_WriteOpinion", Map.of("opinion", "grant"));
        conclude(engine, key, "UserTask_Decide", Map.of("decision", "granted", "daiketsu", false));
    }

    private static void conclude(ProcessEngine engine, String key, String task, Map<String, Object> variables) {
        Task open = engine.getTaskService().createTaskQuery().processInstanceBusinessKey(key).taskDefinitionKey(task).singleResult();
        engine.getTaskService().claim(open.getId(), "somebody");
        engine.getTaskService().complete(open.getId(), variables);
    }

    private HikariDataSource bareDatabase() {
        new JdbcTemplate(new org.springframework.jdbc.datasource.SimpleDriverDataSource(new org.postgresql.Driver(), server.jdbcUrl(),
                server.username(), server.password())).execute("create database bare_engine");
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl("bare_engine"));
        pool.setUsername(server.username());
        pool.setPassword(server.password());
        pool.setMaximumPoolSize(8);
        return pool;
    }

    private static ProcessEngine bareEngine(HikariDataSource pool) {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("bare");
        configuration.setDataSource(pool);
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("full");
        configuration.setIdGenerator(new StrongUuidGenerator());
        configuration.setJobExecutorActivate(false);
        // What our engine leaves out, so that the same models cost the peer no more than they must.
        configuration.setCmmnEnabled(false);
        configuration.setStandaloneTasksEnabled(false);
        configuration.setMetricsEnabled(false);
        configuration.setTaskMetricsEnabled(false);
        configuration.setBeans(Map.of("vendorTasks", new Bare(), "caseTasks", new Bare(), "letterTasks", new Bare()));
        ProcessEngine engine = configuration.buildProcessEngine();
        var deployment = engine.getRepositoryService().createDeployment();
        for (String model : List.of("vendor/vendor-application.bpmn", "vendor/vendor-eligibility.dmn", "correction-round.bpmn",
                "decision.bpmn", "decision-authority.dmn", "post-view.bpmn", "letter.bpmn")) {
            deployment.addClasspathResource("processes/" + model);
        }
        deployment.deploy();
        return engine;
    }

    /** Does nothing, as fast as can be. */
    public static class Bare {

        public Object fact(String key, String name) {
            return name.length() == 3 ? 99.5 : (Object) true;
        }

        public void recordEligibility(String key) { }

        public void registerVendor(String key) { }

        public Date standardPeriodEnd(String key) {
            return new Date(4102444800000L);
        }

        public Date decisionReminder(String key) {
            return new Date(4102444800000L);
        }
    }

    private static double round(Runnable walk) {
        long start = System.nanoTime();
        for (int i = 0; i < CASES_A_ROUND; i++) {
            walk.run();
        }
        return (System.nanoTime() - start) / 1e6 / CASES_A_ROUND;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String shown(List<Double> values) {
        return Arrays.toString(values.stream().map(v -> "%.1f".formatted(v)).toArray());
    }
}
