package org.sallyport.connector.tunnel;

import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.connector.ConnectorLog;

/**
 * Tells agents when to come back, so that a restarted server is not stormed; docs/protocol/tunnel.md. The range grows
 * with the number of tunnels and stays below what people would notice as an outage.
 */
final class ReconnectPace {
    static final String DRAIN = "drain@sallyport.org";
    static final String PACE = "pace@sallyport.org";

    private static final long VERSION = 1;
    private static final Duration LEAST = Duration.ofMillis(200);
    private static final Duration PER_TUNNEL = Duration.ofMillis(5);
    private static final Duration MOST = Duration.ofSeconds(20);

    private ReconnectPace() {}

    static Duration upTo(int tunnels) {
        Duration spread = LEAST.plus(PER_TUNNEL.multipliedBy(tunnels));
        return spread.compareTo(MOST) > 0 ? MOST : spread;
    }

    static void send(Session session, String request, int tunnels, String reason) {
        try {
            Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 128);
            buffer.putString(request);
            buffer.putBoolean(false);
            buffer.putUInt(VERSION);
            buffer.putUInt(0);
            buffer.putUInt(upTo(tunnels).toMillis());
            buffer.putString(reason);
            session.writePacket(buffer);
        } catch (IOException | RuntimeException e) {
            ConnectorLog.LOG.keepAliveFailed(session.toString(), e.toString());
        }
    }
}
