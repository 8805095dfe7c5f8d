package org.sallyport.api.resource;

import java.util.List;
import java.util.Map;

/**
 * A person or a bot. Passwords and MFA secrets are not here: they live in tables of their own.
 *
 * @param roles names of roles, at least one
 * @param traits e.g. {@code logins: [root, ubuntu]}, read by role templates as {@code {{internal.logins}}}
 */
public record UserSpec(List<String> roles, Map<String, List<String>> traits) implements ResourceSpec {
    public UserSpec {
        roles = Specs.nonEmptyNames("spec.roles", roles);
        traits = Specs.listMap("spec.traits", traits);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.USER;
    }
}
