package org.sallyport.cli.events;

import java.io.IOException;
import java.util.List;
import org.sallyport.api.audit.AuditEvent;

/** Where events go. */
interface EventSink {
    /** For messages, such as {@code syslog at host:6514}. */
    String name();

    /** Returns when the other side has them all. After a failure it may have some. */
    void deliver(List<AuditEvent> events) throws IOException;
}
