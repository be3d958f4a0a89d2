package jp.madoguchi.site.api;

/** A JSON body beyond {@link BodyLimit#LARGEST}. */
class BodyTooLargeException extends RuntimeException {

    BodyTooLargeException() {
        super("request body is larger than " + BodyLimit.LARGEST + " bytes");
    }
}
