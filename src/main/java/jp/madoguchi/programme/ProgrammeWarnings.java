package jp.madoguchi.programme;

import java.util.List;

/** What the present programme files say that is allowed but probably not meant; for the administrator's page. */
public interface ProgrammeWarnings {

    /** In the order of files and lines. */
    List<Warning> warnings();

    /**
     * @param file      the file's name
     * @param line      counted from 1
     * @param wording   a Japanese sentence
     * @param wordingEn the same in English
     */
    record Warning(String file, int line, String wording, String wordingEn) {}
}
