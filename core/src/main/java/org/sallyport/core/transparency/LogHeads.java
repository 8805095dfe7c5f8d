package org.sallyport.core.transparency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LogHead;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.TlsKeys;

/** What is signed of a tree head, and whether that was done. */
public final class LogHeads {
    /** No other protocol of ours signs what begins like this. */
    private static final byte[] CONTEXT = "sallyport log head v1\0".getBytes(StandardCharsets.US_ASCII);

    private LogHeads() {}

    /** @param time to the millisecond */
    public static byte[] message(String clusterId, long size, TreeHash root, Instant time) {
        byte[] cluster = clusterId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message =
                ByteBuffer.allocate(CONTEXT.length + Integer.BYTES + cluster.length + 2 * Long.BYTES + TreeHash.BYTES);
        message.put(CONTEXT).putInt(cluster.length).put(cluster);
        message.putLong(size).putLong(time.toEpochMilli()).put(root.bytes());
        return message.array();
    }

    public static String keyId(PublicKey key) {
        return Secrets.sha256Hex(key.getEncoded());
    }

    /** By the key that the head names; whose key that is, is for the asker to know. */
    public static boolean signed(LogHead head) {
        try {
            PublicKey key = TlsKeys.parsePublic(head.publicKey());
            return head.keyId().equals(keyId(key))
                    && TlsKeys.verify(
                            key,
                            message(head.clusterId(), head.size(), TreeHash.ofHex(head.rootHash()), head.time()),
                            Base64.getDecoder().decode(head.signature()));
        } catch (SallyportException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
