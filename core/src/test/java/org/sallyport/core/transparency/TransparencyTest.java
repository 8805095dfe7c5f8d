package org.sallyport.core.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the definition of RFC 9162, written out as it stands there. */
class TransparencyTest {
    private static final int MOST = 70;

    private final List<TreeHash> leaves = new ArrayList<>();
    private final Map<String, TreeHash> stored = new HashMap<>();
    private final List<TreeHash> roots = new ArrayList<>();
    private final Proofs proofs = new Proofs((level, index) -> {
        TreeHash found = stored.get(level + "/" + index);
        if (found == null) {
            throw new IllegalStateException("no full subtree " + level + "/" + index);
        }
        return found;
    });

    TransparencyTest() {
        Frontier frontier = Frontier.EMPTY;
        roots.add(frontier.root());
        for (int i = 0; i < MOST; i++) {
            TreeHash leaf = TreeHash.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8));
            leaves.add(leaf);
            Frontier.Appended appended = frontier.append(leaf);
            appended.made().forEach(made -> stored.put(made.level() + "/" + made.index(), made.hash()));
            frontier = appended.frontier();
            roots.add(frontier.root());
        }
    }

    private static TreeHash defined(List<TreeHash> leaves) {
        if (leaves.isEmpty()) {
            return TreeHash.EMPTY;
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.node(defined(leaves.subList(0, k)), defined(leaves.subList(k, leaves.size())));
    }

    @Test
    void hashesAreThoseOfTheStandard() {
        assertThat(TreeHash.EMPTY.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(TreeHash.leaf(new byte[0]).hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    @Test
    void rootsAreAsDefined() {
        for (int size = 0; size <= MOST; size++) {
            assertThat(roots.get(size)).isEqualTo(defined(leaves.subList(0, size)));
            assertThat(proofs.root(0, size)).isEqualTo(roots.get(size));
            assertThat(Frontier.of(size, (level, index) -> stored.get(level + "/" + index))
                            .root())
                    .isEqualTo(roots.get(size));
        }
    }

    @Test
    void everyLeafIsProvedInEveryTreeAndNoOther() {
        for (int size = 1; size <= MOST; size++) {
            for (int leaf = 0; leaf < size; leaf++) {
                List<TreeHash> path = proofs.inclusion(leaf, size);
                assertThat(ProofCheck.included(leaves.get(leaf), leaf, size, path, roots.get(size)))
                        .isTrue();
                assertThat(ProofCheck.included(leaves.get((leaf + 1) % MOST), leaf, size, path, roots.get(size)))
                        .isFalse();
                assertThat(ProofCheck.included(leaves.get(leaf), leaf, size, path, roots.get(size - 1)))
                        .isFalse();
            }
        }
    }

    @Test
    void everyTreeContinuesEveryEarlierOneAndNoOther() {
        for (int second = 1; second <= MOST; second++) {
            for (int first = 1; first <= second; first++) {
                List<TreeHash> proof = proofs.consistency(first, second);
                assertThat(ProofCheck.continues(first, roots.get(first), second, roots.get(second), proof))
                        .as(first + " to " + second)
                        .isTrue();
                assertThat(ProofCheck.continues(first, roots.get(first - 1), second, roots.get(second), proof))
                        .isFalse();
                assertThat(ProofCheck.continues(first, roots.get(first), second, roots.get(second - 1), proof))
                        .isFalse();
            }
        }
        assertThat(ProofCheck.continues(0, TreeHash.EMPTY, 5, roots.get(5), List.of()))
                .isTrue();
    }

    @Test
    void noChangedProofHolds() {
        Random random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            int second = 2 + random.nextInt(MOST - 1);
            int first = 1 + random.nextInt(second - 1);
            List<TreeHash> proof = new ArrayList<>(proofs.consistency(first, second));
            int leaf = random.nextInt(second);
            List<TreeHash> path = new ArrayList<>(proofs.inclusion(leaf, second));
            change(proof, random);
            change(path, random);
            assertThat(ProofCheck.continues(first, roots.get(first), second, roots.get(second), proof))
                    .isFalse();
            assertThat(ProofCheck.included(leaves.get(leaf), leaf, second, path, roots.get(second)))
                    .isFalse();
        }
    }

    private static void change(List<TreeHash> proof, Random random) {
        TreeHash other = TreeHash.leaf(new byte[] {(byte) random.nextInt()});
        int at = random.nextInt(proof.size());
        switch (random.nextInt(3)) {
            case 0 -> proof.set(at, other);
            case 1 -> proof.remove(at);
            default -> proof.add(at, other);
        }
    }
}
