package org.sallyport.core.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * All that appending needs: the roots of the full subtrees that a tree consists of, the largest first. A tree of n leaves has
 * one for each bit that is set in n.
 */
public final class Frontier {
    public static final Frontier EMPTY = new Frontier(0, List.of());

    private final long size;
    private final List<TreeHash> peaks;

    /** A longer tree, and the full subtrees that became so by it, the leaf first. */
    public record Appended(Frontier frontier, List<Subtree> made) {}

    private Frontier(long size, List<TreeHash> peaks) {
        this.size = size;
        this.peaks = List.copyOf(peaks);
    }

    /** Of a tree that is stored. */
    public static Frontier of(long size, SubtreeSource source) {
        List<TreeHash> peaks = new ArrayList<>();
        long begin = 0;
        for (int level = 63 - Long.numberOfLeadingZeros(size); level >= 0; level--) {
            long leaves = 1L << level;
            if ((size & leaves) != 0) {
                peaks.add(source.subtree(level, begin >> level));
                begin += leaves;
            }
        }
        return new Frontier(size, peaks);
    }

    /** Of a tree whose {@link #peaks} were kept. @throws IllegalArgumentException when they are of another size */
    public static Frontier of(long size, List<TreeHash> peaks) {
        if (size < 0 || Long.bitCount(size) != peaks.size()) {
            throw new IllegalArgumentException("a tree of " + size + " has not " + peaks.size() + " peaks");
        }
        return new Frontier(size, peaks);
    }

    public long size() {
        return size;
    }

    /** Roots of its full subtrees, the largest first. */
    public List<TreeHash> peaks() {
        return peaks;
    }

    public Appended append(TreeHash leaf) {
        List<TreeHash> left = new ArrayList<>(peaks);
        List<Subtree> made = new ArrayList<>();
        TreeHash hash = leaf;
        int level = 0;
        made.add(new Subtree(0, size, leaf));
        while ((size >> level & 1) == 1) {
            hash = TreeHash.node(left.removeLast(), hash);
            level++;
            made.add(new Subtree(level, size >> level, hash));
        }
        left.add(hash);
        return new Appended(new Frontier(size + 1, left), made);
    }

    /** Of the whole tree (RFC 9162 section 2.1.1). */
    public TreeHash root() {
        if (peaks.isEmpty()) {
            return TreeHash.EMPTY;
        }
        TreeHash root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = TreeHash.node(peaks.get(i), root);
        }
        return root;
    }
}
