package org.sallyport.web.edge;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.sallyport.api.resource.Resource;

/**
 * Bounds every body and reads it whole before anything parses it, so that a body that is too large or breaks off fails
 * here and nowhere else. Runs after authentication: strangers are bounded in number, too.
 */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyFilter implements ContainerRequestFilter {
    static final int MAX_BYTES = Resource.MAX_ENCODED_BYTES;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (request.getLength() > MAX_BYTES) {
            throw tooLarge();
        }
        byte[] body = request.getEntityStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw tooLarge();
        }
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    private static ClientErrorException tooLarge() {
        return new ClientErrorException(
                "a body may have at most " + MAX_BYTES + " bytes", Status.REQUEST_ENTITY_TOO_LARGE);
    }
}
