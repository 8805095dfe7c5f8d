package org.sallyport.connector.transport;

import static java.util.Objects.requireNonNull;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.remote.RetryAfter;
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

    /** Let in whatever the wait: a few logins more or less at a time say nothing of a queue. */
    private static final int ALWAYS = 64;

    /** Connections of one source that have not logged in. */
    private static final class Source {
        private int unfinished;

        /** Those of them that were greeted and have said nothing yet: they wait for nobody, and nobody waits for them. */
        private int silent;
    }

    private final int perSource;
    private final int total;
    private final LoginRate rate;
    private final ReturnTimes returnTimes;
    /** Those not logged in, and whether they said something. */
    private final Map<Session, Boolean> sessions = new HashMap<>();

    private final Map<Object, Source> sources = new HashMap<>();
    private final AtomicLong turnedAway = new AtomicLong();
    private int unfinished;

    HandshakeLimit(int perSource, int total, LoginRate rate, ReturnTimes returnTimes) {
        this.perSource = perSource;
        this.total = total;
        this.rate = requireNonNull(rate, "rate");
        this.returnTimes = requireNonNull(returnTimes, "returnTimes");
    }

    /** Why a connection from there would be turned away now; for those that can be told before they are SSH. */
    synchronized Optional<SallyportException> refusal(SocketAddress peer) {
        Object name = HandshakeQueue.source(peer);
        return cause(sources.get(name)).map(cause -> limited(cause, name));
    }

    private Optional<String> cause(Source source) {
        if (unfinished >= total) {
            return Optional.of(unfinished + " logins are under way");
        }
        if (source == null || source.unfinished < ALWAYS) {
            return Optional.empty();
        }
        if (source.unfinished >= perSource) {
            return Optional.of(source.unfinished + " logins from your address are under way");
        }
        // the sources in turn, of each the oldest first: all that this one has under way goes before
        double wait = rate.secondsFor((source.unfinished - source.silent) * sources.size());
        return wait > LONGEST_WAIT_SECONDS
                ? Optional.of("logins from your address wait " + Math.round(wait) + " s for their turn")
                : Optional.empty();
    }

    private SallyportException limited(String cause, Object source) {
        return new SallyportException(
                ErrorCode.RATE_LIMITED,
                "proxy: too many connections at once, " + cause + "; "
                        + RetryAfter.text(returnTimes.next(source, sources.size())));
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
            sources.computeIfAbsent(HandshakeQueue.source(peer), unknown -> new Source()).unfinished++;
        }
        return refusal;
    }

    /** No session came of it; also told by MINA's own transport of those that were never let in. */
    @Override
    public void abortAcceptedConnection(
            IoAcceptor acceptor, SocketAddress local, SocketAddress remote, SocketAddress service, Throwable reason) {
        if (!(reason instanceof TurnedAway)) {
            end(remote, false);
        }
    }

    @Override
    public synchronized void sessionCreated(Session session) {
        sessions.put(session, false);
        said(session, 1);
    }

    @Override
    public synchronized void sessionPeerIdentificationReceived(
            Session session, String version, List<String> extraLines) {
        if (Boolean.FALSE.equals(sessions.replace(session, true))) {
            said(session, -1);
        }
    }

    private void said(Session session, int more) {
        Source source = sources.get(HandshakeQueue.source(session.getIoSession().getRemoteAddress()));
        if (source != null) {
            source.silent += more;
        }
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
        Boolean spoke = sessions.remove(session);
        if (spoke != null) {
            end(session.getIoSession().getRemoteAddress(), !spoke);
        }
    }

    private synchronized void end(SocketAddress peer, boolean silent) {
        unfinished--;
        sources.computeIfPresent(HandshakeQueue.source(peer), (name, source) -> {
            source.unfinished--;
            source.silent -= silent ? 1 : 0;
            return source.unfinished == 0 ? null : source;
        });
    }
}
