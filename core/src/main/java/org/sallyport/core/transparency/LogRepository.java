package org.sallyport.core.transparency;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The log at rest. Writers of audit events and certificates leave their leaf, without an index, in the same transaction
 * as the row; what is here is of the sequencer and of readers. Joins the caller's transaction.
 */
public interface LogRepository extends SubtreeSource {
    /** Subtrees from this level on are stored; smaller ones are made from the leaves when they are asked for. */
    int STORED_LEVEL = 6;

    /** @param index -1 when there is no leaf @param row empty when it is not there any more */
    record Entry(long index, LogLeaf leaf, Optional<LogRow> row) {}

    /** @param time to the millisecond @param signature DER */
    record Signed(long size, TreeHash root, Instant time, String keyId, byte[] signature) {}

    /** @param sealed private key, PEM, under {@code KeySealer} context {@code log} */
    record Key(String keyId, String publicPem, byte[] sealed, Instant created) {}

    /** Whether the sequencer has work; asks without a lock. */
    boolean waiting();

    /** How many leaves of what was written have no index yet; without those from before there was a log. */
    long unsequenced();

    /** The tree so far, for the one that extends it: others that call this wait until his transaction ends. */
    Frontier lock();

    /** The tree as committed. */
    Frontier tree();

    /**
     * Takes leaves that wait for their index, as many as are committed and asked for, in no order; then rows from
     * before there was a log. Only under {@link #lock}.
     */
    List<LogLeaf> take(int most);

    /** Only under {@link #lock}. @param leaves those added, in their order @param made subtrees that became full */
    void grow(Frontier grown, List<LogLeaf> leaves, List<Subtree> made);

    OptionalLong indexOf(String id);

    /** In the order of their indexes; fewer than asked for when they are large, but at least one if there is one. */
    List<Entry> entries(long from, int most);

    /** Stored subtrees whose last leaf is one of these. */
    List<Subtree> ending(long from, long to);

    /**
     * Rows without a leaf.
     *
     * @param after key of the last one seen, empty for the start
     */
    List<Entry> unlogged(LogKind kind, String after, int most);

    Optional<Signed> signed();

    /** In place of the one before. */
    void store(Signed head);

    Optional<Key> key(String keyId);

    /** The youngest one, which signs. */
    Optional<Key> signingKey();

    void insert(Key key);
}
