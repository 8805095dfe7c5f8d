package org.sallyport.core.transparency;

/** Where full subtrees are kept. */
public interface SubtreeSource {
    /** @throws IllegalStateException when it is not there: the log has lost part of itself */
    TreeHash subtree(int level, long index);
}
