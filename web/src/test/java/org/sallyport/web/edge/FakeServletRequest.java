package org.sallyport.web.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Attributes and a remote address; every other question is an error of the test. */
final class FakeServletRequest {
    private final Map<String, Object> attributes = new HashMap<>();
    private final HttpServletRequest proxy = (HttpServletRequest) Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, arguments) -> switch (method.getName()) {
                case "getAttribute" -> attributes.get(arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                case "removeAttribute" -> attributes.remove(arguments[0]);
                case "getRemoteAddr" -> "192.0.2.1";
                default -> throw new UnsupportedOperationException(method.toString());
            });

    HttpServletRequest proxy() {
        return proxy;
    }
}
