package jp.madoguchi.forms;

import java.util.List;

/** A form file that cannot be used. Stops the start of the application. */
public final class InvalidFormException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidFormException(String file, List<String> faults) {
        super("Form " + file + " cannot be used:\n  - " + String.join("\n  - ", faults));
    }
}
