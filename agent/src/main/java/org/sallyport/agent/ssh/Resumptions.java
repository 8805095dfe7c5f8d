package org.sallyport.agent.ssh;

import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.sallyport.agent.ssh.session.Connection;
import org.sallyport.agent.ssh.transport.StreamMoves;
import org.sallyport.agent.ssh.transport.StreamService;
import org.sallyport.agent.tunnel.DialRequest;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.SourceAddresses;

/** Connections that go on from another address: certificates that are bound to addresses stay bound to them. */
final class Resumptions implements StreamMoves {
    @Override
    public void resumed(IoSession session, DialRequest request, Duration gap) {
        String before = StreamService.request(session).clientAddress();
        String now = request.clientAddress();
        AbstractSession ssh = AbstractSession.getSession(session, true);
        Optional<Connection> connection = Optional.ofNullable(ssh == null ? null : ssh.getAttribute(Connection.KEY));
        if (connection.isEmpty()) {
            // a login that is under way is checked against the address it began from
            require(before.equals(now), now);
            return;
        }
        Optional<String> onlyFrom = connection.get().admission().onlyFrom();
        if (onlyFrom.isPresent() && !SourceAddresses.contain(onlyFrom.get(), now)) {
            connection.get().denied("resume", "its certificate is bound to " + onlyFrom.get() + ", not to " + now);
            require(false, now);
        }
        connection.get().movedTo(request, gap);
    }

    private static void require(boolean allowed, String address) {
        if (!allowed) {
            throw new SallyportException(
                    ErrorCode.SOURCE_ADDRESS_MISMATCH,
                    "agent: this session may not go on from " + address + "; go back to the network it began in, or "
                            + "connect again");
        }
    }
}
