package jp.madoguchi.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that an office edits, evaluated as the engine does. */
@DisplayName("判定表")
class DmnTest {

    /** Texts of the rows that matched last; a count hides them. */
    private final List<String> reasons = new ArrayList<>();
    private DmnEngine engine;

    @BeforeEach
    void engine() {
        DmnDecisionTableEvaluationListener remember = event -> event.getMatchingRules().forEach(rule ->
                rule.getOutputEntries().values().forEach(entry -> reasons.add(String.valueOf(entry.getValue().getValue()))));
        DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
        configuration.getCustomPostDecisionTableEvaluationListeners().add(remember);
        engine = configuration.buildEngine();
    }

    static List<Path> tables() {
        return ProcessFiles.tables();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void file_holds_one_decision_of_its_name_that_is_kept_ten_years(Path file) {
        var model = Dmn.readModelFromFile(file.toFile());
        assertThat(model.getModelElementsByType(Decision.class)).singleElement().satisfies(decision -> {
            assertThat(file).hasFileName(decision.getId() + ".dmn");
            assertThat(decision.getCamundaHistoryTimeToLiveString()).isEqualTo("P3650D");
        });
        // without a note an auditor sees that a row matched, not why it is there
        assertThat(model.getModelElementsByType(Rule.class)).isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.getDescription()).as(rule.getId()).isNotNull());
        assertThat(model.getModelElementsByType(DecisionTable.class)).hasSize(1);
    }

    @Test
    @DisplayName("すべての要件を満たす申込みは、満たさない要件が0件になる")
    void nothing_fails() {
        assertThat(failed(Map.of())).isEqualTo(0);
        assertThat(reasons).isEmpty();
    }

    @Test
    @DisplayName("T2 VFE 99.0・BFE 99.0・PFE 98.9 は、PFEだけが満たさない")
    void only_pfe_fails() {
        assertThat(failed(Map.of("vfe", 99.0, "bfe", 99.0, "pfe", 98.9))).isEqualTo(1);
        assertThat(reasons).singleElement().asString().contains("PFE").contains("99.0%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"madeInPrefecture", "vfeCertified", "bfeCertified", "pfeCertified", "siteInPrefecture",
        "procurement", "sale", "settlement", "delivery"})
    @DisplayName("要件は一つずつ判定され、未回答は満たさないものとして扱う")
    void each_requirement_counts_for_itself(String fact) {
        assertThat(failed(Map.of(fact, false))).isEqualTo(1);
        Map<String, Object> unanswered = new HashMap<>();
        unanswered.put(fact, null);
        assertThat(failed(unanswered)).isEqualTo(1);
        assertThat(reasons).hasSize(2);
        assertThat(reasons.get(0)).isEqualTo(reasons.get(1)).endsWith("ません。");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(doubles = {0.0, 98.999})
    void a_rate_that_is_missing_or_below_the_limit_fails(Double rate) {
        for (String measure : List.of("vfe", "bfe", "pfe")) {
            Map<String, Object> facts = new HashMap<>();
            facts.put(measure, rate);
            assertThat(failed(facts)).as(measure).isEqualTo(1);
        }
        assertThat(reasons).satisfiesExactly(vfe -> assertThat(vfe).contains("VFE"),
                bfe -> assertThat(bfe).contains("BFE"), pfe -> assertThat(pfe).contains("PFE"));
    }

    @Test
    void a_company_that_meets_nothing_is_told_all_twelve_reasons() {
        Map<String, Object> nothing = new HashMap<>();
        eligible().keySet().forEach(fact -> nothing.put(fact, null));
        assertThat(failed(nothing)).isEqualTo(12);
        assertThat(reasons).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"shopInCity, false", "excludedTrade, true", "pledgesNoMisuse, false", "pledgesNoOrganizedCrime, false", "accountChecked, false",
        "sameShop, true", "sameAccount, true"})
    @DisplayName("加盟店のガイドラインは一点ずつ判定され、満たす申込みには何も示さない")
    void each_point_of_the_merchants_guideline_counts_for_itself(String fact, boolean value) {
        Map<String, Object> facts = new HashMap<>(Map.of("shopInCity", true, "excludedTrade", false, "pledgesNoMisuse", true,
                "pledgesNoOrganizedCrime", true, "accountChecked", true, "sameShop", false, "sameAccount", false));
        assertThat(evaluate("merchant-screening", facts).<Integer>getSingleEntry()).isZero();
        facts.put(fact, value);
        assertThat(evaluate("merchant-screening", facts).<Integer>getSingleEntry()).isEqualTo(1);
        assertThat(reasons).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"vendor-selection, 0, KA", "vendor-change, 0, KA", "emergency-activation, 0, BU", "host-agreement, 0, KA", "anything-else, 0, KA",
        "anything-else, 9999999, KA", "anything-else, 10000000, BU", "anything-else, 99999999, BU",
        "anything-else, 100000000, CHIEF", "emergency-activation, 100000000, CHIEF"})
    void matter_and_amount_say_who_decides(String matter, long amount, String authority) {
        assertThat(evaluate("decision-authority", Map.of("matter", matter, "amount", amount)).<String>getSingleEntry())
                .isEqualTo(authority);
    }

    @ParameterizedTest
    @DisplayName("T9 端末購入補助の額は、上限までの端末の価格")
    @CsvSource({"1, 1", "18500, 18500", "20000, 20000", "20001, 20000", "32000, 20000"})
    void a_device_is_subsidised_up_to_the_maximum(long price, long amount) {
        assertThat(evaluate("subsidy-amount", Map.of("price", price, "maximum", 20000L)).<Number>getSingleEntry().longValue())
                .isEqualTo(amount);
    }

    @ParameterizedTest
    @DisplayName("端末購入補助の要件")
    @CsvSource(nullValues = "-", value = {"true, false, none, 1, 0", "true, false, NG, 1, 0", "true, false, OK, 1, 1", "true, true, NG, 1, 1",
        "false, false, none, 1, 1", "true, -, -, 1, 2", "true, true, OK, 2, 1", "-, -, -, 1, 3"})
    void a_device_is_subsidised_for_merchants_without_one(Boolean registered, Boolean hasDevice, String selfCheck, int device, int unmet) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("registered", registered);
        facts.put("hasDevice", hasDevice);
        facts.put("selfCheck", selfCheck);
        facts.put("devicesOfShop", device);
        assertThat(evaluate("subsidy-eligibility", facts).<Integer>getSingleEntry()).isEqualTo(unmet);
        assertThat(reasons).hasSize(unmet);
    }

    @Test
    void every_task_has_a_due_rule_of_its_own() {
        ProcessFiles.models().stream().flatMap(model -> model.bpmn().getModelElementsByType(UserTask.class).stream())
                .map(UserTask::getId).forEach(task -> {
                    reasons.clear();
                    Map<String, Object> due = due(task);
                    assertThat((Integer) due.get("days")).as(task).isPositive();
                    assertThat(due.get("basis")).as(task).isIn("business", "calendar");
                    assertThat((Integer) due.get("remindBefore")).as(task)
                            .isGreaterThanOrEqualTo(0).isLessThan((Integer) due.get("days"));
                    assertThat(rowOf(task)).as("row of " + task).isTrue();
                });
    }

    @Test
    void a_task_nobody_thought_of_is_due_in_five_business_days() {
        assertThat(due("UserTask_Other")).isEqualTo(Map.of("days", 5, "basis", "business", "remindBefore", 2));
    }

    @Test
    void tasks_stay_with_the_section_that_owns_the_programme() {
        assertThat(evaluate("routing", Map.of("programme", "gunma-mask-r5", "task", "UserTask_CheckCompleteness",
                "role", "reviewer")).<String>getSingleEntry()).isEmpty();
    }

    private boolean rowOf(String task) {
        return Dmn.readModelFromFile(file("due").toFile()).getModelElementsByType(Rule.class).stream()
                .flatMap(rule -> rule.getInputEntries().stream())
                .anyMatch(entry -> entry.getTextContent().strip().equals('"' + task + '"'));
    }

    private Map<String, Object> due(String task) {
        return evaluate("due", Map.of("programme", "gunma-mask-r5", "task", task)).getSingleResult().getEntryMap();
    }

    /** The count for an application that meets everything except what is given here. */
    private Integer failed(Map<String, Object> differences) {
        Map<String, Object> facts = eligible();
        facts.putAll(differences);
        return evaluate("vendor-eligibility", facts).getSingleEntry();
    }

    private static Map<String, Object> eligible() {
        Map<String, Object> facts = new HashMap<>(Map.of("vfe", 99.0, "bfe", 99.0, "pfe", 99.0));
        List.of("madeInPrefecture", "vfeCertified", "bfeCertified", "pfeCertified", "siteInPrefecture", "procurement", "sale",
                "settlement", "delivery").forEach(fact -> facts.put(fact, true));
        return facts;
    }

    private DmnDecisionTableResult evaluate(String table, Map<String, Object> variables) {
        try (InputStream file = Files.newInputStream(file(table))) {
            DmnDecision decision = engine.parseDecision(table, file);
            return engine.evaluateDecisionTable(decision, variables);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path file(String table) {
        return tables().stream().filter(path -> path.endsWith(table + ".dmn")).findFirst().orElseThrow();
    }
}
