package org.sallyport.connector.transport;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.transport.HandshakeQueue;
import org.sallyport.transport.TurnedAway;

/**
 * Bounds the connections that have not logged in yet, by memory (how many there are) and by time (how long the next one
 * would wait): a flood must neither fill the memory nor make everybody run into the time limit. Who is turned away
 * learns why; docs/adr/0023-admission.md. Decided before MINA makes a session, which costs a hundred times as much, and
 * which its own listener would keep for ever if it were closed while being made.
 */
final class HandshakeLimit implements SessionListener, IoServiceEventListener {
    /** Half of the shortest patience among our own clients, so that whoever is let in also gets through. */
    private static final double LONGEST_WAIT_SECONDS = 8;

    /** Let in whatever the wait: connections that say nothing must not look like a queue to those few who come. */
    private static final int ALWAYS = 64;

    private final int perSource;
    private final int total;
    private final LoginRate rate;
    private final Set<Session> sessions = new HashSet<>();
    private final Map<Object, Integer> bySource = new HashMap<>();
    private final AtomicLong turnedAway = new AtomicLong();
    private int unfinished;

    HandshakeLimit(int perSource, int total, LoginRate rate) {
        this.perSource = perSource;
        this.total = total;
        this.rate = requireNonNull(rate, "rate");
    }

    /** Why a connection from there would be turned away now; for those that can be told before they are SSH. */
    synchronized Optional<SallyportException> refusal(SocketAddress peer) {
        int ofSource = bySource.getOrDefault(HandshakeQueue.source(peer), 0);
        if (unfinished >= total) {
            return Optional.of(limited(unfinished + " logins are under way"));
        }
        if (ofSource >= perSource) {
            return Optional.of(limited(ofSource + " logins from your address are under way"));
        }
        // the sources in turn, of each the oldest first: all that this one has under way goes before
        double wait = rate.secondsFor(ofSource * bySource.size());
        return ofSource >= ALWAYS && wait > LONGEST_WAIT_SECONDS
                ? Optional.of(limited("logins from your address wait " + Math.round(wait) + " s for their turn"))
                : Optional.empty();
    }

    private static SallyportException limited(String cause) {
        return new SallyportException(
                ErrorCode.RATE_LIMITED,
                "proxy: too many connections at once, " + cause + "; try again in some seconds");
    }

    @Override
    public void connectionAccepted(
            IoAcceptor acceptor, SocketAddress local, SocketAddress remote, SocketAddress service) throws TurnedAway {
        Optional<SallyportException> refusal = begin(remote);
        if (refusal.isPresent()) {
            String text = refusal.get().userMessage();
            long count = turnedAway.incrementAndGet();
            // 1, 2, 4, 8 ...: a flood must not fill the log either
            if (Long.bitCount(count) == 1) {
                ConnectorLog.LOG.tooManyHandshakes(count, String.valueOf(remote), text);
            }
            throw new TurnedAway(text);
        }
    }

    private synchronized Optional<SallyportException> begin(SocketAddress peer) {
        Optional<SallyportException> refusal = refusal(peer);
        if (refusal.isEmpty()) {
            unfinished++;
            bySource.merge(HandshakeQueue.source(peer), 1, Integer::sum);
        }
        return refusal;
    }

    /** No session came of it; also told by MINA's own transport of those that were never let in. */
    @Override
    public void abortAcceptedConnection(
            IoAcceptor acceptor, SocketAddress local, SocketAddress remote, SocketAddress service, Throwable reason) {
        if (!(reason instanceof TurnedAway)) {
            end(remote);
        }
    }

    @Override
    public synchronized void sessionCreated(Session session) {
        sessions.add(session);
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated) {
            rate.completed();
            end(session);
        }
    }

    @Override
    public void sessionClosed(Session session) {
        end(session);
    }

    private synchronized void end(Session session) {
        if (sessions.remove(session)) {
            end(session.getIoSession().getRemoteAddress());
        }
    }

    private synchronized void end(SocketAddress peer) {
        unfinished--;
        bySource.computeIfPresent(HandshakeQueue.source(peer), (source, count) -> count == 1 ? null : count - 1);
    }
}
