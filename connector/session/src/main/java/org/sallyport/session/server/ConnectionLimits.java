package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.messages.SessionMessages;

/** Applies the options of roles that concern a whole connection, and cleans up at its end. */
final class ConnectionLimits implements SessionListener {
    private final Clock clock;
    private final Supplier<ScheduledExecutorService> timer;

    ConnectionLimits(Clock clock, Supplier<ScheduledExecutorService> timer) {
        this.clock = requireNonNull(clock, "clock");
        this.timer = requireNonNull(timer, "timer");
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        Connection connection = session.getAttribute(Connection.KEY);
        if (event != Event.Authenticated || connection == null) {
            return;
        }
        connection
                .admission()
                .options()
                .clientIdleTimeout()
                .ifPresent(idle -> CoreModuleProperties.IDLE_TIMEOUT.set(session, idle));
        // a proxy holds its connection to the user's own certificate; the one it has here is good for its login only
        if (connection.admission().options().disconnectExpiredCert()
                && !connection.admission().proxied()) {
            Duration left = Duration.between(
                    clock.instant(), connection.admission().identity().expires());
            ScheduledFuture<?> end = timer.get()
                    .schedule(() -> expire(session, connection), Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
            connection.own(() -> end.cancel(false));
        }
    }

    private static void expire(Session session, Connection connection) {
        try {
            session.disconnect(
                    SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
                    connection
                            .access()
                            .line("your certificate has expired and your roles end sessions then; log in again"));
        } catch (IOException e) {
            SessionMessages.LOG.debugf(e, "connection %s could not be told that it ends", connection.id());
            session.close(true);
        }
    }

    @Override
    public void sessionClosed(Session session) {
        Connection connection = session.getAttribute(Connection.KEY);
        if (connection != null) {
            connection.close();
        }
    }
}
