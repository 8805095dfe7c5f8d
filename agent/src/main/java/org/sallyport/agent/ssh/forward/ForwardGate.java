package org.sallyport.agent.ssh.forward;

import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.sallyport.agent.ssh.session.Connection;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.access.Action.Feature;

/** Decides port forwards. The sockets are the agent's own, so what only root may do is refused to everybody. */
public final class ForwardGate implements TcpForwardingFilter {
    private static final int LAST_PRIVILEGED = 1023;

    /** @return why not, one line for the user; empty when allowed and recorded */
    static Optional<String> connectRefusal(Session session, SshdSocketAddress target) {
        Connection connection = Connection.of(session);
        Optional<String> refusal = connection.refusal(Feature.PORT_FORWARDING, "port forward to " + target);
        if (refusal.isEmpty()) {
            connection.emit(connection
                    .event(AuditEventType.PORT_FORWARD)
                    .field("direction", "local")
                    .field("target", text(target)));
        }
        return refusal;
    }

    @Override
    public boolean canListen(SshdSocketAddress address, Session session) {
        Connection connection = Connection.of(session);
        Optional<String> refusal = connection.refusal(Feature.PORT_FORWARDING, "remote port forward");
        if (refusal.isEmpty() && address.getPort() > 0 && address.getPort() <= LAST_PRIVILEGED) {
            refusal = Optional.of(connection.denied(
                    "remote port forward", "ports below 1024 are not given away; choose one from 1024 on, or 0"));
        }
        if (refusal.isEmpty() && !loopback(address.getHostName())) {
            refusal = Optional.of(connection.denied(
                    "remote port forward", "only the loopback address is listened on; leave out the bind address"));
        }
        if (refusal.isPresent()) {
            connection.notice(refusal.get());
            return false;
        }
        connection.emit(connection
                .event(AuditEventType.PORT_FORWARD)
                .field("direction", "remote")
                .field("target", text(address)));
        return true;
    }

    /** Both kinds of connects were decided elsewhere: direct ones by their channel, forwarded ones when they listened. */
    @Override
    public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
        return type == Type.Direct;
    }

    private static boolean loopback(String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static String text(SshdSocketAddress address) {
        return address.getHostName() + ":" + address.getPort();
    }
}
