package org.sallyport.connector.tunnel;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.Logins;

/**
 * Asks every logged-in peer for a sign of life and closes the connections of those that give none: a black-holed tunnel
 * must not be dialled into, and a vanished user must not hold streams.
 */
public final class KeepAlive implements SessionListener {
    private static final String REQUEST = "keepalive@openssh.com";
    private static final int TICKS = 15;

    private final Duration interval;
    private final Duration limit;
    private final LongSupplier nanos;
    private final Map<Session, Liveness> peers = new ConcurrentHashMap<>();

    /** @param nanos a monotonic clock */
    public KeepAlive(Duration interval, int misses, LongSupplier nanos) {
        this.interval = interval;
        this.limit = interval.multipliedBy(misses);
        this.nanos = nanos;
    }

    /** The peers' turns are spread over the interval, so that thousands of tunnels make no bursts. */
    public void start(ScheduledExecutorService timer) {
        long tick = Math.max(1, interval.toMillis() / TICKS);
        int[] turn = {0};
        var unused = timer.scheduleAtFixedRate(() -> tick(turn[0]++ % TICKS), tick, tick, TimeUnit.MILLISECONDS);
    }

    /** The record of this peer's signs of life; made at the first call, which comes with the login. */
    Liveness liveness(Session session) {
        return peers.computeIfAbsent(session, unknown -> new Liveness(nanos, limit));
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated) {
            liveness(session);
        }
    }

    @Override
    public void sessionClosed(Session session) {
        peers.remove(session);
    }

    /** For the peers' own questions: to ask is a sign of life too. */
    public RequestHandler<ConnectionService> answering() {
        return new KeepAliveHandler() {
            @Override
            public Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer)
                    throws Exception {
                Result result = super.process(service, request, wantReply, buffer);
                Liveness known = result == Result.Unsupported ? null : peers.get(service.getSession());
                if (known != null) {
                    known.heard();
                }
                return result;
            }
        };
    }

    private void tick(int turn) {
        peers.forEach((session, liveness) -> {
            try {
                tick(turn, session, liveness);
            } catch (RuntimeException e) {
                // an exception would end the timer's task, and with it all keep-alives
                ConnectorLog.LOG.keepAliveFailed(who(session), e.toString());
            }
        });
    }

    private void tick(int turn, Session session, Liveness liveness) {
        if (!session.isOpen()) {
            peers.remove(session);
        } else if (!liveness.alive()) {
            ConnectorLog.LOG.silent(
                    who(session), Logins.address(session), TimeUnit.NANOSECONDS.toSeconds(liveness.silence()));
            session.close(true);
        } else if (Math.floorMod(session.hashCode(), TICKS) == turn && liveness.silence() >= interval.toNanos()) {
            // one that asks by itself, as agents do, need not be asked
            ask(session, liveness);
        }
    }

    private static void ask(Session session, Liveness liveness) {
        try {
            Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
            request.putString(REQUEST);
            request.putBoolean(true);
            // any answer counts, also that the request is not known
            session.request(request, REQUEST, (command, answer) -> liveness.heard());
        } catch (IOException | RuntimeException e) {
            ConnectorLog.LOG.keepAliveFailed(who(session), e.toString());
        }
    }

    private static String who(Session session) {
        return Logins.identity(session).map(Object::toString).orElse("a peer");
    }
}
