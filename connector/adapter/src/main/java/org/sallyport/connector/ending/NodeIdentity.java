package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.auth.HostKeys;

/** What this proxy presents in a node's name: asked for anew at half its life and when the host CA signs by another key. */
final class NodeIdentity implements Supplier<HostKeys> {
    private final ProxySessions sessions;
    private final Supplier<Node> node;
    private final Clock clock;
    private HostKeys keys;
    private String name = "";
    private List<String> signers = List.of();
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
        // each lock and each certificate taken back is a new version of what is trusted, and no reason
        Trust trust = sessions.knowledge().trust();
        List<String> signersNow = signers(trust);
        boolean revoked = keys != null
                && trust.revokedSerials().contains(keys.certificate().getSerial());
        if (keys == null
                || revoked
                || !signersNow.equals(signers)
                || !now.isBefore(renewal)
                || !name.equals(node.get().name())) {
            try {
                renew(now, signersNow);
            } catch (SallyportException e) {
                if (keys == null || revoked || !now.isBefore(expires)) {
                    throw e;
                }
                ConnectorLog.LOG.nodeKeysOld(node.get().name(), e.userMessage());
            }
        }
        return keys;
    }

    private static List<String> signers(Trust trust) {
        return trust.authorities().stream()
                .filter(authority -> authority.type() == CaType.HOST)
                .flatMap(authority -> authority.serverKeys().stream())
                .toList();
    }

    private void renew(Instant now, List<String> signersNow) {
        Node current = node.get();
        NodeKeys fresh = sessions.nodeKeys(current);
        keys = new HostKeys(SshKeys.parsePrivate(fresh.hostKey()), SshKeys.parseCertificate(fresh.hostCertificate()));
        name = current.name();
        signers = signersNow;
        expires = fresh.expires();
        renewal = now.plus(Duration.between(now, expires).dividedBy(2));
    }
}
