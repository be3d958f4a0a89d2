package jp.madoguchi.programme;

import java.util.Collection;

/** All programmes of this installation, loaded at start from {@code programmes/*.yaml}, checked whole. */
public interface Programmes {

    /** The present versions, by code. */
    Collection<Programme> all();

    /** The present version. @throws jp.madoguchi.kernel.NotFoundException when there is none of that code */
    Programme get(String code);

    /** The version a running case was started under. @throws jp.madoguchi.kernel.NotFoundException when unknown */
    Programme version(String code, String hash);
}
