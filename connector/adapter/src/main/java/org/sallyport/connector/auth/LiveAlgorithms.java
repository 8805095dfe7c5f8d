package org.sallyport.connector.auth;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.transport.algorithm.AlgorithmGate;

/**
 * The algorithms that the cluster allows, asked for at activation and then every second: new connections are held to
 * them without a restart. When the Auth Service cannot be asked, the last known stay.
 */
public final class LiveAlgorithms {
    private final ConnectorListener listener;
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private volatile SshAlgorithms current;

    /** Asks at once; fails when the Auth Service cannot answer. */
    public LiveAlgorithms(ConnectorListener listener) {
        this.listener = requireNonNull(listener, "listener");
        this.current = listener.sshAlgorithms();
    }

    /** Holds a server's connections to them; those that have none in common are refused logins. */
    public void install(SshServer server, Logins logins, Executor blocking) {
        AlgorithmGate.install(
                server,
                "proxy",
                () -> current,
                (session, refusal) -> blocking.execute(() -> refused(logins, session, refusal)));
    }

    private static void refused(Logins logins, Session session, SallyportException refusal) {
        // who it is was not said yet
        logins.refused(session, "", Logins.address(session), refusal);
    }

    /** May block. */
    public void refresh() {
        try {
            current = listener.sshAlgorithms();
            unreadable.set(false);
        } catch (RuntimeException e) {
            // once per outage, not once a second
            if (!unreadable.getAndSet(true)) {
                ConnectorLog.LOG.algorithmsUnreadable(e.toString());
            }
        }
    }
}
