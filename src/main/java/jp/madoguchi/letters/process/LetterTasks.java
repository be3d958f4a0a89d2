package jp.madoguchi.letters.process;

import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.letters.Letters;
import org.springframework.stereotype.Component;

/** What the shared procedure {@code letter} asks for. */
@Component("letterTasks")
public class LetterTasks {

    private final Letters letters;

    LetterTasks(Letters letters) {
        this.letters = letters;
    }

    /** @param letterKind the folder of the letter's template */
    public void issue(String caseNumber, String letterKind) {
        letters.issue(new CaseNumber(caseNumber), letterKind);
    }
}
