package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.auth.HostKeys;

/** What this proxy presents in a node's name: asked for anew at half its life and when the cluster's CAs changed. */
final class NodeIdentity implements Supplier<HostKeys> {
    private final ProxySessions sessions;
    private final Supplier<Node> node;
    private final Clock clock;
    private HostKeys keys;
    private String name = "";
    private long trusted;
    private Instant renewal = Instant.MIN;
    private Instant expires = Instant.MIN;

    NodeIdentity(ProxySessions sessions, Supplier<Node> node, Clock clock) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.node = requireNonNull(node, "node");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Blocks when there is none that may be used; one that is good still is used when there is no other. */
    @Override
    public synchronized HostKeys get() {
        Instant now = clock.instant();
        long trust = sessions.knowledge().trust().version();
        if (trust != trusted
                || !now.isBefore(renewal)
                || !name.equals(node.get().name())) {
            try {
                renew(now, trust);
            } catch (SallyportException e) {
                if (!now.isBefore(expires)) {
                    throw e;
                }
                ConnectorLog.LOG.nodeKeysOld(node.get().name(), e.userMessage());
            }
        }
        return keys;
    }

    private void renew(Instant now, long trust) {
        Node current = node.get();
        NodeKeys fresh = sessions.nodeKeys(current);
        keys = new HostKeys(SshKeys.parsePrivate(fresh.hostKey()), SshKeys.parseCertificate(fresh.hostCertificate()));
        name = current.name();
        trusted = trust;
        expires = fresh.expires();
        renewal = now.plus(Duration.between(now, expires).dividedBy(2));
    }
}
