package org.sallyport.api.resource;

import java.util.List;
import java.util.Set;

/**
 * @param resources kinds by wire name, or one of {@code node}, {@code event}, {@code session}, {@code certificate};
 *     {@code *} for all
 * @param verbs {@code list}, {@code read}, {@code create}, {@code update}, {@code delete}, or {@code *}
 */
public record RoleRule(List<String> resources, List<String> verbs) {
    public static final Set<String> VERBS = Set.of("list", "read", "create", "update", "delete", "*");

    public RoleRule {
        resources = Specs.nonEmptyNames("rules.resources", resources);
        verbs = Specs.nonEmptyNames("rules.verbs", verbs);
        for (String verb : verbs) {
            if (!VERBS.contains(verb)) {
                throw Specs.invalid("rules.verbs has '" + verb + "': use list, read, create, update, delete or *");
            }
        }
    }
}
