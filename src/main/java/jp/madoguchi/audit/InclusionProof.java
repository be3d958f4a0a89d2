package jp.madoguchi.audit;

import java.util.List;

/**
 * Proof that an event stands at its place under a signed head (RFC 9162 §2.1.3).
 *
 * @param leafHash 64 hex digits
 * @param path     sibling hashes from the leaf up, 64 hex digits each
 */
public record InclusionProof(long seq, long index, String leafHash, List<String> path, SignedHead head) {}
