package jp.madoguchi.site.api;

import java.util.Map;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.kernel.Actor;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;

/** What came in, made fit for the use cases. */
final class Given {

    private Given() {}

    /** For addresses that are public to read. @throws AuthenticationCredentialsNotFoundException when nobody is signed in */
    static Actor signedIn(Actor actor) {
        if (actor == null) {
            throw new AuthenticationCredentialsNotFoundException("nobody is signed in");
        }
        return actor;
    }

    /** @throws BadRequestException when the values are no answers */
    static Answers answers(Map<String, Object> values) {
        try {
            return values == null ? Answers.NONE : Answers.of(values);
        } catch (IllegalArgumentException shape) {
            throw new BadRequestException("answers.shape", "/answers",
                    "answers の値は、文字列・数値・真偽値・文字列の配列・行（オブジェクト）の配列のいずれかにしてください。",
                    "A value in answers is a text, a number, a boolean, an array of texts or an array of rows (objects).");
        }
    }

    /** @throws BadRequestException when there is none */
    static Answers requiredAnswers(Map<String, Object> values) {
        if (values == null) {
            throw new BadRequestException("answers.missing", "/answers", "answers（様式への回答）が必要です。", "answers is required.");
        }
        return answers(values);
    }

    /** Free text, never null, without the characters that PostgreSQL cannot hold. */
    static String text(String text) {
        return text == null ? "" : text.codePoints().filter(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().strip();
    }
}
