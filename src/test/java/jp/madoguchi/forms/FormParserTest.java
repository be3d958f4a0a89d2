package jp.madoguchi.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class FormParserTest {

    private static FormDefinition parse(String components) {
        return FormDefinition.parse("test.form", "{\"id\":\"test\",\"components\":[%s]}".formatted(components.replace('\'', '"')));
    }

    @Test
    void the_sample_has_three_steps_and_all_its_fields() {
        FormDefinition form = SampleForms.EVERYTHING;
        assertThat(form.titleJa()).isEqualTo("すべての部品");
        assertThat(form.hash()).matches("[0-9a-f]{64}");
        assertThat(form.steps()).extracting(Step::titleJa).containsExactly("申請者", "申請の内容", "振込先と書類");
        assertThat(form.steps()).extracting(Step::titleEn).containsExactly("Applicant", "", "");
        assertThat(form.field("sites[2].siteName")).get().extracting(FormComponent::label).isEqualTo("事業所名");
        assertThat(form.field("startsOn")).get().extracting(FormComponent::label).isEqualTo("開始日");
        assertThat(form.field("corporateNumber")).get().extracting(FormComponent::kind).isEqualTo(Kind.CORPORATE_NUMBER);
        assertThat(form.blank()).isEqualTo(Answers.NONE.with("price", 1200));
    }

    @Test
    void a_form_without_groups_is_one_step() {
        assertThat(SampleForms.PLAIN.steps()).extracting(Step::titleJa).containsExactly("意見");
    }

    @Test
    void loose_components_join_the_step_before_them_and_the_first_ones_the_first() {
        FormDefinition form = parse("""
                {'id':'a','type':'separator'},{'id':'b','type':'group','label':'一','components':[]},
                {'id':'c','type':'spacer'},{'id':'d','type':'group','label':'二','components':[]}""");
        assertThat(form.steps()).extracting(step -> step.components().size()).containsExactly(3, 1);
        assertThat(form.steps()).extracting(Step::titleJa).containsExactly("一", "二");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'id':'a','type':'html'} | component \"a\": type \"html\" is not known; known are textfield,",
        "{'id':'a','type':'textfield'} | component \"a\": \"key\" is \"\" but must be",
        "{'id':'a','type':'textfield','key':'x.y'} | \"key\" is \"x.y\"",
        "{'id':'a','type':'textfield','key':'x'},{'id':'b','type':'number','key':'x'} | component \"b\": key \"x\" is taken",
        "{'id':'a','type':'separator'},{'id':'a','type':'separator'} | needs an \"id\" of its own",
        "{'id':'a','type':'textfield','key':'x','properties':{'kind':'zip'}} | kind \"zip\" is not known; known are text, kana,",
        "{'id':'a','type':'textfield','key':'x','properties':{'hint':'z'}} | property \"hint\" is not known for a textfield; known are autocomplete,",
        "{'id':'a','type':'number','key':'x','properties':{'kind':'kana'}} | property \"kind\" is not known for a number",
        "{'id':'a','type':'radio','key':'x','values':[{'label':'1','value':'1'}],'properties':{'label-en.2':'Two'}} | property \"label-en.2\" is not known",
        "{'id':'a','type':'textfield','key':'x','validate':{'pattern':'['}} | pattern \"[\" is not valid",
        "{'id':'a','type':'textfield','key':'x','validate':{'minimum':'1'}} | validation \"minimum\" is not known",
        "{'id':'a','type':'textfield','key':'x','validate':{'maxLength':'many'}} | \"maxLength\" must be a number",
        "{'id':'a','type':'textfield','key':'x','conditional':{'hide':'=x ='}} | is not FEEL",
        "{'id':'a','type':'textfield','key':'x','conditional':{'hide':'=z = 1'}} | cannot be evaluated",
        "{'id':'a','type':'textfield','key':'x'},{'id':'b','type':'separator','conditional':{'hide':'=x = 1 and typo = 1'}} | cannot be evaluated",
        "{'id':'a','type':'textfield','key':'x'},{'id':'b','type':'separator','conditional':{'hide':'=x = null or typo = 1'}} | cannot be evaluated",
        "{'id':'a','type':'textfield','key':'x','conditional':{'hide':'=includes(x)'}} | cannot be evaluated",
        "{'id':'a','type':'textfield','key':'x','conditional':{'hide':'=y = null'}},{'id':'b','type':'textfield','key':'y','conditional':{'hide':'=x = null'}} | depends, through others, on itself",
        "{'id':'a','type':'group','components':[{'id':'b','type':'textfield','key':'x'}],'conditional':{'hide':'=x = null'}} | depends, through others, on itself",
        "{'id':'a','type':'select','key':'x'} | nothing to choose",
        "{'id':'a','type':'select','key':'x','valuesKey':'list'} | \"valuesKey\" is not supported",
        "{'id':'a','type':'textfield','key':'x','readonly':true} | \"readonly\" is not supported",
        "{'id':'a','type':'text','text':'=1'} | \"text\" is computed",
        "{'id':'a','type':'text','text':'{{x}}'} | \"text\" is computed",
        "{'id':'a','type':'datetime','key':'x','subtype':'time'} | subtype \"time\" is not supported",
        "{'id':'a','type':'datetime','key':'x','properties':{'min-date':'2024-13-01'}} | \"min-date\" is today or a date",
        "{'id':'a','type':'group','path':'p','components':[]} | a group has no \"path\"",
        "{'id':'a','type':'dynamiclist','path':'p','components':[{'id':'b','type':'dynamiclist','path':'q','components':[]}]} | inside a dynamic list",
        "{'id':'a','type':'dynamiclist','path':'p','components':[],'properties':{'max-rows':'900'}} | \"max-rows\"",
    })
    void a_form_that_cannot_be_used_says_where_and_what_is_allowed(String components, String words) {
        assertThatThrownBy(() -> parse(components))
                .isInstanceOf(InvalidFormException.class)
                .hasMessageContaining("test.form")
                .hasMessageContaining(words);
    }

    @Test
    void a_condition_may_look_into_rows() {
        FormDefinition form = parse("""
                {'id':'a','type':'dynamiclist','path':'rows','components':[{'id':'b','type':'number','key':'price'}]},
                {'id':'c','type':'textfield','key':'reason','conditional':
                  {'hide':'=not(some r in rows satisfies r.price > 100)'}}""");
        assertThat(form.shows("reason", Answers.NONE.with("rows[1].price", 101))).isTrue();
        assertThat(form.shows("reason", Answers.NONE.with("rows[0].price", 100))).isFalse();
        assertThat(form.decides(form.fields().get("rows[].price"))).isTrue();
    }

    @Test
    void all_faults_are_told_at_once() {
        assertThatThrownBy(() -> parse("{'id':'a','type':'html'},{'id':'b','type':'textfield'}"))
                .hasMessageContaining("\"a\"").hasMessageContaining("\"b\"");
    }

    @Test
    void what_is_not_json_is_told_so() {
        assertThatThrownBy(() -> FormDefinition.parse("x.form", "{")).hasMessageContaining("x.form").hasMessageContaining("not JSON");
        assertThatThrownBy(() -> FormDefinition.parse("x.form", "{\"id\":\"a\",\"id\":\"b\"}")).hasMessageContaining("not JSON");
    }

    @Test
    void the_class_path_is_read_whole_and_ids_are_paths() {
        assertThat(FormCatalogue.load(new PathMatchingResourcePatternResolver()))
                .containsKeys("sample/everything", "sample/plain");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("shipped")
    void every_shipped_form_can_be_used(Path file) throws IOException {
        FormDefinition form = FormDefinition.parse(file.toString(), Files.readString(file));
        assertThat(file.toString().replace('\\', '/')).isEqualTo("forms/" + form.id() + ".form");
    }

    static Stream<Path> shipped() throws IOException {
        Path folder = Path.of("forms");
        return Files.exists(folder) ? Files.walk(folder).filter(file -> file.toString().endsWith(".form")) : Stream.of();
    }
}
