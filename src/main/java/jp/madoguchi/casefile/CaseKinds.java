package jp.madoguchi.casefile;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.SearchKeys;
import jp.madoguchi.kernel.CaseNumber;
import org.springframework.stereotype.Component;

/** Finds what the rooms say of their procedures; a procedure without a room of its own gets plain answers. */
@Component
class CaseKinds {

    private final Map<String, CaseKind> byProcedure;

    CaseKinds(List<CaseKind> kinds) {
        byProcedure = kinds.stream().collect(Collectors.toMap(CaseKind::procedure, Function.identity()));
    }

    CaseKind of(String procedure) {
        return byProcedure.getOrDefault(procedure, new Plain(procedure));
    }

    String searchText(CaseKind kind, CaseNumber number, Answers answers) {
        return Stream.concat(Stream.of(number.value(), kind.title(answers)), kind.searchTexts(answers).stream())
                .filter(text -> text != null && !text.isBlank()).map(SearchKeys::of).distinct().collect(Collectors.joining("\n"));
    }

    /** A procedure that needs no Java: its form's first filled text field names the case. */
    private record Plain(String procedure) implements CaseKind {

        @Override
        public String title(Answers answers) {
            return answers.asMap().values().stream().filter(String.class::isInstance).map(String.class::cast).findFirst().orElse("（無題）");
        }

        @Override
        public List<String> searchTexts(Answers answers) {
            return List.of();
        }
    }
}
