package jp.madoguchi.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswersTest {

    /** U+FA19, a surrogate pair, U+9AD9, an ideographic variation sequence: NFC alone would change the first. */
    private static final String RARE = "\uFA19𠮷髙辻\uDB40\uDD00";

    @Test
    void json_is_canonical_and_comes_back_the_same() {
        Answers answers = Answers.of(Map.of("b", 1.50, "a", "x", "c", List.of("1", "2"),
                "rows", List.of(Map.of("z", true, "y", LocalDate.of(2024, 4, 1)))));
        assertThat(answers.toJson())
                .isEqualTo("{\"a\":\"x\",\"b\":1.5,\"c\":[\"1\",\"2\"],\"rows\":[{\"y\":\"2024-04-01\",\"z\":true}]}");
        assertThat(Answers.fromJson(answers.toJson())).isEqualTo(answers);
        assertThat(Answers.of(Map.of("n", new BigDecimal("1E+3"))).toJson()).isEqualTo("{\"n\":1000}");
    }

    @Test
    void rare_kanji_survive() {
        Answers answers = Answers.NONE.with("name", RARE).with("rows[0].name", RARE);
        assertThat(Answers.fromJson(answers.toJson()).text("name")).isEqualTo(RARE);
        assertThat(Answers.fromJson(answers.toJson()).text("rows[0].name")).isEqualTo(RARE);
    }

    @Test
    void what_the_database_cannot_hold_is_dropped() {
        assertThat(Answers.NONE.with("a", "x\u0000y\uD800z\r\nw").text("a")).isEqualTo("xyz\nw");
        assertThat(Answers.fromJson("{\"a\":\"\\u0000\\udfff\"}").isEmpty()).isTrue();
    }

    @Test
    void a_monstrous_number_is_only_a_text() {
        Answers answers = Answers.fromJson("{\"a\":1e999999}");
        assertThat(answers.number("a")).isEmpty();
        assertThat(answers.toJson()).hasSizeLessThan(40);
    }

    @Test
    void answers_never_change() {
        Answers before = Answers.NONE.with("rows[1].a", "x");
        Answers after = before.with("rows[1].a", "y").with("b", 1);
        assertThat(before.text("rows[1].a")).isEqualTo("x");
        assertThat(before.rows("rows")).hasSize(2);
        assertThat(after.differences(before)).containsExactly("b", "rows[1].a");
        assertThat(after.with("b", null).with("rows[1].a", "x")).isEqualTo(before);
        assertThatThrownBy(() -> before.asMap().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> before.rows("rows").get(1).put("a", "b"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void other_shapes_are_refused() {
        assertThatThrownBy(() -> Answers.fromJson("{\"a\":{\"b\":1}}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answers.fromJson("[1]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answers.fromJson("{\"a\":[[1]]}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answers.NONE.with("rows[9999].a", "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
