package org.sallyport.connector.auth;

import java.util.concurrent.Executor;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.sallyport.api.error.SallyportException;

/**
 * Reports connections that offered only plain keys. An ssh-agent offers every key it has before the certificate's turn
 * comes, so this is known only when the connection ends without a login.
 */
final class BareKeys implements SessionListener {
    private record Offered(String claimed, String address, SallyportException refusal) {}

    private static final AttributeKey<Offered> OFFERED = new AttributeKey<>();

    private final Logins logins;
    private final Executor blocking;

    BareKeys(Logins logins, Executor blocking) {
        this.logins = logins;
        this.blocking = blocking;
    }

    static void note(Session session, String claimed, SallyportException refusal) {
        session.setAttribute(OFFERED, new Offered(claimed, Logins.address(session), refusal));
    }

    @Override
    public void sessionClosed(Session session) {
        Offered offered = session.getAttribute(OFFERED);
        if (offered != null && Logins.identity(session).isEmpty()) {
            blocking.execute(() -> logins.refused(session, offered.claimed(), offered.address(), offered.refusal()));
        }
    }
}
