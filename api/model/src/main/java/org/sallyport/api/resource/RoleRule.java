package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;

/**
 * @param resources kinds by wire name, or one of {@code node}, {@code event}, {@code session},
 *     {@code session_recording}, {@code certificate};
 *     {@code *} for all
 * @param verbs {@code list}, {@code read}, {@code create}, {@code update}, {@code delete}, or {@code *}
 * @param where an expression over {@code user} and {@code resource} that must hold (docs/guides/roles.md); empty for none
 */
public record RoleRule(
        List<String> resources,
        List<String> verbs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String where) {
    public static final Set<String> VERBS = Set.of("list", "read", "create", "update", "delete", "*");

    /** Wherever it applies. */
    public RoleRule(List<String> resources, List<String> verbs) {
        this(resources, verbs, "");
    }

    /** Whether it speaks of this verb on this kind, wherever that is. */
    public boolean covers(String kind, String verb) {
        return has(resources, kind) && has(verbs, verb);
    }

    private static boolean has(List<String> named, String wanted) {
        return named.contains("*") || named.contains(wanted);
    }

    public RoleRule {
        resources = Specs.nonEmptyNames("rules.resources", resources);
        verbs = Specs.nonEmptyNames("rules.verbs", verbs);
        where = Specs.expression("rules.where", where);
        for (String verb : verbs) {
            if (!VERBS.contains(verb)) {
                throw Specs.invalid("rules.verbs has '" + verb + "': use list, read, create, update, delete or *");
            }
        }
    }
}
