package org.sallyport.session.refusal;

import java.io.IOException;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.AbstractServerSession;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;

/** MINA's connection service, telling clients why a channel was refused. */
public final class TellingConnectionServiceFactory extends ServerConnectionServiceFactory {
    @Override
    public Service create(Session session) throws IOException {
        if (!(session instanceof AbstractServerSession server)) {
            throw new SshException("not a server's session");
        }
        ServerConnectionService service = new ServerConnectionService(server) {
            @Override
            protected IoWriteFuture sendChannelOpenFailure(
                    Buffer buffer, long sender, int reasonCode, String message, String language) throws IOException {
                return super.sendChannelOpenFailure(
                        buffer, sender, reasonCode, OpenFailures.take(server, sender, message), language);
            }
        };
        service.addPortForwardingEventListenerManager(this);
        return service;
    }
}
