package org.sallyport.core.ca;

import java.security.PublicKey;
import java.time.Clock;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.SshKeys;

/** Reads an agent's tunnel certificate where it is shown as text instead of being used to log in. */
public final class TunnelCertificates {
    private final SshCertificateChecker checker;

    /** @param key the certificate's own key: who signs with it holds the certificate */
    public record Proved(AgentIdentity identity, PublicKey key) {}

    public TunnelCertificates(Clock clock) {
        checker = new SshCertificateChecker(clock);
    }

    /** @throws SallyportException CERTIFICATE_* when it is not valid now or not an agent's */
    public Proved check(String opensshLine, Trust trust, String clientAddress) {
        OpenSshCertificate presented = SshKeys.parseCertificate(opensshLine);
        SshIdentity identity = checker.check(presented, trust, clientAddress);
        return switch (identity) {
            case AgentIdentity agent -> new Proved(agent, presented.getCertPubKey());
            case SshIdentity.UserIdentity user ->
                throw new SallyportException(
                        ErrorCode.CERTIFICATE_WRONG_TYPE, "An agent's tunnel certificate is needed, this is a user's");
        };
    }
}
