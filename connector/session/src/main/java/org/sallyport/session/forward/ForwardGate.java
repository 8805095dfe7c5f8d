package org.sallyport.session.forward;

import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.common.session.Session;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.core.access.Action.Feature;
import org.sallyport.session.connection.Connection;

/** Decides port forwards, before the host is asked for them. */
final class ForwardGate {
    private static final int LAST = 65_535;

    private ForwardGate() {}

    /** @return why not, one line for the user; empty when allowed and recorded */
    static Optional<String> connectRefusal(Session session, String host, int port) {
        Connection connection = Connection.of(session);
        String what = "port forward to " + host + ":" + port;
        Optional<String> refusal = connection.refusal(Feature.PORT_FORWARDING, what);
        if (refusal.isEmpty() && (port < 1 || port > LAST)) {
            refusal = Optional.of(connection.denied(what, "there is no such port; choose one from 1 to 65535"));
        }
        if (refusal.isEmpty()) {
            record(connection, "local", host, port);
        }
        return refusal;
    }

    static Optional<String> listenRefusal(Session session, String host, int port) {
        Connection connection = Connection.of(session);
        String what = "remote port forward from " + (host.isEmpty() ? "*" : host) + ":" + port;
        Optional<String> refusal = connection.refusal(Feature.PORT_FORWARDING, what);
        if (refusal.isEmpty()) {
            refusal = unfit(port, connection.host().lowestPort()).map(why -> connection.denied(what, why));
        }
        if (refusal.isEmpty() && !loopback(host)) {
            refusal = Optional.of(
                    connection.denied(what, "only the loopback address is listened on; leave out the bind address"));
        }
        if (refusal.isEmpty()) {
            record(connection, "remote", host, port);
        }
        return refusal;
    }

    /** Port 0 is any. @return why not */
    private static Optional<String> unfit(int port, int lowest) {
        if (port < 0 || port > LAST) {
            return Optional.of("there is no such port; choose one from " + lowest + " to 65535, or 0");
        }
        return port != 0 && port < lowest
                ? Optional.of("ports below " + lowest + " are not given away; choose one from " + lowest + " on, or 0")
                : Optional.empty();
    }

    private static void record(Connection connection, String direction, String host, int port) {
        connection.emit(connection
                .event(AuditEventType.PORT_FORWARD)
                .field("direction", direction)
                .field("target", host + ":" + port));
    }

    private static boolean loopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
    }
}
