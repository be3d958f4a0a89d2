package jp.madoguchi.letters;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import jp.madoguchi.calendar.BusinessClock;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.Cases;
import jp.madoguchi.org.Government;
import jp.madoguchi.org.Organisation;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What every letter and mail about a case can say: the words its template may use. */
@Component
class CaseWords {

    private final Cases cases;
    private final Organisation organisation;
    private final String baseUrl;

    CaseWords(Cases cases, Organisation organisation, @Value("${madoguchi.base-url}") String baseUrl) {
        this.cases = cases;
        this.organisation = organisation;
        this.baseUrl = baseUrl;
    }

    Map<String, Object> of(CaseFile file) {
        Programme programme = cases.programme(file);
        Call call = cases.call(file);
        Government government = organisation.government(file.government());
        LocalDateTime received = LocalDateTime.ofInstant(file.arrivedAt(), BusinessClock.JST);
        Map<String, Object> words = new HashMap<>();
        words.put("caseNumber", file.number().value());
        words.put("addressee", cases.addressee(file));
        words.put("government", government.name());
        words.put("head", government.headTitle());
        words.put("programme", programme.name());
        words.put("legalBasis", programme.legalBasis());
        words.put("call", call.name());
        words.put("receivedOn", JapaneseDates.full(received.toLocalDate()));
        words.put("receivedAt", JapaneseDates.dateTime(received));
        words.put("late", file.late());
        words.put("contact", contact(programme.contact()));
        words.put("link", baseUrl + "/case/" + file.number());
        return words;
    }

    /** The same words with sample texts, for trying templates. */
    static Map<String, Object> sample() {
        Map<String, Object> words = new HashMap<>();
        for (String word : new String[] {"caseNumber", "addressee", "government", "head", "programme", "legalBasis", "call",
                "receivedOn", "receivedAt", "link"}) {
            words.put(word, "見本");
        }
        words.put("late", true);
        words.put("contact", contact(new Programme.Contact("見本", null, null, null, null, null)));
        return words;
    }

    private static Map<String, String> contact(Programme.Contact contact) {
        Map<String, String> words = new HashMap<>();
        words.put("section", contact.section());
        words.put("postalCode", contact.postalCode());
        words.put("address", contact.address());
        words.put("phone", contact.phone());
        words.put("email", contact.email());
        words.put("hours", contact.hours());
        return words;
    }
}
