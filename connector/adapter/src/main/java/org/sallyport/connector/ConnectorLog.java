package org.sallyport.connector;

import static org.jboss.logging.Logger.Level.DEBUG;
import static org.jboss.logging.Logger.Level.ERROR;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Messages of the connector, 2000 to 2999; an id is never used again for another message. */
@MessageLogger(projectCode = "SALLY")
public interface ConnectorLog extends BasicLogger {
    ConnectorLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), ConnectorLog.class, "org.sallyport.connector");

    @LogMessage(level = INFO)
    @Message(id = 2000, value = "connector: SSH on %s, component API on %s")
    void listening(String ssh, String grpc);

    @LogMessage(level = INFO)
    @Message(id = 2001, value = "connector: stopped; %d streams were cut off")
    void stopped(int streams);

    @LogMessage(level = ERROR)
    @Message(id = 2002, value = "%s")
    void activationFailed(String message, @Cause Throwable cause);

    @LogMessage(level = WARN)
    @Message(id = 2003, value = "connector: %s did not close in time and is left to itself")
    void closeOverdue(String what);

    @LogMessage(level = WARN)
    @Message(id = 2004, value = "connector: closing %s failed")
    void closeFailed(String what, @Cause Throwable cause);

    @LogMessage(level = WARN)
    @Message(id = 2010, value = "proxy: login of '%s' from %s refused: %s (%s)")
    void loginRefused(String claimed, String address, String message, String details);

    @LogMessage(level = WARN)
    @Message(id = 2012, value = "proxy: the Auth Service could not be told of %s")
    void reportFailed(String what, @Cause Throwable cause);

    @LogMessage(level = INFO)
    @Message(id = 2020, value = "proxy: tunnel %s of agent %s from %s is up")
    void tunnelUp(String id, String hostId, String address);

    @LogMessage(level = INFO)
    @Message(id = 2021, value = "proxy: tunnel %s of agent %s is down: %s")
    void tunnelDown(String id, String hostId, String reason);

    @LogMessage(level = WARN)
    @Message(id = 2022, value = "proxy: nothing heard from %s at %s for %d s; the connection is closed")
    void silent(String who, String address, long seconds);

    @LogMessage(level = DEBUG)
    @Message(id = 2023, value = "proxy: keep-alive to %s failed: %s")
    void keepAliveFailed(String who, String cause);

    @LogMessage(level = INFO)
    @Message(id = 2024, value = "proxy: %s at %s is ended: %s (%s)")
    void endedByLock(String what, String address, String message, String details);

    @LogMessage(level = WARN)
    @Message(id = 2025, value = "proxy: what lives could not be held to the locks, trying again in %d s: %s")
    void locksUnreadable(long seconds, String cause);

    @LogMessage(level = INFO)
    @Message(id = 2030, value = "proxy: dial of %s by %s from %s refused: %s (%s)")
    void dialRefused(String target, String user, String address, String message, String details);

    @LogMessage(level = INFO)
    @Message(id = 2032, value = "proxy: no login at %s for %s: %s (%s)")
    void upstreamRefused(String node, String user, String message, String details);

    @LogMessage(level = WARN)
    @Message(id = 2033, value = "proxy: no new host certificate for %s, the last one stays in use: %s")
    void nodeKeysOld(String node, String cause);

    @LogMessage(level = DEBUG)
    @Message(id = 2031, value = "proxy: writing to channel %s failed: %s")
    void channelWriteFailed(String channel, String cause);

    @LogMessage(level = WARN)
    @Message(id = 2040, value = "connector: trust or server keys could not be read, the last known stay in use: %s")
    void trustUnreadable(String cause);

    @LogMessage(level = WARN)
    @Message(
            id = 2042,
            value = "connector: the allowed SSH algorithms could not be read, the last known stay in use: %s")
    void algorithmsUnreadable(String cause);

    @LogMessage(level = INFO)
    @Message(id = 2041, value = "connector: trust version %d and the keys belonging to it are in use")
    void trustLoaded(long version);

    @LogMessage(level = WARN)
    @Message(id = 2050, value = "component API: call of '%s' from %s refused: %s (%s)")
    void componentRefused(String claimed, String address, String message, String details);

    @LogMessage(level = WARN)
    @Message(id = 2034, value = "connector: recordings stay on this disk until the next start: %s")
    void recordingsUnsent(String cause);

    @LogMessage(level = ERROR)
    @Message(id = 2051, value = "component API: %s failed")
    void componentFailed(String method, @Cause Throwable cause);

    @LogMessage(level = WARN)
    @Message(id = 2052, value = "%d connections were turned away since the start, the last one from %s: %s")
    void tooManyHandshakes(long count, String peer, String refusal);
}
