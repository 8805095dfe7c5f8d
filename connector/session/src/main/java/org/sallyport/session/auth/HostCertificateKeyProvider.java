package org.sallyport.session.auth;

import static java.util.Objects.requireNonNull;

import java.security.KeyPair;
import java.util.List;
import java.util.function.Supplier;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.SshServer;

/** Host keys as they are now: a renewed certificate serves from the next handshake on. */
public final class HostCertificateKeyProvider implements HostKeyCertificateProvider, KeyPairProvider {
    private final Supplier<HostKeys> keys;

    private HostCertificateKeyProvider(Supplier<HostKeys> keys) {
        this.keys = requireNonNull(keys, "keys");
    }

    public static void install(SshServer server, Supplier<HostKeys> keys) {
        HostCertificateKeyProvider provider = new HostCertificateKeyProvider(keys);
        server.setKeyPairProvider(provider);
        server.setHostKeyCertificateProvider(provider);
    }

    @Override
    public Iterable<OpenSshCertificate> loadCertificates(SessionContext session) {
        return List.of(keys.get().certificate());
    }

    @Override
    public Iterable<KeyPair> loadKeys(SessionContext session) {
        return List.of(keys.get().key());
    }
}
