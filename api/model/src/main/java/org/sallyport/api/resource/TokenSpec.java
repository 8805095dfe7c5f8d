package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A join token as a resource: its policy. Its secret is shown once when it is made, stored as a SHA-256 digest in a
 * table of its own and never part of this document; the value handed to an agent is {@code <name>.<secret>}.
 *
 * @param services what an agent joining with it may serve, at least one
 * @param joinMethod {@code token} so far
 * @param maxUses how many joins it is good for; absent means any number until it expires
 */
public record TokenSpec(
        Set<ServiceType> services,
        String joinMethod,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> maxUses)
        implements ResourceSpec {
    public static final String METHOD_TOKEN = "token";

    public TokenSpec {
        if (services == null || services.isEmpty()) {
            throw Specs.invalid("spec.services needs at least one service");
        }
        services = java.util.Collections.unmodifiableSet(new TreeSet<>(services));
        joinMethod = joinMethod == null ? METHOD_TOKEN : joinMethod;
        if (!METHOD_TOKEN.equals(joinMethod)) {
            throw Specs.invalid("spec.join_method '" + joinMethod + "' is not known: use token");
        }
        maxUses = maxUses == null ? Optional.empty() : maxUses;
        maxUses.ifPresent(uses -> {
            if (uses < 1) {
                throw Specs.invalid("spec.max_uses must be at least 1");
            }
        });
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.TOKEN;
    }
}
