package org.sallyport.agent.ssh.session;

import static org.jboss.logging.Logger.Level.DEBUG;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Log messages of the agent's SSH service: 4500 to 4599. */
@MessageLogger(projectCode = "SALLY", length = 4)
public interface SshMessages extends BasicLogger {
    SshMessages LOG = Logger.getMessageLogger(MethodHandles.lookup(), SshMessages.class, "org.sallyport.agent.ssh");
    /** The same, for MINA's classes that want one. */
    org.slf4j.Logger SLF4J = org.slf4j.LoggerFactory.getLogger("org.sallyport.agent.ssh");

    @LogMessage(level = INFO)
    @Message(id = 4500, value = "SSH service is ready as node %s")
    void ready(String node);

    @LogMessage(level = INFO)
    @Message(id = 4501, value = "Login refused for %s from %s: %s [%s]")
    void loginRefused(String login, String address, String message, String details);

    @LogMessage(level = DEBUG)
    @Message(id = 4502, value = "A resource of connection %s could not be closed")
    void resourceNotClosed(String connection, @Cause Throwable cause);

    @LogMessage(level = WARN)
    @Message(id = 4503, value = "Session %s failed")
    void sessionFailed(String session, @Cause Throwable cause);

    @LogMessage(level = WARN)
    @Message(id = 4504, value = "sftp-server was not found in %s; sftp is refused until it is installed")
    void noSftpServer(String places);

    @LogMessage(level = INFO)
    @Message(id = 4505, value = "Connection %s is ended: %s")
    void endedByLock(String connection, String message);
}
