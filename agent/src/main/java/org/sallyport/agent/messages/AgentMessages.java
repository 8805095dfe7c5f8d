package org.sallyport.agent.messages;

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

/** Log messages of the agent's connection with its cluster: 4000 to 4499. */
@MessageLogger(projectCode = "SALLY", length = 4)
public interface AgentMessages extends BasicLogger {
    AgentMessages LOG = Logger.getMessageLogger(MethodHandles.lookup(), AgentMessages.class, "org.sallyport.agent");

    @LogMessage(level = INFO)
    @Message(id = 4000, value = "Sallyport agent %s is starting as node %s (services: %s)")
    void starting(String version, String node, String services);

    @LogMessage(level = INFO)
    @Message(id = 4001, value = "Told to end; live sessions have %s to finish")
    void draining(String limit);

    @LogMessage(level = INFO)
    @Message(id = 4002, value = "Ended")
    void ended();

    @LogMessage(level = INFO)
    @Message(id = 4010, value = "Joined cluster %s as host %s, certificates until %s")
    void joined(String cluster, String hostId, String until);

    @LogMessage(level = WARN)
    @Message(id = 4011, value = "Joining is not possible yet, trying again: %s")
    void joinRetried(String cause);

    @LogMessage(level = INFO)
    @Message(id = 4012, value = "Added services %s to host %s")
    void servicesAdded(String services, String hostId);

    @LogMessage(level = ERROR)
    @Message(id = 4013, value = "Services %s were not added, the others are served on: %s")
    void servicesNotAdded(String services, String cause);

    @LogMessage(level = INFO)
    @Message(id = 4019, value = "Node %s is %s now, host %s")
    void renamed(String before, String after, String hostId);

    @LogMessage(level = ERROR)
    @Message(id = 4029, value = "Node %s keeps its name and is not called %s: %s")
    void notRenamed(String before, String wanted, String cause);

    @LogMessage(level = INFO)
    @Message(id = 4014, value = "Certificates renewed, valid until %s")
    void renewed(String until);

    @LogMessage(level = WARN)
    @Message(id = 4015, value = "Certificates could not be renewed, trying again (valid until %s): %s")
    void notRenewed(String until, String cause);

    @LogMessage(level = INFO)
    @Message(id = 4016, value = "The cluster's CAs are being rotated: this agent %s, and does so now")
    void renewalForRotation(String what);

    @LogMessage(level = INFO)
    @Message(id = 4017, value = "The cluster's CA keys changed while this agent was away; the new ones are known now")
    void authoritiesCaughtUp();

    @LogMessage(level = ERROR)
    @Message(
            id = 4018,
            value =
                    "No trust between this agent and the cluster. If its CAs were rotated while the agent was away, put a"
                            + " new token into join_params, move %s away and start the agent again")
    void rotationMissed(String identityFile);

    @LogMessage(level = INFO)
    @Message(id = 4020, value = "Tunnel to %s is up")
    void tunnelUp(String address);

    @LogMessage(level = WARN)
    @Message(id = 4021, value = "Tunnel to %s is down: %s")
    void tunnelDown(String address, String cause);

    @LogMessage(level = WARN)
    @Message(id = 4022, value = "No tunnel, trying again: %s")
    void tunnelRetried(String cause);

    @LogMessage(level = INFO)
    @Message(id = 4023, value = "The proxy asks to move to another tunnel: %s")
    void tunnelDrains(String reason);

    @LogMessage(level = INFO)
    @Message(id = 4024, value = "Dial from %s at %s refused: %s")
    void dialRefused(String caller, String address, String cause);

    @LogMessage(level = WARN)
    @Message(id = 4025, value = "A dialled stream failed")
    void dialFailed(@Cause Throwable cause);

    @LogMessage(level = INFO)
    @Message(id = 4030, value = "Connected with the Auth Service")
    void controlUp();

    @LogMessage(level = WARN)
    @Message(id = 4031, value = "No connection with the Auth Service, deciding from what is cached: %s")
    void controlDown(String cause);

    @LogMessage(level = INFO)
    @Message(id = 4032, value = "Roles and authorities are current (revision %d)")
    void synced(long revision);

    @LogMessage(level = WARN)
    @Message(id = 4033, value = "A watched document is not understood and left out: %s")
    void changeNotUnderstood(String cause);

    @LogMessage(level = WARN)
    @Message(id = 4034, value = "This machine's clock differs from the cluster's by %s; certificates may be refused")
    void clockSkew(String difference);

    @LogMessage(level = WARN)
    @Message(id = 4035, value = "What was cached of the cluster cannot be read and is asked for anew: %s")
    void cacheUnreadable(String cause);

    @LogMessage(level = WARN)
    @Message(id = 4040, value = "Audit spool %s: line %d is damaged and was skipped")
    void spoolDamaged(String file, int line);

    @LogMessage(level = ERROR)
    @Message(id = 4041, value = "The audit spool is full (%d bytes); new sessions are refused until it can be sent")
    void spoolFull(long bytes);

    @LogMessage(level = WARN)
    @Message(id = 4042, value = "Audit event %s was not taken by the Auth Service and is sent again")
    void auditNotAccepted(String uid);

    @LogMessage(level = WARN)
    @Message(id = 4043, value = "Audit events wait in the spool, trying again: %s")
    void auditWaits(String cause);

    @LogMessage(level = WARN)
    @Message(id = 4050, value = "Label %s: its command failed, the last value stays: %s")
    void labelFailed(String label, String cause);

    @LogMessage(level = WARN)
    @Message(id = 4504, value = "sftp-server was not found in %s; sftp is refused until it is installed")
    void noSftpServer(String places);

    @LogMessage(level = DEBUG)
    @Message(id = 4060, value = "A resource could not be closed")
    void notClosed(@Cause Throwable cause);
}
