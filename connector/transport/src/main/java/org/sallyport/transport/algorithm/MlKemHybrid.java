package org.sallyport.transport.algorithm;

import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.kex.MontgomeryCurve;
import org.apache.sshd.common.kex.XDH;
import org.sallyport.core.keys.MlKem768;

/**
 * {@code mlkem768x25519-sha256} (draft-ietf-sshm-mlkem-hybrid-kex). MINA has the exchange too, but takes ML-KEM from
 * classes that BouncyCastle has only since 1.84, and calls it unsupported with WildFly's 1.83
 * (docs/adr/0020-post-quantum-key-exchange.md).
 */
final class MlKemHybrid implements DHFactory {
    static final String NAME = "mlkem768x25519-sha256";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean isSupported() {
        return MlKem768.isSupported() && MontgomeryCurve.x25519.isSupported() && BuiltinDigests.sha256.isSupported();
    }

    @Override
    public boolean isGroupExchange() {
        return false;
    }

    @Override
    public XDH create(Object... params) throws Exception {
        // raw: the shared secret is hashed as a string, not as a number
        return new XDH(MontgomeryCurve.x25519, true) {
            @Override
            public KeyEncapsulationMethod getKeyEncapsulation() {
                return new MlKemExchange();
            }

            @Override
            public Digest getHash() {
                return BuiltinDigests.sha256.create();
            }
        };
    }
}
