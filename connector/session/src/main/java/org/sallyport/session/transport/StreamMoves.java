package org.sallyport.session.transport;

import java.time.Duration;
import org.apache.sshd.common.io.IoSession;
import org.sallyport.session.dial.DialRequest;

/** Asked when a session's stream goes on from another connection. */
@FunctionalInterface
public interface StreamMoves {
    /** @throws org.sallyport.api.error.SallyportException when it must not */
    void resumed(IoSession session, DialRequest request, Duration gap);
}
