package org.sallyport.session.dial;

import static java.util.Objects.requireNonNull;

import org.sallyport.api.resource.ServiceType;

/**
 * What the proxy says of a stream it opens (docs/protocol/tunnel.md). Only {@code clientAddress} may be relied on, as
 * far as the proxy is trusted at all; who the caller is, is proved inside the stream.
 *
 * @param service which of this agent's services is meant
 * @param target name that was dialled
 * @param caller user as the proxy knows it, for logs
 * @param clientAddress the client's IP address, no port; may be empty
 * @param traceId ties logs together; may be empty
 * @param resumable the client asked for a stream that can be resumed
 */
public record DialRequest(
        ServiceType service, String target, String caller, String clientAddress, String traceId, boolean resumable) {
    public DialRequest {
        requireNonNull(service, "service");
        requireNonNull(target, "target");
        requireNonNull(caller, "caller");
        requireNonNull(clientAddress, "clientAddress");
        requireNonNull(traceId, "traceId");
    }
}
