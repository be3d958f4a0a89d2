package jp.madoguchi.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import jp.madoguchi.kernel.Sha256;

/**
 * The Merkle tree of RFC 6962 §2.1 (unchanged in RFC 9162 §2.1) over SHA-256. A tree is given as the hashes of its
 * complete subtrees: they never change once complete, so they can be stored append-only, and every root and proof of
 * every size is made from O(log n) of them.
 */
final class MerkleTree {

    /** The root of the tree without leaves. */
    static final byte[] EMPTY_ROOT = sha256();

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    /**
     * A complete subtree.
     *
     * @param level 0 for a leaf; it covers 2^level leaves
     * @param index its place on that level, from 0
     */
    record Position(int level, long index) {}

    /** Hashes of complete subtrees. */
    @FunctionalInterface
    interface Nodes {
        byte[] at(Position position);
    }

    static byte[] leafHash(byte[] entry) {
        return sha256(LEAF, entry);
    }

    static byte[] nodeHash(byte[] left, byte[] right) {
        return sha256(NODE, left, right);
    }

    /** MTH(D[0:size]). */
    static byte[] root(Nodes nodes, long size) {
        return size == 0 ? EMPTY_ROOT : hash(nodes, 0, size);
    }

    /** PATH(index, D[0:size]), RFC 6962 §2.1.1. @throws IndexOutOfBoundsException without such a leaf */
    static List<byte[]> inclusionProof(Nodes nodes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("No leaf %d in a tree of %d".formatted(index, size));
        }
        List<byte[]> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + split(to - from);
            if (index < middle) {
                path.add(hash(nodes, middle, to));
                to = middle;
            } else {
                path.add(hash(nodes, from, middle));
                from = middle;
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** PROOF(size1, D[0:size2]), RFC 6962 §2.1.2. @throws IndexOutOfBoundsException unless 0 < size1 <= size2 */
    static List<byte[]> consistencyProof(Nodes nodes, long size1, long size2) {
        if (size1 < 1 || size1 > size2) {
            throw new IndexOutOfBoundsException("No proof from %d to %d leaves".formatted(size1, size2));
        }
        List<byte[]> path = new ArrayList<>();
        long from = 0;
        long to = size2;
        while (to != size1) {
            long middle = from + split(to - from);
            if (size1 <= middle) {
                path.add(hash(nodes, middle, to));
                to = middle;
            } else {
                path.add(hash(nodes, from, middle));
                from = middle;
            }
        }
        if (from > 0) {
            path.add(hash(nodes, from, to));
        }
        Collections.reverse(path);
        return path;
    }

    /** RFC 9162 §2.1.3.2. */
    static boolean isIncluded(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = nodeHash(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(hash, root);
    }

    /** RFC 9162 §2.1.4.2. */
    static boolean isConsistent(long size1, byte[] root1, long size2, byte[] root2, List<byte[]> proof) {
        if (size1 < 1 || size1 > size2) {
            return false;
        }
        if (size1 == size2) {
            return proof.isEmpty() && Arrays.equals(root1, root2);
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(size1) == 1) {
            path.add(0, root1);
        }
        if (path.isEmpty()) {
            return false;
        }
        long fn = size1 - 1;
        long sn = size2 - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] hash1 = path.get(0);
        byte[] hash2 = path.get(0);
        for (byte[] sibling : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash1 = nodeHash(sibling, hash1);
                hash2 = nodeHash(sibling, hash2);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash2 = nodeHash(hash2, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(hash1, root1) && Arrays.equals(hash2, root2);
    }

    static byte[] sha256(byte[]... parts) {
        MessageDigest digest = Sha256.digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** @return null for null */
    static String hex(byte[] hash) {
        return hash == null ? null : HexFormat.of().formatHex(hash);
    }

    /** MTH(D[from:to]) of a range that the recursive definition reaches, so its complete subtrees are aligned. */
    private static byte[] hash(Nodes nodes, long from, long to) {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.at(new Position(level, from >> level));
        }
        long middle = from + split(size);
        return nodeHash(hash(nodes, from, middle), hash(nodes, middle, to));
    }

    /** The largest power of two smaller than a size above one. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
