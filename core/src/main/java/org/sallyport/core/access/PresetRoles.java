package org.sallyport.core.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.access.Target.ResourceTarget;

/** The roles of a new cluster. Ordinary roles: administrators may change or remove them. */
public final class PresetRoles {
    private static final List<String> LOOK = List.of("list", "read");

    private PresetRoles() {}

    public static List<Resource<RoleSpec>> all() {
        return List.of(access(), editor(), auditor());
    }

    private static Resource<RoleSpec> access() {
        RoleOptions options = new RoleOptions(
                Optional.empty(),
                Optional.of(true),
                Optional.of(true),
                Optional.of(true),
                Optional.of(true),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return role(
                "access",
                "SSH to every node as the logins of the user's trait 'logins'",
                options,
                new RoleConditions(
                        List.of("{{internal.logins}}"),
                        Map.of("*", List.of("*")),
                        List.of(
                                new RoleRule(List.of("node"), LOOK),
                                new RoleRule(
                                        List.of(ResourceTarget.RECORDING),
                                        LOOK,
                                        "equals(session.user, user.metadata.name)"))));
    }

    private static Resource<RoleSpec> editor() {
        return role(
                "editor",
                "Administers users, roles, tokens, locks, nodes without an agent, the cluster's configuration and its CAs",
                RoleOptions.DEFAULTS,
                rules(
                        new RoleRule(
                                List.of(
                                        "user",
                                        "role",
                                        "token",
                                        "lock",
                                        "cluster_config",
                                        "cert_authority",
                                        "auth_connector",
                                        "openssh_node"),
                                List.of("*")),
                        new RoleRule(List.of("node"), LOOK),
                        new RoleRule(List.of(ResourceTarget.LIVE_SESSION), List.of("list", "delete")),
                        new RoleRule(List.of(ResourceTarget.RECORDING), List.of("list", "read", "delete"))));
    }

    private static Resource<RoleSpec> auditor() {
        return role(
                "auditor",
                "Reads the audit log, sessions and issued certificates",
                RoleOptions.DEFAULTS,
                rules(
                        new RoleRule(List.of("event", ResourceTarget.RECORDING, "certificate"), LOOK),
                        new RoleRule(List.of(ResourceTarget.LIVE_SESSION), List.of("list"))));
    }

    private static RoleConditions rules(RoleRule... rules) {
        return new RoleConditions(List.of(), Map.of(), List.of(rules));
    }

    private static Resource<RoleSpec> role(String name, String description, RoleOptions options, RoleConditions allow) {
        Metadata metadata = new Metadata(name, description, Map.of(), Optional.empty(), 0);
        return Resource.of(metadata, new RoleSpec(options, allow, RoleConditions.NONE));
    }
}
