package jp.madoguchi.forms;

import static jp.madoguchi.forms.SampleForms.EVERYTHING;
import static jp.madoguchi.forms.SampleForms.TODAY;
import static jp.madoguchi.forms.SampleForms.faultless;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormValidatorTest {

    private static List<Problem> problems(Answers answers) {
        return FormValidator.validate(EVERYTHING, answers, Options.whole(TODAY));
    }

    private static List<String> codes(Answers answers) {
        return problems(answers).stream().map(problem -> problem.path() + " " + problem.code()).toList();
    }

    @Test
    void faultless_answers_have_no_problem() {
        assertThat(problems(faultless())).isEmpty();
        assertThat(FormValidator.prune(EVERYTHING, faultless())).isEqualTo(faultless());
    }

    @Test
    void everything_required_is_asked_for_and_soft_ones_do_not_block() {
        assertThat(problems(Answers.NONE)).extracting(Problem::path, Problem::code, Problem::soft).containsExactly(
                tuple("applicantType", "required", false), tuple("name", "required", false),
                tuple("purpose", "required", true), tuple("price", "required", false), tuple("payment", "required", false),
                tuple("startsOn", "required", false), tuple("sites[0].siteName", "required", false),
                tuple("certificate", "required", true), tuple("pledge", "required", false));
        assertThat(problems(Answers.NONE)).extracting(Problem::messageJa)
                .contains("「氏名または名称」を入力してください。", "1件目の「事業所名」を入力してください。", "「誓約します」を確認し、チェックを入れてください。");
        assertThat(problems(Answers.NONE)).extracting(Problem::messageEn).contains("Name: Enter this.");
    }

    @ParameterizedTest
    @CsvSource({
        "name, あ, min-length", "name, 一二三四五六七八九十一, max-length", "kana, 群馬, kana", "postalCode, 371, postal-code",
        "phone, 090, phone", "mail, x, email", "corporateNumber, 7000012050003, corporate-number",
        "invoiceNumber, 7000012050002, invoice-number", "governmentCode, 100006, government-code",
        "applicantType, other, choice", "prefecture, 48, choice", "code, ab1, pattern", "startsOn, 2025/2/30, date",
        "startsOn, 2024-11-30, min-date", "startsOn, 2025-04-01, max-date", "bankCode, 1, bank-code",
        "branchCode, 1, branch-code", "accountNumber, 1, account-number", "accountHolder, 吉田, account-holder-kana",
        "price, 千円, number", "sites[0].siteKind, ship, choice",
    })
    void each_rule_is_held(String path, String value, String code) {
        assertThat(codes(faultless().with(path, value))).contains(path + " " + code);
    }

    @ParameterizedTest
    @CsvSource({"rate, -0.1, min", "rate, 100.1, max", "rate, 99.55, decimals", "price, 1.5, decimals", "price, 0, min"})
    void numbers_have_bounds(String path, double value, String code) {
        assertThat(codes(faultless().with(path, value))).containsExactly(path + " " + code);
    }

    @Test
    void lengths_count_characters_as_people_do() {
        assertThat(codes(faultless().with("name", "𠮷".repeat(10)))).isEmpty();
        assertThat(codes(faultless().with("name", "𠮷".repeat(11)))).containsExactly("name max-length");
    }

    @Test
    void a_sole_proprietors_invoice_number_has_no_check_digit() {
        assertThat(codes(faultless().with("invoiceNumber", "T1234567890123"))).isEmpty();
    }

    @Test
    void the_bounds_of_dates_are_days_that_may_be_chosen() {
        assertThat(codes(faultless().with("startsOn", "2024-12-01"))).isEmpty();
        assertThat(codes(faultless().with("startsOn", "2025-03-31"))).isEmpty();
    }

    @Test
    void a_value_of_another_shape_is_refused() {
        assertThat(codes(faultless().with("name", true))).containsExactly("name type");
        assertThat(codes(faultless().with("name", List.of("a")))).containsExactly("name type");
        assertThat(codes(faultless().with("payment", "card"))).contains("payment choice");
        assertThat(codes(faultless().with("payment", List.of("card", "bitcoin")))).containsExactly("payment choice");
        assertThat(codes(faultless().with("sites", "x"))).contains("sites type");
        assertThat(codes(faultless().with("certificate", "u-1"))).containsExactly("certificate type");
        assertThat(codes(faultless().with("pledge", "true"))).containsExactly("pledge type");
    }

    @Test
    void hidden_fields_are_neither_judged_nor_kept() {
        Answers injected = faultless().with("applicantType", "person").with("corporateNumber", "nonsense")
                .with("branchName", "x").with("cashNote", "<script>").with("unknown", "x")
                .with("sites[0].siteKind", "shop").with("sites[0].factoryArea", "injected");
        assertThat(problems(injected)).isEmpty();
        assertThat(FormValidator.prune(EVERYTHING, injected).differences(injected)).containsExactly(
                "branchName", "cashNote", "corporateNumber", "hasBranch", "invoiceNumber", "sites[0].factoryArea", "unknown");
    }

    @Test
    void shown_fields_are_judged() {
        assertThat(codes(faultless().with("hasBranch", true))).containsExactly("branchName required");
        assertThat(codes(faultless().with("payment", List.of("cash")))).containsExactly("cashNote required");
        assertThat(codes(faultless().with("sites[0].factoryArea", null))).containsExactly("sites[0].factoryArea required");
    }

    @Test
    void the_answer_of_a_hidden_field_decides_nothing() {
        Answers person = faultless().with("applicantType", "person").with("hasBranch", true);
        assertThat(EVERYTHING.shows("branchName", person)).isFalse();
        assertThat(EVERYTHING.shows("branchName", person.with("applicantType", "company"))).isTrue();
    }

    @Test
    void rows_left_blank_ask_for_nothing_unless_demanded() {
        Answers blankSecond = faultless().with("sites[1].siteOpen", false);
        assertThat(problems(blankSecond)).isEmpty();
        assertThat(FormValidator.prune(EVERYTHING, blankSecond).rows("sites")).hasSize(1);
        assertThat(codes(faultless().with("sites[1].siteKind", "shop"))).containsExactly("sites[1].siteName required");
        assertThat(codes(faultless().with("sites[1].siteName", "b").with("sites[2].siteName", "c")
                .with("sites[3].siteName", "d"))).containsExactly("sites max-rows");
    }

    @Test
    void files_are_known_counted_and_of_an_accepted_type() {
        Options options = Options.whole(TODAY).uploads(SampleForms.uploads("a.PDF", "b.jpg", "c.exe", "123456789018.pdf"));
        Answers answers = faultless();
        assertThat(validate(answers.with("certificate", List.of("u-1", "u-2")), options)).isEmpty();
        assertThat(validate(answers.with("certificate", List.of("u-1", "u-2", "u-3")), options))
                .containsExactly("certificate max-files");
        assertThat(validate(answers.with("certificate", List.of("u-3")), options)).containsExactly("certificate accept");
        assertThat(validate(answers.with("certificate", List.of("u-4")), options)).containsExactly("certificate my-number");
        assertThat(validate(answers.with("certificate", List.of("somebody-elses")), options))
                .containsExactly("certificate file-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "purpose", "kana", "postalCode", "phone", "corporateNumber", "accountHolder", "price",
        "applicantType", "startsOn", "sites[0].siteName"})
    void t21_a_my_number_is_refused_wherever_it_is_typed_even_in_drafts(String path) {
        Answers answers = faultless().with(path, "1234-5678-9018");
        for (Options options : List.of(Options.whole(TODAY), Options.whole(TODAY).asDraft())) {
            assertThat(validateAll(answers, options)).filteredOn(p -> p.path().equals(path)).singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo("my-number");
                        assertThat(problem.messageJa()).contains("個人番号（マイナンバー）").contains("消してください");
                    });
        }
        assertThat(FormValidator.keepable(EVERYTHING, answers).get(path)).isNull();
    }

    @Test
    void a_draft_keeps_everything_else_hidden_fields_too() {
        Answers draft = faultless().with("applicantType", "person").with("branchName", "123456789018").with("kana", "漢字");
        assertThat(FormValidator.keepable(EVERYTHING, draft).differences(draft)).containsExactly("branchName");
        assertThat(FormValidator.validate(EVERYTHING, draft, Options.whole(TODAY).asDraft())).isEmpty();
        assertThat(FormValidator.keepable(EVERYTHING, draft.with("purpose", "長".repeat(10_001))).get("purpose")).isNull();
    }

    @Test
    void one_step_or_the_reopened_fields_can_be_judged_alone() {
        assertThat(validate(Answers.NONE, Options.whole(TODAY).step(3)))
                .containsExactly("certificate required", "pledge required");
        assertThat(validate(Answers.NONE, Options.whole(TODAY).only(Set.of("name", "sites[0].siteName"))))
                .containsExactly("name required", "sites[0].siteName required");
        assertThat(validate(Answers.NONE, Options.whole(TODAY).only(Set.of("sites"))))
                .containsExactly("sites[0].siteName required");
    }

    @Test
    void a_form_may_demand_soft_rows() {
        FormDefinition form = FormDefinition.parse("x.form", """
                {"id":"x","components":[{"id":"a","type":"dynamiclist","path":"a","label":"製品",
                 "properties":{"soft-required":"true"},"components":[{"id":"b","type":"textfield","key":"b"}]}]}""");
        assertThat(FormValidator.validate(form, Answers.of(Map.of("a", List.of(Map.of()))), Options.whole(TODAY)))
                .singleElement().satisfies(problem -> assertThat(problem.soft()).isTrue());
    }

    private static List<Problem> validateAll(Answers answers, Options options) {
        return FormValidator.validate(EVERYTHING, answers, options);
    }

    private static List<String> validate(Answers answers, Options options) {
        return validateAll(answers, options).stream().map(p -> p.path() + " " + p.code()).toList();
    }
}
