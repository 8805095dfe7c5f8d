package org.sallyport.web.log;

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
import org.jboss.logging.annotations.ValidIdRange;

/** Numbered messages of the web tier, 3000 to 3999. A number is never given to another message. */
@MessageLogger(projectCode = "SALLY")
@ValidIdRange(min = 3000, max = 3999)
public interface WebLog extends BasicLogger {
    WebLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), WebLog.class, "org.sallyport.web");

    @LogMessage(level = ERROR)
    @Message(id = 3000, value = "Internal error while answering a request (trace %s)")
    void internalError(String trace, @Cause Throwable failure);

    @LogMessage(level = ERROR)
    @Message(id = 3001, value = "%s: %s %s (trace %s)")
    void failed(String code, String message, String details, String trace);

    @LogMessage(level = WARN)
    @Message(id = 3002, value = "%s: %s %s (trace %s)")
    void refused(String code, String message, String details, String trace);

    @LogMessage(level = INFO)
    @Message(id = 3003, value = "%s: %s %s (trace %s)")
    void rejected(String code, String message, String details, String trace);

    @LogMessage(level = INFO)
    @Message(id = 3010, value = "Stream (%s) of %s ended: %s")
    void streamEnded(String kind, String user, String cause);

    @LogMessage(level = WARN)
    @Message(id = 3011, value = "A terminal refused to %s is in no audit log: %s (%s)")
    void terminalUntold(String user, String refusal, String cause);

    @LogMessage(level = WARN)
    @Message(id = 3012, value = "A file transfer of %s is in no audit log: %s (%s)")
    void transferUntold(String user, String what, String cause);
}
