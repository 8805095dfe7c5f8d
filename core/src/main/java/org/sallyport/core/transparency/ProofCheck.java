package org.sallyport.core.transparency;

import java.util.List;

/** Verifies proofs with nothing but the roots that somebody kept; a proof of any other length or content is false. */
public final class ProofCheck {
    private ProofCheck() {}

    /** RFC 9162 section 2.1.3.2. */
    public static boolean included(TreeHash leaf, long index, long size, List<TreeHash> path, TreeHash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long at = index;
        long last = size - 1;
        TreeHash hash = leaf;
        for (TreeHash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                hash = TreeHash.node(sibling, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHash.node(hash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** RFC 9162 section 2.1.4.2. Every tree continues the empty one. */
    public static boolean continues(
            long first, TreeHash firstRoot, long second, TreeHash secondRoot, List<TreeHash> proof) {
        if (first < 0 || first > second) {
            return false;
        }
        if (first == 0) {
            return proof.isEmpty() && firstRoot.equals(TreeHash.EMPTY);
        }
        if (first == second) {
            return proof.isEmpty() && firstRoot.equals(secondRoot);
        }
        boolean full = Long.bitCount(first) == 1;
        if (proof.isEmpty() && !full) {
            return false;
        }
        long at = first - 1;
        long last = second - 1;
        while ((at & 1) == 1) {
            at >>= 1;
            last >>= 1;
        }
        TreeHash old = full ? firstRoot : proof.getFirst();
        TreeHash grown = old;
        for (TreeHash sibling : full ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((at & 1) == 1 || at == last) {
                old = TreeHash.node(sibling, old);
                grown = TreeHash.node(sibling, grown);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                grown = TreeHash.node(grown, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        return last == 0 && old.equals(firstRoot) && grown.equals(secondRoot);
    }
}
