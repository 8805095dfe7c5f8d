package org.sallyport.web.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sallyport.web.resource.StoreResource;
import org.sallyport.web.token.TokenResource;
import org.sallyport.web.user.UserResource;

class AdminActionTest {
    @Test
    void everyChangeOfUsersRolesTokensAndConfigurationIsOne() {
        Stream<Method> changes = Stream.of(StoreResource.class, TokenResource.class, UserResource.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Stream.of(POST.class, PUT.class, DELETE.class).anyMatch(method::isAnnotationPresent));
        assertThat(changes).hasSizeGreaterThan(5).allMatch(method -> method.isAnnotationPresent(AdminAction.class));
    }
}
