package jp.madoguchi.booth;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.calendar.JapaneseDates;
import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.programme.Call;
import jp.madoguchi.programme.Programme;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the booth room knows of the cases of host municipalities. The cases ask for this bean, so the room's service comes lazily. */
@Component
class HostCases implements CaseKind {

    private final Hosts hosts;

    HostCases(@Lazy Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public String procedure() {
        return Hosts.PROCEDURE;
    }

    @Override
    public Optional<Office> office(Programme programme, Call call, Answers answers) {
        EventTerms terms = EventTerms.of(programme);
        return terms.municipality(answers.text("municipality")).map(code -> new Office(code, terms.hosts().get(code)));
    }

    @Override
    public void filed(CaseFile file, Answers answers) {
        hosts.asked(file, answers);
    }

    @Override
    public String title(Answers answers) {
        return answers.text("venue").strip() + answers.date("heldOn").map(day -> "（" + JapaneseDates.full(day) + "）").orElse("");
    }

    @Override
    public List<String> searchTexts(Answers answers) {
        return List.of(answers.text("venue"), answers.text("event"), answers.text("asker"));
    }
}
