package jp.madoguchi.programme;

/**
 * Something found in a programme file.
 *
 * @param line      counted from 1
 * @param error     whether it stops the start; otherwise it is a warning
 * @param wording   a Japanese sentence for the clerk who wrote the file
 * @param wordingEn the same in English
 */
record Finding(String file, int line, boolean error, String wording, String wordingEn) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + wording + " " + wordingEn;
    }
}
