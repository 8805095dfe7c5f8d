package org.sallyport.connector.auth;

import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.SshKeys;

/** The proxy's host key and certificate as the key exchange asks for them; new ones serve the next connection. */
public final class HostIdentity implements KeyPairProvider, HostKeyCertificateProvider, LiveTrust.Subscriber {
    private record Keys(KeyPair pair, OpenSshCertificate certificate) {}

    private volatile Keys keys;

    @Override
    public void changed(Trust trust, ServerKeys serverKeys) {
        keys = new Keys(
                SshKeys.parsePrivate(serverKeys.sshHostKey()),
                SshKeys.parseCertificate(serverKeys.sshHostCertificate()));
    }

    @Override
    public Iterable<KeyPair> loadKeys(SessionContext session) {
        return List.of(keys.pair());
    }

    @Override
    public Iterable<OpenSshCertificate> loadCertificates(SessionContext session) {
        return List.of(keys.certificate());
    }
}
