package jp.madoguchi.org;

import java.time.Instant;

/**
 * A member of staff as administrators see the account.
 *
 * @param posts       職名 held today with their sections, joined by 、
 * @param lockedUntil end of a lock after wrong passwords, possibly past, or null
 */
public record StaffAccount(String id, String login, String name, String email, String posts, Instant lockedUntil,
                           boolean retired) {

    public boolean isLocked(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }
}
