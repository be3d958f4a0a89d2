package jp.madoguchi.casefile;

import java.util.Optional;
import jp.madoguchi.programme.Programme;

/**
 * What a procedure's room can count of a programme: the actual value beside a target of its file. Several rooms may
 * answer to one code, each for its own programmes. Asked in a transaction, under the reader's data scope.
 */
public interface Measure {

    /** As programme files write it: {@code vendors-registered}. */
    String code();

    /** @return the value in the target's unit (percent as 0–100); empty while nothing can be counted yet */
    Optional<Number> value(Programme programme);
}
