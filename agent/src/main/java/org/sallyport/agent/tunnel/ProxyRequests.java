package org.sallyport.agent.tunnel;

import java.time.Duration;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.helpers.AbstractConnectionServiceRequestHandler;
import org.apache.sshd.common.util.buffer.Buffer;

/** The proxy's global requests: drain and pace. Anything malformed is ignored: they only ever ask for patience. */
final class ProxyRequests extends AbstractConnectionServiceRequestHandler {
    static final String DRAIN = "drain@sallyport.org";
    static final String PACE = "pace@sallyport.org";
    private static final int VERSION = 1;

    private final TunnelEvents events;

    ProxyRequests(TunnelEvents events) {
        this.events = events;
    }

    @Override
    public RequestHandler.Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer) {
        switch (request) {
            case DRAIN -> {
                Delay delay = read(buffer);
                if (delay != null) {
                    events.drain(service.getSession(), delay);
                }
                return RequestHandler.Result.Replied;
            }
            case PACE -> {
                Delay delay = read(buffer);
                if (delay != null) {
                    events.pace(service.getSession(), delay);
                }
                return RequestHandler.Result.Replied;
            }
            default -> {
                return RequestHandler.Result.Unsupported;
            }
        }
    }

    private static Delay read(Buffer buffer) {
        if (buffer.getUInt() != VERSION) {
            return null;
        }
        Duration from = Duration.ofMillis(buffer.getUInt());
        Duration to = Duration.ofMillis(buffer.getUInt());
        String reason = buffer.getString().replaceAll("\\p{Cntrl}", " ");
        return from.compareTo(to) > 0 ? null : new Delay(from, to, reason);
    }
}
