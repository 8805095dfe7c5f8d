package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What an agent can serve. A join token and each of an agent's certificates name exactly the services allowed. */
public enum ServiceType {
    SSH,
    DB,
    APP,
    KUBE,
    DISCOVERY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    @JsonCreator
    public static ServiceType ofWireName(String name) {
        return Arrays.stream(values())
                .filter(service -> service.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> Specs.invalid("'" + name + "' is no service: use ssh, db, app, kube or discovery"));
    }
}
