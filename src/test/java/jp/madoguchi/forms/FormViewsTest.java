package jp.madoguchi.forms;

import static jp.madoguchi.forms.SampleForms.EVERYTHING;
import static jp.madoguchi.forms.SampleForms.TODAY;
import static jp.madoguchi.forms.SampleForms.faultless;
import static org.assertj.core.api.Assertions.assertThat;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormViewsTest {

    private static final Set<String> ELEMENTS = Set.of("button", "input", "section", "h2", "h3", "h4", "p", "div", "span",
            "label", "fieldset", "legend", "textarea", "select", "option", "ul", "ol", "li", "a", "strong", "br", "hr",
            "dl", "dt", "dd", "del");

    private static Html render(String call, FormView view, List<Problem> problems) {
        StringTemplateLoader page = new StringTemplateLoader();
        page.putTemplate("page.ftlh", "<#import \"/forms/form.ftlh\" as form>" + call);
        Configuration freemarker = new Configuration(Configuration.VERSION_2_3_0);
        freemarker.setRecognizeStandardFileExtensions(true);
        freemarker.setDefaultEncoding("UTF-8");
        freemarker.setTemplateLoader(new MultiTemplateLoader(new TemplateLoader[] {
            page, new ClassTemplateLoader(FormViewsTest.class, "/templates")}));
        StringWriter html = new StringWriter();
        try {
            freemarker.getTemplate("page.ftlh").process(Map.of("view", view, "problems", problems), html);
        } catch (IOException | TemplateException e) {
            throw new AssertionError(e);
        }
        return new Html(html.toString());
    }

    private static Html fields(Answers answers, ViewOptions options) {
        return render("<@form.fields view/>", FormViews.of(EVERYTHING, answers, options), List.of());
    }

    private static Html summary(Answers answers, ViewOptions options) {
        return render("<@form.summary view/>", FormViews.of(EVERYTHING, answers, options), List.of());
    }

    @Test
    void every_control_shows_its_answer() {
        Html html = fields(faultless(), ViewOptions.editable());
        assertThat(html.named("name", null).get("value")).isEqualTo("株式会社𠮷田");
        assertThat(html.named("applicantType", "company").attributes()).containsKey("checked");
        assertThat(html.named("applicantType", "person").attributes()).doesNotContainKey("checked");
        assertThat(html.named("payment", "card").attributes()).containsKey("checked");
        assertThat(html.named("payment", "cash").attributes()).doesNotContainKey("checked");
        assertThat(html.named("pledge", "true").attributes()).containsKey("checked");
        assertThat(html.tags("option")).filteredOn(o -> o.attributes().containsKey("selected"))
                .extracting(o -> o.get("value")).containsExactly("10", "factory");
        assertThat(html.named("startsOn.year", null).get("value")).isEqualTo("2025");
        assertThat(html.named("startsOn.month", null).get("value")).isEqualTo("1");
        assertThat(html.named("startsOn.day", null).get("value")).isEqualTo("6");
        assertThat(html.named("postalCode", null).get("value")).isEqualTo("371-8570");
        assertThat(html.named("price", null).get("value")).isEqualTo("1200");
        assertThat(html.visibleText()).contains("県民に マスクを届ける");
        assertThat(html.named("sites[0].siteName", null).get("value")).isEqualTo("前橋工場");
        assertThat(html.named("certificate.file", null).attributes()).containsEntry("accept", ".pdf,.jpg").containsKey("multiple");
        assertThat(html.named("_dropfile", "certificate|u-1")).isNotNull();
        assertThat(html.named("_form", EVERYTHING.hash())).isNotNull();
        assertThat(html.tags).extracting(Html.Tag::name).isSubsetOf(ELEMENTS);
    }

    @Test
    void rows_that_are_given_can_be_neither_added_to_nor_removed() {
        FormDefinition form = FormDefinition.parse("x.form", """
                {"id":"x","components":[{"id":"a","type":"dynamiclist","path":"a","label":"数","allowAddRemove":false,"defaultRepetitions":1,
                 "properties":{"max-rows":"5"},"components":[{"id":"b","type":"textfield","key":"b","label":"数"}]}]}""");
        Answers given = Answers.of(Map.of("a", List.of(Map.of("b", "7"), Map.of("b", "8"))));
        Html html = render("<@form.fields view/>", FormViews.of(form, given, ViewOptions.editable()), List.of());
        assertThat(html.named("a[0].b", null).get("value")).isEqualTo("7");
        assertThat(html.named("a[1].b", null).get("value")).isEqualTo("8");
        assertThat(html.tags("button")).extracting(button -> button.get("name")).doesNotContain("_add", "_remove");
        assertThat(FormValidator.validate(form, given, Options.whole(TODAY))).isEmpty();
    }

    @Test
    void what_a_page_shows_is_read_back_the_same() {
        Html html = fields(faultless(), ViewOptions.editable());
        List<String> posted = new ArrayList<>();
        for (Html.Tag tag : html.tags("input")) {
            String type = tag.get("type");
            boolean sent = type.equals("text") || type.equals("hidden") || tag.attributes().containsKey("checked");
            if (sent) {
                posted.addAll(List.of(tag.get("name"), tag.get("value")));
            }
        }
        Answers before = Answers.NONE.with("purpose", faultless().get("purpose")).with("prefecture", "10")
                .with("sites[0].siteKind", "factory").with("certificate", List.of("u-1"));
        Answers read = FormReader.read(EVERYTHING, SampleForms.posted(posted.toArray(String[]::new)), before);
        assertThat(read).isEqualTo(faultless());
    }

    @Test
    void the_markup_follows_the_digital_agencys_rules() {
        Html html = fields(Answers.NONE, ViewOptions.editable()
                .problems(FormValidator.validate(EVERYTHING, Answers.NONE, Options.whole(TODAY))));
        Set<String> ids = new HashSet<>();
        html.tags.stream().map(tag -> tag.get("id")).filter(id -> id != null)
                .forEach(id -> assertThat(ids.add(id)).as("id once: " + id).isTrue());
        for (Html.Tag tag : html.tags) {
            for (String reference : new String[] {tag.get("for"), tag.get("aria-labelledby")}) {
                if (reference != null) {
                    assertThat(ids).contains(reference);
                }
            }
            if (tag.get("aria-describedby") != null) {
                assertThat(ids).contains(tag.get("aria-describedby").split(" "));
            }
        }
        Set<String> labelled = new HashSet<>();
        html.tags("label").forEach(label -> labelled.add(label.get("for")));
        assertThat(html.tags).filteredOn(tag -> List.of("input", "select", "textarea").contains(tag.name())
                && !"hidden".equals(tag.get("type"))).allSatisfy(tag -> assertThat(labelled).contains(tag.get("id")));
        Html.Tag name = html.byId("f-name");
        assertThat(name.get("aria-invalid")).isEqualTo("true");
        assertThat(name.get("aria-required")).isEqualTo("true");
        assertThat(name.get("aria-describedby")).isEqualTo("f-name-help f-name-notes");
        assertThat(html.visibleText()).contains("氏名または名称 ※必須", "フリガナ ※任意", "＊「氏名または名称」を入力してください。");
        assertThat(html.tags("fieldset")).extracting(tag -> tag.get("aria-describedby"))
                .contains("f-startsOn-example f-startsOn-notes");
        assertThat(html.byId("f-startsOn").get("name")).isEqualTo("startsOn.year");
        assertThat(html.tags).noneMatch(tag -> tag.attributes().containsKey("style") || tag.attributes().containsKey("maxlength"));
    }

    @Test
    void hidden_components_are_not_on_the_page_and_deciders_offer_a_refresh() {
        Html person = fields(faultless().with("applicantType", "person"), ViewOptions.editable());
        assertThat(person.hasControl("corporateNumber")).isFalse();
        assertThat(person.visibleText()).doesNotContain("法人について").contains("表示を更新");
        assertThat(person.named("applicantType", "person").attributes()).containsKey("data-refresh-on-change");
        assertThat(person.named("name", null).attributes()).doesNotContainKey("data-refresh-on-change");
        assertThat(person.hasControl("sites[0].factoryArea")).isTrue();
        assertThat(fields(faultless(), ViewOptions.editable().step(3)).visibleText()).doesNotContain("表示を更新");
    }

    @Test
    void enter_presses_the_default_button_and_never_a_row_button() {
        Html html = fields(faultless(), ViewOptions.editable());
        assertThat(html.tags("button").get(0).get("name")).isEqualTo("_refresh");
        assertThat(html.tags("button")).extracting(b -> b.get("name")).contains("_add", "_remove");
    }

    @Test
    void a_step_shows_its_own_fields_and_all_steps() {
        Answers answers = faultless().with("name", null);
        FormView view = FormViews.of(EVERYTHING, answers, ViewOptions.editable().step(2)
                .problems(FormValidator.validate(EVERYTHING, answers, Options.whole(TODAY))));
        assertThat(view.steps()).extracting(FormView.StepLink::number).containsExactly(1, 2, 3);
        assertThat(view.steps()).extracting(FormView.StepLink::current).containsExactly(false, true, false);
        assertThat(view.steps()).extracting(FormView.StepLink::problems).containsExactly(1, 0, 0);
        Html html = render("<@form.fields view/>", view, List.of());
        assertThat(html.named("_step", "2")).isNotNull();
        assertThat(html.hasControl("name")).isFalse();
        assertThat(html.hasControl("purpose")).isTrue();
    }

    @Test
    void in_a_correction_only_unlocked_fields_can_be_edited() {
        Html html = fields(faultless(), ViewOptions.editable().unlocked(Set.of("name", "sites[0].siteName"))
                .comments(Map.of("name", "登記と異なります。", "sites[0].siteName", "正式名称を")).step(0));
        assertThat(html.hasControl("name")).isTrue();
        assertThat(html.hasControl("sites[0].siteName")).isTrue();
        assertThat(html.hasControl("kana")).isFalse();
        assertThat(html.hasControl("sites[0].siteKind")).isFalse();
        assertThat(html.hasControl("_add")).isFalse();
        assertThat(html.hasControl("_remove")).isFalse();
        assertThat(html.visibleText()).contains("フリガナ 編集不可", "ヨシダ", "担当者から：登記と異なります。", "担当者から：正式名称を");
        assertThat(html.byId("f-name").get("aria-describedby")).contains("f-name-notes");
    }

    @Test
    void changes_are_marked_with_what_was_there_before() {
        Answers changed = faultless().with("name", "株式会社新名").with("prefecture", "02");
        Html html = summary(changed, ViewOptions.reading().before(faultless()));
        assertThat(html.tags).filteredOn(tag -> tag.attributes().containsKey("data-changed"))
                .extracting(tag -> tag.get("id")).containsExactly("f-name", "f-prefecture");
        assertThat(html.visibleText()).contains("変更前：株式会社𠮷田", "青森県", "変更前：群馬県");
    }

    @Test
    void a_summary_reads_like_an_official_paper() {
        Html html = summary(faultless(), ViewOptions.reading().uploads(SampleForms.uploads("証明書.pdf")));
        assertThat(html.visibleText()).contains("〒371-8570", "99.5 %", "1,200 円", "令和7年1月6日（月）", "クレジットカード",
                "群馬県", "証明書.pdf", "法人", "いいえ");
        assertThat(html.tags("a")).extracting(a -> a.get("href")).contains("/files/u-1");
        assertThat(html.tags).noneMatch(tag -> List.of("input", "button", "select", "textarea").contains(tag.name()));
        assertThat(summary(Answers.NONE, ViewOptions.reading()).visibleText()).contains("未入力");
        assertThat(FormViews.text(EVERYTHING, faultless(), "prefecture")).isEqualTo("群馬県");
    }

    @Test
    void english_stands_beside_japanese_and_is_marked_as_such() {
        Html html = fields(Answers.NONE, ViewOptions.editable().language("en")
                .problems(FormValidator.validate(EVERYTHING, Answers.NONE, Options.whole(TODAY))));
        assertThat(html.visibleText()).contains("氏名または名称 ※必須 Name", "As registered.", "Please read.", "Company",
                "Name: Enter this.");
        assertThat(html.tags).filteredOn(tag -> "en".equals(tag.get("lang"))).isNotEmpty();
        assertThat(fields(Answers.NONE, ViewOptions.editable()).visibleText()).doesNotContain("As registered.", "Please read.");
    }

    @Test
    void scripts_stay_inert_in_every_field() {
        String attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'</textarea>";
        Answers answers = faultless();
        for (Map.Entry<String, FormComponent> field : EVERYTHING.fields().entrySet()) {
            String path = field.getKey().replace("[]", "[0]");
            if (!field.getValue().is(FormComponent.Type.DYNAMICLIST)) {
                answers = answers.with(path, field.getValue().is(FormComponent.Type.CHECKLIST)
                        || field.getValue().is(FormComponent.Type.FILEPICKER) ? List.of(attack) : attack);
            }
        }
        answers = answers.with("applicantType", "company");
        Map<String, Upload> uploads = Map.of(attack, new Upload(attack, attack, 1, attack));
        List<Problem> problems = List.of(new Problem("name", "x", attack, attack, false), new Problem("kana", "x", attack, attack, true));
        Map<String, String> comments = Map.of("name", attack);
        ViewOptions editable = ViewOptions.editable().language("en").uploads(uploads).problems(problems).comments(comments)
                .before(faultless().with("name", attack + "2"));
        for (Html html : List.of(
                fields(answers, editable), summary(answers, editable), fields(answers, editable.unlocked(Set.of())),
                render("<@form.errorSummary problems=problems english=true/>", FormViews.of(EVERYTHING, answers, editable), problems))) {
            assertThat(html.tags).extracting(Html.Tag::name).isSubsetOf(ELEMENTS);
            assertThat(html.tags).allSatisfy(tag -> assertThat(tag.attributes().keySet()).noneMatch(a -> a.startsWith("on")));
            assertThat(html.visibleText()).contains("<script>alert(1)</script>");
        }
    }

    @Test
    void static_text_knows_only_its_small_markdown() {
        assertThat(SafeMarkdown.html("# 題\n**太字**と\n続き\n\n- 一\n- [県](https://example.jp/a?b=1&c)\n1. 番号"))
                .isEqualTo("<p><strong>題</strong></p><p><strong>太字</strong>と<br>続き</p><ul><li>一</li>"
                        + "<li><a class=\"md-link\" href=\"https://example.jp/a?b=1&amp;c\">県</a></li></ul><ol><li>番号</li></ol>");
        assertThat(SafeMarkdown.html("<b onclick=x>&</b> [x](javascript:alert(1)) [y](//evil.example)"))
                .isEqualTo("<p>&lt;b onclick=x&gt;&amp;&lt;/b&gt; [x](javascript:alert(1)) [y](//evil.example)</p>");
    }

    @Test
    void the_error_summary_leads_to_the_fields() {
        List<Problem> problems = FormValidator.validate(EVERYTHING, Answers.NONE, Options.whole(TODAY));
        FormView view = FormViews.of(EVERYTHING, Answers.NONE, ViewOptions.editable().problems(problems));
        Html errors = render("<@form.errorSummary problems/>", view, problems);
        Html page = render("<@form.fields view/>", view, problems);
        assertThat(errors.tags("a")).hasSize(7).allSatisfy(link -> page.byId(link.get("href").substring(1)));
        assertThat(errors.visibleText()).contains("（7件）");
        assertThat(render("<@form.errorSummary problems/>", view, List.of()).tags).isEmpty();
    }

    @Test
    void rare_kanji_reach_the_page_unchanged() {
        String rare = "〒\uFA19𠮷髙辻\uDB40\uDD00";
        assertThat(fields(faultless().with("name", rare), ViewOptions.editable()).named("name", null).get("value"))
                .isEqualTo(rare);
    }
}
