package jp.madoguchi.audit;

import java.util.function.BiConsumer;
import jp.madoguchi.audit.MerkleTree.Nodes;
import jp.madoguchi.audit.MerkleTree.Position;

/** The right edge of a growing tree: its at most 64 largest complete subtrees, enough to append and to know the root. */
final class MerkleFrontier {

    private final byte[][] complete = new byte[64][];
    private long size;

    /** Takes up a tree of {@code size} leaves where it was left. */
    static MerkleFrontier of(long size, Nodes nodes) {
        MerkleFrontier frontier = new MerkleFrontier();
        frontier.size = size;
        for (int level = 0; level < 63; level++) {
            if ((size >> level & 1) == 1) {
                frontier.complete[level] = nodes.at(new Position(level, (size >> level) - 1));
            }
        }
        return frontier;
    }

    /** Appends a leaf and hands over every subtree that it completes, the leaf itself first. */
    void add(byte[] leaf, BiConsumer<Position, byte[]> completed) {
        byte[] hash = leaf;
        int level = 0;
        completed.accept(new Position(0, size), hash);
        for (; (size >> level & 1) == 1; level++) {
            hash = MerkleTree.nodeHash(complete[level], hash);
            completed.accept(new Position(level + 1, size >> (level + 1)), hash);
        }
        complete[level] = hash;
        size++;
    }

    byte[] root() {
        byte[] root = null;
        for (int level = 0; level < 63; level++) {
            if ((size >> level & 1) == 1) {
                root = root == null ? complete[level] : MerkleTree.nodeHash(complete[level], root);
            }
        }
        return root == null ? MerkleTree.EMPTY_ROOT.clone() : root;
    }

    long size() {
        return size;
    }
}
