package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.recording.RecordingService;

/** What the proxy needs of the Auth Service for SSH that ends at the proxy. Failures are {@link SallyportException}s. */
public interface ProxySessions {
    /** How SSH to a node goes. */
    sealed interface Course {
        /** The agent ends it, the proxy carries ciphertext. */
        record Through() implements Course {}

        /** Ends at the proxy and goes on to the node's agent in a connection of the proxy's own. */
        record ToAgent() implements Course {}

        /**
         * Ends at the proxy and goes on to a stock sshd.
         *
         * @param hostKeys OpenSSH public key lines that it may present, or {@code @cert-authority KEY}
         */
        record ToServer(String host, int port, List<String> hostKeys) implements Course {
            public ToServer {
                requireNonNull(host, "host");
                hostKeys = List.copyOf(hostKeys);
            }
        }
    }

    /** What the proxy's SSH server presents in a node's name. @param hostCertificate OpenSSH line */
    record NodeKeys(String hostCertificate, Secret hostKey, Instant expires) {
        public NodeKeys {
            requireNonNull(hostCertificate, "hostCertificate");
            requireNonNull(hostKey, "hostKey");
            requireNonNull(expires, "expires");
        }
    }

    /** A user's login that the proxy opens in the user's name. @param address of the user */
    record ProxyLogin(UserIdentity user, String login, Node node, PublicKey key, String address) {
        public ProxyLogin {
            requireNonNull(user, "user");
            requireNonNull(login, "login");
            requireNonNull(node, "node");
            requireNonNull(key, "key");
            requireNonNull(address, "address");
        }
    }

    /** From memory. @param node is one that {@link ConnectorListener#route} answered */
    Course course(Caller.User caller, Node node);

    /**
     * A fresh key and its certificate of the host CA, good for 24 h. Stored and audited like any certificate; blocks. The
     * caller keeps it, and asks again when half its life is over or the host CA signs by another key.
     */
    NodeKeys nodeKeys(Node node);

    /**
     * A certificate in the user's name for one connection from the proxy to the node, good for two minutes. For an agent of
     * the user CA, with the user's own roles, traits, second factor and permits and the flag
     * {@link org.sallyport.api.cert.CertificateNames#PROXIED}; for a stock sshd of the openssh CA, for this login alone.
     *
     * @return an OpenSSH line
     * @throws SallyportException LOCKED, or ACCESS_DENIED when the roles do not give that login on that node; the caller
     *     audits it
     */
    String certificate(ProxyLogin login);

    /** What the proxy's own decisions are made from: live. */
    AccessKnowledge knowledge();

    /** Nodes as they are at the moment, from memory. */
    @FunctionalInterface
    interface LiveNodes {
        /** Empty for one that is gone. */
        Optional<Node> node(String hostId);
    }

    /** To be kept: asking it is no call to the Auth Service. */
    LiveNodes nodes();

    /** What recordings are sealed to. */
    Optional<RecordingKey> recordingKey();

    /** Events of sessions that end here; durable when this returns. */
    void emitAudit(List<AuditEvent> events);

    /** As {@link ConnectorListener#storeSegment}, for a session that was recorded by this proxy at any node. */
    boolean storeSegment(RecordingInfo info, RecordingService.Upload upload);

    /**
     * The sessions to that node which live at this proxy now, in place of what it told before.
     *
     * @return those to be ended
     */
    List<SessionEnd> liveSessions(String hostId, LiveReport report);

    /**
     * Sessions at this proxy that are to be ended, from now on.
     *
     * @param told must not block. Close the returned handle to stop
     */
    AutoCloseable onSessionEnds(Consumer<SessionEnd> told);
}
