package jp.madoguchi.audit;

/**
 * One sign of tampering.
 *
 * @param seq         the event it concerns; null when it concerns the tree or a head
 * @param explanation a Japanese sentence for the auditor
 */
public record Finding(Kind kind, Long seq, String explanation) {

    /** What was done to the trail. */
    public enum Kind {
        /** The recorded body is not the one that was hashed. */
        EDITED,
        /** A search column says something else than the hashed body. */
        COLUMN_EDITED,
        /** The tree knows an event whose row is gone. */
        DELETED,
        /** A row that the sealer never saw, among older ones. */
        INSERTED,
        /** The event is not what the tree holds at its place. */
        MOVED,
        /** A signed head speaks of more events than there are. */
        TRUNCATED,
        /** The events do not give the root that was signed. */
        ROOT_DIFFERS,
        /** A head's or an export's signature is wrong, or made by a key that is not trusted. */
        FORGED_HEAD,
        /** A stored inner hash of the tree is damaged or missing. */
        DAMAGED_TREE
    }
}
