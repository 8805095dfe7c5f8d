package org.sallyport.core.transparency;

import java.util.ArrayList;
import java.util.List;

/** Proofs from stored subtrees, in a number of reads that grows with the logarithm of the tree. */
public final class Proofs {
    private final SubtreeSource source;

    public Proofs(SubtreeSource source) {
        this.source = source;
    }

    /**
     * That a leaf is in the tree of this size (RFC 9162 section 2.1.3.1), the leaf's neighbour first.
     *
     * @throws IllegalArgumentException unless {@code 0 <= leaf < size}
     */
    public List<TreeHash> inclusion(long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("a tree of " + size + " has no leaf " + leaf);
        }
        List<TreeHash> path = new ArrayList<>();
        inclusion(leaf, 0, size, path);
        return path;
    }

    private void inclusion(long leaf, long begin, long end, List<TreeHash> path) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (leaf < middle) {
            inclusion(leaf, begin, middle, path);
            path.add(root(middle, end));
        } else {
            inclusion(leaf, middle, end, path);
            path.add(root(begin, middle));
        }
    }

    /**
     * That the tree of the first size is the beginning of that of the second (RFC 9162 section 2.1.4.1).
     *
     * @throws IllegalArgumentException unless {@code 0 < first <= second}
     */
    public List<TreeHash> consistency(long first, long second) {
        if (first <= 0 || first > second) {
            throw new IllegalArgumentException("no tree of " + first + " is the beginning of one of " + second);
        }
        List<TreeHash> proof = new ArrayList<>();
        if (first < second) {
            consistency(first, 0, second, true, proof);
        }
        return proof;
    }

    /** @param whole whether the first tree's root is one the asker has already */
    private void consistency(long first, long begin, long end, boolean whole, List<TreeHash> proof) {
        if (first == end) {
            if (!whole) {
                proof.add(root(begin, end));
            }
            return;
        }
        long middle = begin + split(end - begin);
        if (first <= middle) {
            consistency(first, begin, middle, whole, proof);
            proof.add(root(middle, end));
        } else {
            consistency(first, middle, end, false, proof);
            proof.add(root(begin, middle));
        }
    }

    /** Of the leaves from begin to before end, where begin is a multiple of the largest power of two in their number. */
    public TreeHash root(long begin, long end) {
        long leaves = end - begin;
        if (leaves == 0) {
            return TreeHash.EMPTY;
        }
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return source.subtree(level, begin >> level);
        }
        long middle = begin + split(leaves);
        return TreeHash.node(root(begin, middle), root(middle, end));
    }

    /** The largest power of two below n. */
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }
}
