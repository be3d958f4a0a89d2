package jp.madoguchi.inbox.web;

import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.programme.Programmes;
import org.springframework.stereotype.Component;

/** Names of programmes for lists, also of ones whose file was taken away since. */
@Component
class ProgrammeNames {

    private final Programmes programmes;

    ProgrammeNames(Programmes programmes) {
        this.programmes = programmes;
    }

    String of(String code) {
        try {
            return programmes.get(code).name();
        } catch (NotFoundException e) {
            return code;
        }
    }
}
