package jp.madoguchi.letters;

/**
 * 文書番号.
 *
 * @param symbol     文書記号 of the section: 産政
 * @param fiscalYear the year it counts in, by the calendar year it begins in
 * @param sequence   from 1 without gaps
 */
record DocumentNumber(String symbol, int fiscalYear, int sequence) {

    String text() {
        return symbol + "第" + sequence + "号";
    }
}
