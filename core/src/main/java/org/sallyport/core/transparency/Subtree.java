package org.sallyport.core.transparency;

import static java.util.Objects.requireNonNull;

/**
 * A full subtree, which never changes once it is there.
 *
 * @param level 0 for a leaf; it has {@code 2^level} leaves
 * @param index among those of its level, from the left, from 0
 */
public record Subtree(int level, long index, TreeHash hash) {
    public Subtree {
        requireNonNull(hash, "hash");
    }
}
