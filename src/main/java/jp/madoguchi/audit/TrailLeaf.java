package jp.madoguchi.audit;

/**
 * A row of the trail beside what the tree holds of it.
 *
 * @param seq        null when the tree does not know whose place it is
 * @param index      null while unsealed
 * @param hash       what the tree holds at that place; null when nothing
 * @param row        null when the row is gone
 * @param passedOver whether later rows were sealed and this one was not
 */
record TrailLeaf(Long seq, Long index, byte[] hash, TrailRow row, boolean passedOver) {

    /** Whether a head, which may be null, covers this place. */
    boolean isUnder(SignedHead head) {
        return head != null && index != null && index >= 0 && index < head.size();
    }
}
