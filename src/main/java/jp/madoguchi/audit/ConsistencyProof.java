package jp.madoguchi.audit;

import java.util.List;

/**
 * Proof that the tree of {@code size2} leaves begins with the tree of {@code size1} leaves (RFC 9162 §2.1.4).
 *
 * @param path hashes, 64 hex digits each
 */
public record ConsistencyProof(long size1, long size2, List<String> path) {}
