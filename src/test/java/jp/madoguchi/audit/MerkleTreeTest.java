package jp.madoguchi.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import jp.madoguchi.audit.MerkleTree.Nodes;
import jp.madoguchi.audit.MerkleTree.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6962 §2.1 against the vectors of the Certificate Transparency project and against the definition itself. */
class MerkleTreeTest {

    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final String LEAVES_6_TO_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String LEAVES_2_TO_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String LEAVES_0_TO_3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";

    private final Random random = new Random(6962);

    @Test
    void theEmptyTreeIsTheHashOfNothing() {
        assertThat(hex(MerkleTree.root(position -> null, 0)))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(new MerkleFrontier().root()).isEqualTo(MerkleTree.EMPTY_ROOT);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"})
    void rootsOfTheKnownTree(int size, String root) {
        Grown tree = known();
        assertThat(hex(MerkleTree.root(tree.nodes(), size))).isEqualTo(root);
        assertThat(hex(tree.roots.get(size))).isEqualTo(root);
    }

    @Test
    void inclusionProofsOfTheKnownTree() {
        assertThat(inclusion(0, 1)).isEmpty();
        assertThat(inclusion(0, 8)).containsExactly(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", LEAVES_2_TO_3,
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(inclusion(5, 8)).containsExactly(LEAF_4,
                LEAVES_6_TO_7, LEAVES_0_TO_3);
        assertThat(inclusion(2, 3)).containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
        assertThat(inclusion(1, 5)).containsExactly(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", LEAVES_2_TO_3, LEAF_4);
    }

    @Test
    void consistencyProofsOfTheKnownTree() {
        assertThat(consistency(1, 1)).isEmpty();
        assertThat(consistency(2, 5)).containsExactly(LEAVES_2_TO_3, LEAF_4);
        assertThat(consistency(6, 8)).containsExactly(
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", LEAVES_6_TO_7, LEAVES_0_TO_3);
    }

    @Test
    void everyRootAndProofOfEverySmallTreeHolds() {
        Grown tree = grow(70);
        for (int size = 1; size <= 70; size++) {
            byte[] root = byDefinition(tree.leaves.subList(0, size));
            assertThat(MerkleTree.root(tree.nodes(), size)).isEqualTo(root);
            assertThat(MerkleFrontier.of(size, tree.nodes()).root()).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<byte[]> path = MerkleTree.inclusionProof(tree.nodes(), index, size);
                assertThat(MerkleTree.isIncluded(tree.leaves.get(index), index, size, path, root)).isTrue();
            }
            for (int earlier = 1; earlier <= size; earlier++) {
                List<byte[]> proof = MerkleTree.consistencyProof(tree.nodes(), earlier, size);
                assertThat(MerkleTree.isConsistent(earlier, tree.roots.get(earlier), size, root, proof)).isTrue();
            }
        }
    }

    @Test
    void noProofSurvivesAFlippedBitAWrongPlaceOrAMissingHash() {
        for (int round = 0; round < 200; round++) {
            int size = 2 + random.nextInt(1500);
            Grown tree = grow(size);
            int index = random.nextInt(size);
            byte[] leaf = tree.leaves.get(index);
            byte[] root = tree.roots.get(size);
            List<byte[]> path = MerkleTree.inclusionProof(tree.nodes(), index, size);

            assertThat(MerkleTree.isIncluded(leaf, index, size, path, root)).isTrue();
            assertThat(path.size()).isLessThanOrEqualTo(64 - Long.numberOfLeadingZeros(size));
            assertThat(MerkleTree.isIncluded(flipped(leaf), index, size, path, root)).isFalse();
            assertThat(MerkleTree.isIncluded(leaf, index, size, path, flipped(root))).isFalse();
            assertThat(MerkleTree.isIncluded(leaf, index, size, withOneFlipped(path), root)).isFalse();
            assertThat(MerkleTree.isIncluded(leaf, (index + 1) % size, size, path, root)).isFalse();
            assertThat(MerkleTree.isIncluded(leaf, index, size, path.subList(1, path.size()), root)).isFalse();
            assertThat(MerkleTree.isIncluded(leaf, -1, size, path, root)).isFalse();
            assertThat(MerkleTree.isIncluded(leaf, size, size, path, root)).isFalse();

            int earlier = 1 + random.nextInt(size - 1);
            byte[] before = tree.roots.get(earlier);
            List<byte[]> proof = MerkleTree.consistencyProof(tree.nodes(), earlier, size);
            assertThat(MerkleTree.isConsistent(earlier, before, size, root, proof)).isTrue();
            assertThat(MerkleTree.isConsistent(earlier, flipped(before), size, root, proof)).isFalse();
            assertThat(MerkleTree.isConsistent(earlier, before, size, flipped(root), proof)).isFalse();
            assertThat(MerkleTree.isConsistent(earlier, before, size, root, withOneFlipped(proof))).isFalse();
            assertThat(MerkleTree.isConsistent(earlier, before, size, root, proof.subList(1, proof.size()))).isFalse();
            assertThat(MerkleTree.isConsistent(size, root, earlier, before, proof)).isFalse();
        }
    }

    @Test
    void proofsOutsideTheTreeAreNotMade() {
        Nodes nodes = known().nodes();
        assertThatThrownBy(() -> MerkleTree.inclusionProof(nodes, 8, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MerkleTree.consistencyProof(nodes, 0, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MerkleTree.consistencyProof(nodes, 8, 7)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private List<String> inclusion(int index, int size) {
        return MerkleTree.inclusionProof(known().nodes(), index, size).stream().map(MerkleTreeTest::hex).toList();
    }

    private List<String> consistency(int size1, int size2) {
        return MerkleTree.consistencyProof(known().nodes(), size1, size2).stream().map(MerkleTreeTest::hex).toList();
    }

    private byte[] flipped(byte[] hash) {
        byte[] changed = hash.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private List<byte[]> withOneFlipped(List<byte[]> hashes) {
        List<byte[]> changed = new ArrayList<>(hashes);
        int at = random.nextInt(changed.size());
        changed.set(at, flipped(changed.get(at)));
        return changed;
    }

    /** MTH of RFC 6962 §2.1, word for word. */
    private static byte[] byDefinition(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        return MerkleTree.nodeHash(byDefinition(leaves.subList(0, k)), byDefinition(leaves.subList(k, leaves.size())));
    }

    private static Grown known() {
        Grown tree = new Grown();
        INPUTS.forEach(input -> tree.add(MerkleTree.leafHash(HexFormat.of().parseHex(input))));
        return tree;
    }

    private Grown grow(int size) {
        Grown tree = new Grown();
        for (int i = 0; i < size; i++) {
            byte[] entry = new byte[16];
            random.nextBytes(entry);
            tree.add(MerkleTree.leafHash(entry));
        }
        return tree;
    }

    private static String hex(byte[] hash) {
        return MerkleTree.hex(hash);
    }

    /** A tree with all it ever was. */
    private static final class Grown {

        private final MerkleFrontier frontier = new MerkleFrontier();
        private final Map<Position, byte[]> complete = new HashMap<>();
        private final List<byte[]> leaves = new ArrayList<>();
        private final List<byte[]> roots = new ArrayList<>(List.of(MerkleTree.EMPTY_ROOT));

        void add(byte[] leaf) {
            leaves.add(leaf);
            frontier.add(leaf, (position, hash) -> assertThat(complete.put(position, hash)).isNull());
            roots.add(frontier.root());
        }

        Nodes nodes() {
            return position -> {
                assertThat(complete).containsKey(position);
                return complete.get(position);
            };
        }
    }
}
