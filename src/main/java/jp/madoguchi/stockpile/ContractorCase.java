package jp.madoguchi.stockpile;

import jp.madoguchi.casefile.CaseFile;
import jp.madoguchi.casefile.CaseKind;
import jp.madoguchi.forms.Answers;

/** A case whose letters go to the programme's contractor. */
abstract class ContractorCase implements CaseKind {

    private final Contractors contractors;

    ContractorCase(Contractors contractors) {
        this.contractors = contractors;
    }

    @Override
    public String addressee(CaseFile file, Answers answers) {
        return contractors.name(file);
    }

    @Override
    public String mailAddress(CaseFile file, Answers answers) {
        return contractors.mail(file);
    }
}
