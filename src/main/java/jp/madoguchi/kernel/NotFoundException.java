package jp.madoguchi.kernel;

/** There is no such thing for this person: absent, or another government's. Both look alike, so nothing leaks. */
public class NotFoundException extends RuntimeException {

    public NotFoundException(String what) {
        super(what);
    }
}
