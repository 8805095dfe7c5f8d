package org.sallyport.connector.auth;

import java.io.IOException;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthService;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/**
 * Lets the answer to a signed request come later. MINA's AsyncAuthException is not for public keys: it would take the
 * answer in place of the signature's verification (and since 2.20 is refused there).
 */
final class AdmissionService extends ServerUserAuthService {
    static final ServiceFactory FACTORY = new ServiceFactory() {
        @Override
        public String getName() {
            return ServerUserAuthServiceFactory.INSTANCE.getName();
        }

        @Override
        public Service create(Session session) throws IOException {
            return new AdmissionService(session);
        }
    };

    private static final int SSH_MSG_USERAUTH_REQUEST = 50;

    private long request;

    private AdmissionService(Session session) throws IOException {
        super(session);
    }

    @Override
    public synchronized void process(int cmd, Buffer buffer) throws Exception {
        request++;
        super.process(cmd, buffer);
    }

    /** The request being processed, to be handed to {@link #decide}. */
    synchronized long request() {
        return request;
    }

    /** @param accepted run when the decision still counts, just before the peer is told */
    synchronized void decide(long decided, boolean admitted, Runnable accepted) throws Exception {
        ServerSession session = getServerSession();
        if (decided != request || isClosing() || session.isClosing() || session.isAuthenticated()) {
            // the peer went on to something else: what was pending is void
            return;
        }
        if (admitted) {
            accepted.run();
            handleAuthenticationSuccess(SSH_MSG_USERAUTH_REQUEST, new ByteArrayBuffer());
        } else {
            handleAuthenticationFailure(SSH_MSG_USERAUTH_REQUEST, new ByteArrayBuffer());
        }
    }
}
