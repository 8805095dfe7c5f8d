package org.sallyport.connector.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.sallyport.connector.ConnectorLog;

/** Bounds the connections that have not logged in yet: a flood of them must not fill the memory. */
final class HandshakeLimit implements SessionListener {
    private final int perSource;
    private final int total;
    private final Set<Session> unfinished = new HashSet<>();
    private final Map<InetAddress, Integer> bySource = new HashMap<>();

    HandshakeLimit(int perSource, int total) {
        this.perSource = perSource;
        this.total = total;
    }

    @Override
    public void sessionCreated(Session session) {
        InetAddress source = source(session);
        int count = begin(session, source);
        if (count > 0) {
            ConnectorLog.LOG.tooManyHandshakes("this server", count, String.valueOf(source));
            session.close(true);
        }
    }

    private synchronized int begin(Session session, InetAddress source) {
        int ofSource = bySource.getOrDefault(source, 0);
        if (ofSource >= perSource || unfinished.size() >= total) {
            return Math.max(ofSource, 1);
        }
        unfinished.add(session);
        bySource.put(source, ofSource + 1);
        return 0;
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event == Event.Authenticated) {
            end(session);
        }
    }

    @Override
    public void sessionClosed(Session session) {
        end(session);
    }

    private synchronized void end(Session session) {
        if (unfinished.remove(session)) {
            bySource.computeIfPresent(source(session), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private static InetAddress source(Session session) {
        SocketAddress remote = session.getIoSession().getRemoteAddress();
        return remote instanceof InetSocketAddress inet ? inet.getAddress() : InetAddress.getLoopbackAddress();
    }
}
