package org.sallyport.session.messages;

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

/** Log messages of SSH sessions, wherever they end: 4500 to 4599, and of 4026 to 4077 those that the agent does not use. */
@MessageLogger(projectCode = "SALLY", length = 4)
public interface SessionMessages extends BasicLogger {
    SessionMessages LOG =
            Logger.getMessageLogger(MethodHandles.lookup(), SessionMessages.class, "org.sallyport.session");
    /** The same, for MINA's classes that want one. */
    org.slf4j.Logger SLF4J = org.slf4j.LoggerFactory.getLogger("org.sallyport.session");

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

    @LogMessage(level = INFO)
    @Message(id = 4505, value = "Connection %s is ended: %s")
    void endedByLock(String connection, String message);

    @LogMessage(level = INFO)
    @Message(id = 4026, value = "Resumption by %s at %s refused: %s")
    void resumeRefused(String caller, String address, String cause);

    @LogMessage(level = INFO)
    @Message(id = 4027, value = "A session of %s lost its connection, was not resumed within %d s and is ended")
    void notResumed(String caller, long seconds);

    @LogMessage(level = INFO)
    @Message(id = 4028, value = "A connection of %s at %s is given up: %s")
    void linkBroken(String caller, String address, String cause);

    @LogMessage(level = WARN)
    @Message(id = 4070, value = "The end of the recording of session %s could not be written: %s")
    void recordingNotEnded(String session, String cause);

    @LogMessage(level = INFO)
    @Message(id = 4071, value = "The recording of session %s has no end of its own: %s")
    void recordingCutOff(String session, String why);

    @LogMessage(level = WARN)
    @Message(id = 4072, value = "Recordings wait on this disk, trying again: %s")
    void recordingsWait(String cause);

    @LogMessage(level = ERROR)
    @Message(id = 4073, value = "Recording segment %s is damaged: %s")
    void segmentDamaged(String file, String damage);

    @LogMessage(level = ERROR)
    @Message(id = 4074, value = "What is left of a damaged recording segment is kept as %s")
    void segmentSetAside(String file);

    @LogMessage(level = ERROR)
    @Message(id = 4075, value = "The recording of session %s waits: its segment %d was refused: %s")
    void segmentRefused(String session, int number, String cause);

    @LogMessage(level = ERROR)
    @Message(id = 4076, value = "Recording failed")
    void recorderFailed(@Cause Throwable cause);

    @LogMessage(level = WARN)
    @Message(id = 4077, value = "Session %s: %s")
    void sessionNotRecorded(String session, String why);
}
