package org.sallyport.connector.auth;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.identity.SshIdentity;

/** Publickey authentication by certificate: checked here, signature by MINA, then admission off this thread. */
final class CertificateAuth extends UserAuthPublicKey {
    private static final AttributeKey<Boolean> TOLD = new AttributeKey<>();

    private final Logins logins;
    private final Executor blocking;

    CertificateAuth(Logins logins, Executor blocking) {
        this.logins = logins;
        this.blocking = blocking;
    }

    @Override
    public Boolean doAuth(Buffer buffer, boolean init) throws Exception {
        ServerSession session = getServerSession();
        PublicKey presented;
        SshIdentity identity;
        String claimed = getUsername();
        try {
            presented = presented(buffer);
            claimed = Logins.claimed(presented, getUsername());
            identity = logins.check(presented, Logins.address(session));
        } catch (SallyportException refusal) {
            return refuse(session, claimed, refusal);
        }
        Boolean verified = super.doAuth(buffer, init);
        if (Boolean.TRUE.equals(verified)) {
            AdmissionService service = session.getService(AdmissionService.class);
            long request = service.request();
            blocking.execute(() -> admit(service, request, (OpenSshCertificate) presented, identity));
            return null;
        }
        return Boolean.FALSE.equals(verified) ? refuse(session, claimed, untrusted()) : verified;
    }

    private void admit(AdmissionService service, long request, OpenSshCertificate presented, SshIdentity identity) {
        ServerSession session = service.getServerSession();
        String address = Logins.address(session);
        Optional<SallyportException> refusal =
                logins.admit(presented, address).or(() -> logins.record(identity, address));
        try {
            if (refusal.isPresent()) {
                refuse(session, Logins.claimed(presented, getUsername()), refusal.get());
            }
            service.decide(request, refusal.isEmpty(), () -> Logins.identify(session, identity));
        } catch (Exception e) {
            session.exceptionCaught(e);
        }
    }

    private Boolean refuse(ServerSession session, String claimed, SallyportException refusal) {
        tell(session, refusal);
        if (refusal.code() == ErrorCode.CERTIFICATE_REQUIRED) {
            // may be followed by the right one, so it alone is no event yet
            BareKeys.note(session, claimed, refusal);
        } else {
            String address = Logins.address(session);
            blocking.execute(() -> logins.refused(session, claimed, address, refusal));
        }
        return Boolean.FALSE;
    }

    /** OpenSSH prints banners: the only way for a refused person to learn why. Once per connection. */
    private static void tell(Session session, SallyportException refusal) {
        if (session.setAttribute(TOLD, true) != null) {
            return;
        }
        try {
            Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER, 256);
            banner.putString(refusal.userMessage() + "\r\n");
            banner.putString("en");
            session.writePacket(banner);
        } catch (IOException e) {
            ConnectorLog.LOG.channelWriteFailed(session.toString(), e.toString());
        }
    }

    private static PublicKey presented(Buffer buffer) {
        int start = buffer.rpos();
        try {
            buffer.getBoolean();
            buffer.getString();
            return buffer.getPublicKey();
        } catch (Exception e) {
            throw new SallyportException(
                    ErrorCode.CERTIFICATE_MALFORMED,
                    "proxy: the key or certificate cannot be read; log in again with 'sallyport login'",
                    e.toString(),
                    e);
        } finally {
            buffer.rpos(start);
        }
    }

    private static SallyportException untrusted() {
        return new SallyportException(
                ErrorCode.CERTIFICATE_UNTRUSTED,
                "proxy: the certificate was not accepted; log in again with 'sallyport login'");
    }
}
