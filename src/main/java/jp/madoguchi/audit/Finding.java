package jp.madoguchi.audit;

/**
 * One sign of tampering.
 *
 * @param seq         the event it concerns; null when it concerns the tree, a head or a whole export
 * @param explanation a Japanese sentence for the auditor
 */
public record Finding(Kind kind, Long seq, String explanation) {

    /** What was done to the trail. */
    public enum Kind {
        EDITED("the recorded body is not the one that was hashed"),
        COLUMN_EDITED("a search column says something else than the hashed body"),
        DELETED("the tree knows an event whose row is gone"),
        INSERTED("a row stands among sealed ones that the sealer never saw"),
        MOVED("the event does not stand where it was recorded"),
        TRUNCATED("a signed head speaks of more events than there are"),
        NOT_IN_TREE("the event is not in the tree that was signed"),
        ROOT_DIFFERS("the events do not give the root that was signed"),
        LIST_CHANGED("the export no longer holds exactly the events it was signed with"),
        FORGED_HEAD("a signature is wrong or was made by a key that is not trusted"),
        DAMAGED_TREE("a stored inner hash of the tree is damaged or missing");

        private final String inEnglish;

        Kind(String inEnglish) {
            this.inEnglish = inEnglish;
        }

        /** The same for every finding of this kind, for the English half of a report. */
        public String inEnglish() {
            return inEnglish;
        }
    }
}
