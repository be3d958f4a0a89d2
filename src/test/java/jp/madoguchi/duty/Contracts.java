package jp.madoguchi.duty;

import java.time.LocalDate;
import jp.madoguchi.programme.Programme;

/** Programmes as their files would give them after a change of the contract. */
final class Contracts {

    private Contracts() {}

    static Programme ending(Programme p, LocalDate to) {
        return new Programme(p.code(), p.hash(), p.name(), p.nameEn(), p.government(), p.section(), p.sectionPath(), p.casePrefix(), p.legalBasis(),
                p.purpose(), p.purposeEn(), p.from(), to, p.contact(), p.letter(), p.calls(), p.parameters(), p.targets(), p.duties());
    }
}
