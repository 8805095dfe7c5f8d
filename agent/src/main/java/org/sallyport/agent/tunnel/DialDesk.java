package org.sallyport.agent.tunnel;

import java.util.Map;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.session.dial.DialHandler;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;

/** Hands dials to the service they are for. */
final class DialDesk {
    private final Map<ServiceType, DialHandler> services;
    private volatile boolean draining;

    DialDesk(Map<ServiceType, DialHandler> services) {
        this.services = Map.copyOf(services);
    }

    /** No new streams from now on. */
    void drain() {
        draining = true;
    }

    DialReceiver accept(DialRequest request, DialStream stream) {
        if (draining) {
            throw new SallyportException(
                    ErrorCode.AGENT_DRAINING,
                    "agent: it is about to stop and takes nothing new; try again in a minute");
        }
        DialHandler handler = services.get(request.service());
        if (handler == null) {
            throw new SallyportException(
                    ErrorCode.NOT_FOUND,
                    "agent: it does not serve " + request.service().wireName()
                            + "; enable the service in its sallyport.yaml");
        }
        return handler.accept(request, stream);
    }
}
