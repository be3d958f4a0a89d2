package jp.madoguchi.letters;

import java.util.List;

/** Letter or notice templates that must not be used; the application does not start with them. */
class InvalidLettersException extends RuntimeException {

    /** @param findings one line each: file, a Japanese sentence, the same in English */
    InvalidLettersException(List<String> findings) {
        super("通知のひな形に誤りがあります。 Letter templates are not usable.\n" + String.join("\n", findings));
    }
}
