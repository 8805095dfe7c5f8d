package org.sallyport.web.telemetry;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * WildFly's spans carry the path and the query as they came. Ours have the secrets of invites, the codes of identity
 * providers and the names of people in them, and a collector must not learn these: it gets the route.
 */
@Provider
@Priority(SpanRedaction.AFTER_THE_SPAN_BEGAN)
public class SpanRedaction implements ContainerRequestFilter {
    static final int AFTER_THE_SPAN_BEGAN = Priorities.USER + 1000;

    /** The server has the classes only with its subsystem {@code opentelemetry}. */
    private static final boolean TRACED = present("io.opentelemetry.api.trace.Span");

    @Context
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (TRACED) {
            boolean query = request.getUriInfo().getRequestUri().getRawQuery() != null;
            CurrentSpan.redact(route(resource), query);
        }
    }

    static String route(ResourceInfo resource) {
        return "/api"
                + part(resource.getResourceClass().getAnnotation(Path.class))
                + part(resource.getResourceMethod().getAnnotation(Path.class));
    }

    private static String part(Path path) {
        return Optional.ofNullable(path)
                .map(Path::value)
                .map(value -> value.startsWith("/") ? value : "/" + value)
                .filter(value -> value.length() > 1)
                .orElse("");
    }

    private static boolean present(String type) {
        try {
            Class.forName(type, false, SpanRedaction.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException untraced) {
            return false;
        }
    }
}
