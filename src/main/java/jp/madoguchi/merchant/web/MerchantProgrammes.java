package jp.madoguchi.merchant.web;

import java.util.List;
import java.util.Map;
import jp.madoguchi.forms.Answers;
import jp.madoguchi.forms.FormCatalogue;
import jp.madoguchi.forms.FormComponent;
import jp.madoguchi.forms.FormDefinition;
import jp.madoguchi.forms.FormViews;
import jp.madoguchi.kernel.DataScope;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.programme.Programme;
import jp.madoguchi.programme.Programmes;
import org.springframework.stereotype.Component;

/** The programmes that have merchants, and the words their form has for codes. */
@Component
class MerchantProgrammes {

    private static final String PROCEDURE = "merchant-application";

    private final Programmes programmes;
    private final FormCatalogue forms;

    MerchantProgrammes(Programmes programmes, FormCatalogue forms) {
        this.programmes = programmes;
        this.forms = forms;
    }

    /** @throws NotFoundException when the programme has no merchants at all */
    Programme get(String code) {
        Programme programme = programmes.get(code);
        if (programme.calls().stream().noneMatch(call -> PROCEDURE.equals(call.procedure()))) {
            throw new NotFoundException("merchants of " + code);
        }
        return programme;
    }

    /** @throws NotFoundException also when this thread does not work on the programme */
    Programme ofOurs(String code) {
        Programme programme = get(code);
        if (!DataScope.coversProgramme(programme.government(), programme.code())) {
            throw new NotFoundException("merchants of " + code);
        }
        return programme;
    }

    List<FormComponent.Choice> categories(Programme programme) {
        return form(programme).field("category").orElseThrow().choices();
    }

    FormComponent.Choice category(Programme programme, String code) {
        return categories(programme).stream().filter(choice -> choice.value().equals(code)).findFirst()
                .orElse(new FormComponent.Choice(code, code, code));
    }

    /** An answer as people read it: 〒379-0192 for 3790192. */
    String shown(Programme programme, String field, String stored) {
        return FormViews.text(form(programme), Answers.of(Map.of(field, stored)), field);
    }

    String label(Programme programme, String field) {
        return form(programme).field(field).map(FormComponent::label).orElse(field);
    }

    /** Whether its currency has cards that shops can sell (S3-34): its form asks for it. */
    boolean hasCards(Programme programme) {
        return form(programme).field("wishesCardSales").isPresent();
    }

    private FormDefinition form(Programme programme) {
        return forms.get(programme.calls().stream().filter(call -> PROCEDURE.equals(call.procedure())).findFirst().orElseThrow().form());
    }
}
