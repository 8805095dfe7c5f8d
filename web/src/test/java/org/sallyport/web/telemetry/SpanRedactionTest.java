package org.sallyport.web.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class SpanRedactionTest {
    @Path("v1/invites/{secret}")
    static final class Invites {
        @GET
        public void view() {}

        @GET
        @Path("/devices/{name}")
        public void devices() {}
    }

    private record Matched(Class<?> getResourceClass, Method getResourceMethod) implements ResourceInfo {
        static Matched of(String method) throws NoSuchMethodException {
            return new Matched(Invites.class, Invites.class.getMethod(method));
        }
    }

    @Test
    void theRouteIsTheTemplateAndHasNothingOfTheRequest() throws NoSuchMethodException {
        assertThat(SpanRedaction.route(Matched.of("view"))).isEqualTo("/api/v1/invites/{secret}");
        assertThat(SpanRedaction.route(Matched.of("devices"))).isEqualTo("/api/v1/invites/{secret}/devices/{name}");
    }
}
