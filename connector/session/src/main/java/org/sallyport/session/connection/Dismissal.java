package org.sallyport.session.connection;

import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.sallyport.session.messages.SessionMessages;

/** The end of a connection whose client is told why. */
public final class Dismissal {
    private Dismissal() {}

    /** @param why one line, which the client shows */
    public static void of(Session session, String why) {
        try {
            // one connection's key exchange must not hold up who ends it, nor the end of others
            ThreadUtils.runAsInternal(() -> {
                session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, why);
                return null;
            });
        } catch (Exception e) {
            SessionMessages.LOG.debugf(e, "a connection could not be told that it ends: %s", why);
            session.close(true);
        }
    }
}
