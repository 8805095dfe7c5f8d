package org.sallyport.session.auth;

import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.auth.AbstractUserAuth;
import org.apache.sshd.server.auth.UserAuth;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * A method that nobody can use and every client shows: {@code Permission denied (publickey,certificate-by-…)}. SSH has
 * no other text for those whose last key was refused, and a banner would also reach those whose certificate comes next.
 */
final class CertificateHint implements UserAuthFactory {
    private static final String NAME = "certificate-by-sallyport-login@sallyport.org";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public UserAuth createUserAuth(ServerSession session) {
        return new AbstractUserAuth(NAME) {
            @Override
            protected Boolean doAuth(Buffer buffer, boolean init) {
                return Boolean.FALSE;
            }
        };
    }
}
