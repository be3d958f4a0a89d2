package jp.madoguchi.casefile;

import jp.madoguchi.kernel.RefusedException;

/** The same idempotency key came with another content: the first filing stands. */
public class StaleRequestException extends RefusedException {

    public StaleRequestException(String wording) {
        super("request.stale", wording);
    }
}
