package jp.madoguchi.programme;

import java.util.List;
import java.util.stream.Collectors;

/** Stops the start: one line per mistake, {@code file:line: 日本語。 English.} */
class InvalidProgrammesException extends RuntimeException {

    InvalidProgrammesException(List<Finding> errors) {
        super("事業ファイルに誤りが " + errors.size() + " 件あります。直してから起動し直してください。"
                + " The programme files have errors; nothing was loaded.\n"
                + errors.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
