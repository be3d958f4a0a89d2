package jp.madoguchi.letters;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a folder under {@code templates/letters} declares in its {@code kind.yaml}.
 *
 * @param subject   件名, where {@code {programme}} stands for the programme's name
 * @param subjectEn what the letter is, in English, for the mail
 * @param refusal   不利益な決定: its letter must give reasons, and teach appeal when it is a disposition
 * @param facts     labels that the room's {@link LetterFacts} must fill
 */
record LetterKind(@JsonProperty(required = true) String subject,
                  @JsonProperty(value = "subject-en", required = true) String subjectEn,
                  @JsonProperty(required = true) Boolean refusal,
                  @JsonProperty(required = true) List<String> facts) {

    String subjectFor(String programme) {
        return subject.replace("{programme}", programme);
    }
}
