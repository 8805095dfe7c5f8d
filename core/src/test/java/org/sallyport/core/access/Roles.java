package org.sallyport.core.access;

import java.util.List;
import java.util.Map;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleRule;
import org.sallyport.api.resource.RoleSpec;

/** Short ways to write roles in tests. */
final class Roles {
    private Roles() {}

    static Resource<RoleSpec> role(String name, RoleConditions allow, RoleConditions deny) {
        return Resource.of(Metadata.named(name), new RoleSpec(RoleOptions.DEFAULTS, allow, deny));
    }

    static Resource<RoleSpec> allow(String name, List<String> logins, Map<String, List<String>> labels) {
        return role(name, ssh(logins, labels), RoleConditions.NONE);
    }

    static Resource<RoleSpec> deny(String name, List<String> logins, Map<String, List<String>> labels) {
        return role(name, RoleConditions.NONE, ssh(logins, labels));
    }

    static Resource<RoleSpec> options(String name, RoleOptions options) {
        return Resource.of(Metadata.named(name), new RoleSpec(options, RoleConditions.NONE, RoleConditions.NONE));
    }

    static RoleConditions ssh(List<String> logins, Map<String, List<String>> labels) {
        return new RoleConditions(logins, labels, List.of());
    }

    static RoleConditions rules(RoleRule... rules) {
        return new RoleConditions(List.of(), Map.of(), List.of(rules));
    }
}
