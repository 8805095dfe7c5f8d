package org.sallyport.core.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;

/**
 * OS accounts in roles. They are names, not patterns; only {@code *} in a deny means every login. What a template makes
 * of a trait and is no possible account (comma, blank, control character, an agent's principal) vanishes.
 */
final class LoginRules {
    private static final String ANY = "*";

    private LoginRules() {}

    static List<String> allowed(RoleConditions allow, Map<String, List<String>> traits) {
        return allow.logins().stream()
                .flatMap(entry -> TraitTemplate.expand(entry, traits).stream())
                .map(TraitTemplate.Expansion::text)
                .filter(LoginRules::isAccount)
                .distinct()
                .sorted()
                .toList();
    }

    static boolean denies(RoleConditions deny, String login, Map<String, List<String>> traits) {
        return deny.logins().contains(ANY)
                || deny.logins().stream()
                        .flatMap(entry -> TraitTemplate.expand(entry, traits).stream())
                        .anyMatch(denied -> denied.text().equals(login));
    }

    static List<String> effective(Collection<Resource<RoleSpec>> roles, Map<String, List<String>> traits) {
        TreeSet<String> logins = new TreeSet<>();
        roles.forEach(role -> logins.addAll(allowed(role.spec().allow(), traits)));
        logins.removeIf(
                login -> roles.stream().anyMatch(role -> denies(role.spec().deny(), login, traits)));
        return List.copyOf(logins);
    }

    private static boolean isAccount(String login) {
        return !login.isEmpty()
                && login.length() <= 256
                && !login.equals(ANY)
                && !login.startsWith("-")
                && !login.startsWith(CertificateNames.AGENT_PRINCIPAL_PREFIX)
                && login.chars().noneMatch(c -> c == ',' || Character.isISOControl(c) || Character.isWhitespace(c));
    }
}
