package org.sallyport.api.resource;

import java.util.Optional;

/**
 * What a role gives and takes. Nothing is allowed by default; deny wins.
 *
 * @param options how sessions of this role behave; merged over roles by the rules on {@link RoleOptions}
 */
public record RoleSpec(RoleOptions options, RoleConditions allow, RoleConditions deny) implements ResourceSpec {
    public RoleSpec {
        options = Optional.ofNullable(options).orElse(RoleOptions.DEFAULTS);
        allow = Optional.ofNullable(allow).orElse(RoleConditions.NONE);
        deny = Optional.ofNullable(deny).orElse(RoleConditions.NONE);
        if (!deny.requireSessionJoin().isEmpty()) {
            throw Specs.invalid("deny.require_session_join has no meaning: a demand stands under allow");
        }
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.ROLE;
    }
}
