package jp.madoguchi.letters;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.programme.Programme;

/** Adds what only letters say to the words of their case. */
final class LetterWords {

    /** Stands in the number's place on a preview. */
    static final String SPECIMEN = "見本";

    /** Stands in the reason's place on a preview before the decider wrote one. */
    static final String REASON_TO_COME = "（決裁で書かれる理由がここに入ります）";

    private LetterWords() {}

    /** @param number 文書番号, or {@link #SPECIMEN} */
    static Map<String, Object> add(Map<String, Object> words, LetterKind kind, String subject, String number, LocalDate day,
                                   Programme.LetterSettings settings, boolean disposition, Map<String, String> facts,
                                   List<String> reasons, List<String> conditions) {
        words.put("number", number);
        words.put("date", JapaneseDates.full(day));
        words.put("subject", subject);
        words.put("subjectEn", kind.subjectEn());
        words.put("issuer", settings.issuer());
        words.put("issuerName", settings.issuerName());
        words.put("sealOmitted", settings.sealOmitted());
        words.put("disposition", disposition);
        words.put("facts", facts);
        words.put("reasons", reasons);
        words.put("conditions", conditions);
        return words;
    }

    /** For trying a template: a disposition with one reason. */
    static Map<String, Object> sample(LetterKind kind, String reason) {
        Map<String, String> facts = new LinkedHashMap<>();
        kind.facts().forEach(label -> facts.put(label, SPECIMEN));
        return add(CaseWords.sample(), kind, kind.subjectFor(SPECIMEN), SPECIMEN, LocalDate.of(2024, 4, 1),
                new Programme.LetterSettings(SPECIMEN, SPECIMEN, SPECIMEN, true), true, facts, List.of(reason), List.of(SPECIMEN));
    }
}
