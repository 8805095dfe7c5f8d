package org.sallyport.persistence.store;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;
import org.jboss.logging.annotations.ValidIdRange;

/** Numbered messages of the store: 5000 to 5999, never reused. */
@MessageLogger(projectCode = "SALLY")
@ValidIdRange(min = 5000, max = 5999)
public interface StoreLog extends BasicLogger {
    StoreLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), StoreLog.class, "org.sallyport.persistence");

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 5000, value = "Store on %s: schema at version %s, %d migrations applied now")
    void schemaReady(Vendor vendor, String version, int applied);
}
