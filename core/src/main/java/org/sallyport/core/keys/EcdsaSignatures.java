package org.sallyport.core.keys;

import java.io.IOException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/** An ECDSA signature's two numbers in the encodings of two protocols. */
final class EcdsaSignatures {
    private EcdsaSignatures() {}

    /** From DER (RFC 3279 section 2.2.3) to {@code mpint r, mpint s} (RFC 5656 section 3.1.2). */
    static byte[] ssh(byte[] der) {
        try {
            ASN1Sequence numbers = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
            ByteArrayBuffer out = new ByteArrayBuffer();
            for (int i = 0; i < 2; i++) {
                out.putMPInt(ASN1Integer.getInstance(numbers.getObjectAt(i)).getPositiveValue());
            }
            return out.getCompactData();
        } catch (IOException | IllegalArgumentException e) {
            throw KeyFailure.internal("an ECDSA signature could not be read", e);
        }
    }
}
