package jp.madoguchi.forms;

import static jp.madoguchi.forms.SampleForms.EVERYTHING;
import static jp.madoguchi.forms.SampleForms.PLAIN;
import static jp.madoguchi.forms.SampleForms.faultless;
import static jp.madoguchi.forms.SampleForms.posted;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormReaderTest {

    @Test
    void every_control_is_read() {
        Answers read = FormReader.read(EVERYTHING, posted(
                "_form", "1", "applicantType", "company", "name", "　株式会社\uFA19𠮷 ", "kana", "ぐんま", "postalCode", "371-8570",
                "purpose", "一行\r\n二行", "rate", "９９．５", "price", "1,200", "prefecture", "10",
                "payment", "card", "payment", "cash", "startsOn.year", "令和7", "startsOn.month", "1", "startsOn.day", "6",
                "sites[0].siteName", "前橋", "sites[0].siteOpen", "true", "sites[1].siteName", "高崎",
                "certificate", "u-1", "pledge", "true"), Answers.NONE);
        assertThat(read.text("name")).isEqualTo("株式会社\uFA19𠮷");
        assertThat(read.text("kana")).isEqualTo("グンマ");
        assertThat(read.text("postalCode")).isEqualTo("3718570");
        assertThat(read.text("purpose")).isEqualTo("一行\n二行");
        assertThat(read.number("rate")).contains(new BigDecimal("99.5"));
        assertThat(read.number("price").orElseThrow()).isEqualByComparingTo("1200");
        assertThat(read.texts("payment")).containsExactly("card", "cash");
        assertThat(read.date("startsOn")).contains(LocalDate.of(2025, 1, 6));
        assertThat(read.rows("sites")).hasSize(2);
        assertThat(read.bool("sites[0].siteOpen")).isTrue();
        assertThat(read.get("sites[1].siteOpen")).isEqualTo(false);
        assertThat(read.texts("certificate")).containsExactly("u-1");
        assertThat(read.bool("pledge")).isTrue();
    }

    @Test
    void an_absent_checkbox_is_not_ticked_only_when_the_form_was_shown() {
        Answers ticked = Answers.NONE.with("agreed", true);
        assertThat(FormReader.read(PLAIN, posted("_form", "1"), ticked).get("agreed")).isEqualTo(false);
        assertThat(FormReader.read(PLAIN, posted(), ticked).get("agreed")).isEqualTo(true);
    }

    @Test
    void only_the_posted_step_changes() {
        Answers read = FormReader.read(EVERYTHING,
                posted("_form", "1", "_step", "1", "name", "別名", "purpose", "injected"), faultless());
        assertThat(read.differences(faultless())).containsExactly("name");
        assertThat(read.bool("pledge")).isTrue();
    }

    @Test
    void in_a_correction_only_unlocked_fields_change() {
        Map<String, String[]> attack = posted("_form", "1", "name", "直した", "price", "1", "sites[0].siteName", "直した",
                "sites[0].siteKind", "shop", "sites[5].siteName", "増やした", "_add", "sites", "_remove", "sites[0]",
                "_dropfile", "certificate|u-1");
        Answers read = FormReader.read(EVERYTHING, attack, faultless(), Set.of("name", "sites[0].siteName"));
        assertThat(read.differences(faultless())).containsExactly("name", "sites[0].siteName");
    }

    @Test
    void rows_are_added_and_removed_by_buttons() {
        Answers two = FormReader.read(EVERYTHING, posted("sites[0].siteName", "一", "_add", "sites"), Answers.NONE);
        assertThat(two.rows("sites")).hasSize(2);
        Answers one = FormReader.read(EVERYTHING, posted("sites[1].siteName", "二", "_remove", "sites[0]"), two);
        assertThat(one.rows("sites")).containsExactly(Map.of("siteName", "二"));
        Answers full = one.with("sites[2].siteName", "三");
        assertThat(FormReader.read(EVERYTHING, posted("_add", "sites"), full)).isEqualTo(full);
        assertThat(FormReader.read(EVERYTHING, posted("_add", "name", "_remove", "x[0]"), full)).isEqualTo(full);
        assertThat(FormReader.read(EVERYTHING, posted("sites[400].siteName", "x"), one).rows("sites")).hasSizeLessThan(4);
    }

    @Test
    void files_are_added_to_those_there_and_dropped_by_button() {
        Answers one = Answers.NONE.with("certificate", List.of("u-1"));
        Answers two = FormReader.read(EVERYTHING, posted("certificate", "u-2"), one);
        assertThat(two.texts("certificate")).containsExactly("u-1", "u-2");
        assertThat(FormReader.read(EVERYTHING, posted("_dropfile", "certificate|u-1"), two).texts("certificate"))
                .containsExactly("u-2");
        assertThat(FormReader.read(EVERYTHING, posted("_dropfile", "name|x"), two)).isEqualTo(two);
    }

    @Test
    void half_typed_answers_survive_a_draft() {
        Answers read = FormReader.read(EVERYTHING,
                posted("startsOn.year", "2024", "startsOn.month", "13", "price", "千円", "kana", "漢字"), Answers.NONE);
        Answers again = Answers.fromJson(read.toJson());
        assertThat(DateText.parts(again.text("startsOn"))).containsExactly("2024", "13", "");
        assertThat(again.text("price")).isEqualTo("千円");
        assertThat(again.text("kana")).isEqualTo("漢字");
    }

    @Test
    void json_answers_are_brought_to_the_form() {
        Answers sent = Answers.fromJson("""
                {"name":12,"kana":"ぐんま","price":"1,200","payment":"card","pledge":"true","unknown":"x","prefecture":["10"],
                 "sites":[{"siteName":"ﾏ","evil":"x"},{}],"hasBranch":"maybe","startsOn":"2025-01-06"}""");
        assertThat(FormReader.normalise(EVERYTHING, sent).toJson()).isEqualTo(
                "{\"kana\":\"グンマ\",\"name\":\"12\",\"payment\":[\"card\"],\"pledge\":true,\"price\":1200,"
                + "\"sites\":[{\"siteName\":\"ﾏ\"},{}],\"startsOn\":\"2025-01-06\"}");
        assertThat(FormReader.normalise(EVERYTHING, faultless())).isEqualTo(faultless());
    }
}
