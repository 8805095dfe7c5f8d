package org.sallyport.core.transparency;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.sallyport.core.keys.Secrets;

/** A node of the transparency log's tree: SHA-256, with leaves and inner nodes kept apart (RFC 9162 section 2.1.1). */
public final class TreeHash {
    public static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** The root of a tree without leaves. */
    public static final TreeHash EMPTY = new TreeHash(Secrets.sha256(new byte[0]));

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException for another length than {@link #BYTES} */
    public static TreeHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a tree's hash has " + BYTES + " bytes, not " + bytes.length);
        }
        return new TreeHash(bytes.clone());
    }

    public static TreeHash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public static TreeHash leaf(byte[] entry) {
        byte[] input = new byte[entry.length + 1];
        input[0] = LEAF;
        System.arraycopy(entry, 0, input, 1, entry.length);
        return new TreeHash(Secrets.sha256(input));
    }

    public static TreeHash node(TreeHash left, TreeHash right) {
        byte[] input = new byte[2 * BYTES + 1];
        input[0] = NODE;
        System.arraycopy(left.bytes, 0, input, 1, BYTES);
        System.arraycopy(right.bytes, 0, input, BYTES + 1, BYTES);
        return new TreeHash(Secrets.sha256(input));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
