package jp.madoguchi.lottery;

import java.time.Instant;

/**
 * A draw as it stands. What comes later is null until then.
 *
 * @param id      the case's number and how many draws the case has begun: everybody sees that one was begun anew
 * @param seed    lower-case hex
 * @param winners tickets, of {@code winners + reserves}
 * @param outcomeHash SHA-256 of outcome.json: what a second officer must come to
 * @param endedAt when it was published, given up before its announcement, or annulled
 */
public record Draw(String id, String caseNumber, int attempt, String government, String programme, String title, State state, String poolHash,
                   String commitmentHash, long lots, long persons, Instant frozenAt, Instant announcedAt, Instant drawnAt, String seed, Long winners,
                   Long reserves, String resultHash, String outcomeHash, Instant endedAt) {

    /** In this order; a draw ends as one of the last three. */
    public enum State {
        FROZEN, ANNOUNCED, DRAWN, PUBLISHED, DISCARDED, ANNULLED
    }

    /** Whether the public knows of it. */
    public boolean isPublic() {
        return announcedAt != null;
    }
}
