package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of dynamic resources. {@link #wireName()} is what stands in {@code kind:} of a document. */
public enum ResourceKind {
    USER("user", UserSpec.class),
    ROLE("role", RoleSpec.class),
    TOKEN("token", TokenSpec.class),
    CLUSTER_CONFIG("cluster_config", ClusterConfigSpec.class),
    LOCK("lock", LockSpec.class),
    AUTH_CONNECTOR("auth_connector", AuthConnectorSpec.class),
    OPENSSH_NODE("openssh_node", OpensshNodeSpec.class);

    private final String wireName;
    private final Class<? extends ResourceSpec> specType;

    ResourceKind(String wireName, Class<? extends ResourceSpec> specType) {
        this.wireName = wireName;
        this.specType = specType;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public Class<? extends ResourceSpec> specType() {
        return specType;
    }

    @JsonCreator
    static ResourceKind required(String name) {
        return ofWireName(name).orElseThrow(() -> Specs.invalid("kind '" + name + "' is not known to this version"));
    }

    /** All of them, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(ResourceKind::wireName).collect(Collectors.joining(", "));
    }

    /** Accepts the wire name and its plural ({@code roles}), as command lines do. */
    public static Optional<ResourceKind> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(name) || (kind.wireName + "s").equals(name))
                .findFirst();
    }
}
