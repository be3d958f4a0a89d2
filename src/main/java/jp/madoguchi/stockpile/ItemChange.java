package jp.madoguchi.stockpile;

import jp.madoguchi.forms.Answers;

/**
 * One product in another's place (S2-26).
 *
 * @param oldKind null where the item has none
 * @param kind    the new product's; another one where the specification leaves the choice (S2-27, S2-28)
 */
record ItemChange(String item, String oldKind, String oldMaker, String oldProduct, String kind, String maker, String product) {

    static ItemChange of(Answers answers) {
        return new ItemChange(answers.text("item"), blankToNull(answers.text("kind")), answers.text("oldMaker").strip(), answers.text("oldProduct").strip(),
                blankToNull(answers.text("newKind")), answers.text("maker").strip(), answers.text("product").strip());
    }

    private static String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
