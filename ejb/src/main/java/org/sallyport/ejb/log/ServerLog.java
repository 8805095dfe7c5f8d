package org.sallyport.ejb.log;

import static org.jboss.logging.Logger.Level.ERROR;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import java.time.Instant;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;
import org.jboss.logging.annotations.ValidIdRange;

/** Numbered messages of the Auth Service, 1000 to 1999. A number is never given to another message. */
@MessageLogger(projectCode = "SALLY")
@ValidIdRange(min = 1000, max = 1999)
public interface ServerLog extends BasicLogger {
    ServerLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), ServerLog.class, "org.sallyport");

    @LogMessage(level = INFO)
    @Message(id = 1000, value = "Sallyport ready: cluster %s (%s), people and agents reach it at https://%s and ssh %s")
    void ready(String clusterName, String clusterId, String publicAddress, String sshAddress);

    @LogMessage(level = INFO)
    @Message(id = 1001, value = "First start: made cluster %s with user CA, host CA and preset roles")
    void firstStart(String clusterId);

    @LogMessage(level = INFO)
    @Message(
            id = 1002,
            value = "The first administrator '%s' has no password yet: open the one-time link in %s (good until %s)")
    void firstAdministrator(String user, String file, String expires);

    @LogMessage(level = ERROR)
    @Message(id = 1003, value = "Sallyport cannot start. Layer: %s. Cause: %s. Remedy: %s")
    void cannotStart(String layer, String cause, String remedy, @Cause Throwable failure);

    @LogMessage(level = INFO)
    @Message(id = 1004, value = "Another server made the cluster at the same moment: using cluster %s")
    void joinedExistingCluster(String clusterId);

    @LogMessage(level = WARN)
    @Message(
            id = 1010,
            value =
                    "The store is not reachable (%s): logins and changes wait, routing goes on from memory as of revision"
                            + " %d")
    void storeAway(String cause, long revision);

    @LogMessage(level = INFO)
    @Message(id = 1011, value = "The store is reachable again, caught up to revision %d")
    void storeBack(long revision);

    @LogMessage(level = INFO)
    @Message(id = 1012, value = "Trust changed: version %d, %d authorities, %d revoked certificates")
    void trustChanged(long version, int authorities, int revoked);

    @LogMessage(level = WARN)
    @Message(id = 1013, value = "%d audit events of tunnels and refusals could not be stored and wait in memory: %s")
    void auditWaiting(int events, String cause);

    @LogMessage(level = WARN)
    @Message(
            id = 1014,
            value =
                    "The transparency log does not grow: %s. Events and certificates are stored and wait for their index;"
                            + " if the store is reachable, run 'sallyport audit verify'")
    void logWaiting(String cause);

    @LogMessage(level = INFO)
    @Message(id = 1015, value = "The transparency log grows again: %d entries")
    void logGrows(long entries);

    @LogMessage(level = ERROR)
    @Message(
            id = 1016,
            value =
                    "The transparency log does not continue its signed head of %d entries: nothing more is signed. Somebody"
                            + " changed the store; run 'sallyport audit verify'")
    void logForked(long entries);

    @LogMessage(level = WARN)
    @Message(id = 1020, value = "Refused: %s (%s)")
    void refused(String message, String details);

    @LogMessage(level = INFO)
    @Message(id = 1030, value = "Removed what had expired: %d resources, %d invites, %d login sessions")
    void cleanedUp(int resources, int invites, int sessions);

    @LogMessage(level = WARN)
    @Message(id = 1050, value = "Of a recording that was deleted %s is left in the storage, remove it there: %s")
    void recordingLeftOver(String object, String cause);

    @LogMessage(level = INFO)
    @Message(id = 1031, value = "Retention removed %d audit events from before %s")
    void auditRetained(long removed, Instant before);

    @LogMessage(level = WARN)
    @Message(id = 1032, value = "Retention of the audit log is put off until its next hour: %s")
    void auditRetentionPutOff(String cause);

    @LogMessage(level = WARN)
    @Message(id = 1051, value = "Segments of recordings cannot be stored, %d times by now; agents keep them: %s")
    void segmentsWait(int times, String cause);

    @LogMessage(level = ERROR)
    @Message(id = 1090, value = "Internal error in %s")
    void internalError(String where, @Cause Throwable failure);
}
