package org.sallyport.core.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleSpec;

/**
 * The roles of a subject that are known here, by name (so that the order in which they were given never matters), and
 * the names of those that are not.
 */
record HeldRoles(List<Resource<RoleSpec>> known, List<String> unknown) {
    static HeldRoles of(Subject subject, Collection<Resource<RoleSpec>> knownRoles) {
        Map<String, Resource<RoleSpec>> byName =
                knownRoles.stream().collect(Collectors.toMap(Resource::name, Function.identity(), HeldRoles::newer));
        Set<String> names = new TreeSet<>(subject.roles());
        List<Resource<RoleSpec>> known = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            if (byName.containsKey(name)) {
                known.add(byName.get(name));
            } else {
                unknown.add(name);
            }
        }
        return new HeldRoles(known, unknown);
    }

    private static Resource<RoleSpec> newer(Resource<RoleSpec> a, Resource<RoleSpec> b) {
        return Comparator.<Resource<RoleSpec>>comparingLong(Resource::revision).compare(a, b) >= 0 ? a : b;
    }

    List<Reason> unknownReasons() {
        return unknown.stream()
                .map(name -> new Reason(
                        name,
                        "",
                        Reason.Effect.NOT_MATCHED,
                        "role " + name + " does not exist (any more), so it gives nothing"))
                .toList();
    }
}
