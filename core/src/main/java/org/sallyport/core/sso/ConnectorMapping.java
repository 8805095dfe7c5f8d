package org.sallyport.core.sso;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AttributeToRoles;
import org.sallyport.api.resource.AuthConnectorSpec;

/**
 * From what a provider says to user, traits and roles here. Pure; the same for a login and for a test of it. A provider is
 * trusted to say who somebody is, not to write into our certificates and logs: names and values are checked.
 */
public final class ConnectorMapping {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,127}");
    private static final Set<String> RESERVED = Set.of("system", "anonymous", "agent");
    private static final int MAX_TRAITS = 64;
    private static final int MAX_VALUE = 1024;
    /** All values together: they go into every certificate, and OpenSSH takes certificates of limited size. */
    private static final int MAX_CHARACTERS = 16_384;

    private ConnectorMapping() {}

    /** @throws SallyportException SSO_REFUSED */
    public static MappedLogin map(String connector, AuthConnectorSpec spec, Attested person) {
        String user = person.user();
        if (!NAME.matcher(user).matches() || RESERVED.contains(user)) {
            throw refusal(
                    connector,
                    "it gives the user name " + quoted(user) + ", which is not allowed here; names have 1 to 128 of"
                            + " letters, digits, '.', '_', '@', '-', and begin with a letter or digit",
                    "choose another user claim or name for this person");
        }
        Map<String, List<String>> traits = traits(connector, spec, person.attributes());
        Set<String> roles = roles(spec, person.attributes());
        if (roles.isEmpty()) {
            throw refusal(
                    connector,
                    "no entry of its attributes_to_roles fits user " + quoted(user) + " with "
                            + asked(spec, person.attributes()),
                    "ask an administrator for a group that is mapped, or to map one of yours");
        }
        return new MappedLogin(user, List.copyOf(roles), traits);
    }

    /** @throws SallyportException INVALID_RESOURCE for a pattern that nothing could match */
    public static void requireValid(AuthConnectorSpec spec) {
        for (AttributeToRoles entry : spec.attributesToRoles()) {
            if (ValuePattern.of(entry.value()).isEmpty()) {
                throw new SallyportException(
                        ErrorCode.INVALID_RESOURCE,
                        "spec.attributes_to_roles has the value " + quoted(entry.value())
                                + ", which is no regular expression in RE2's syntax");
            }
        }
    }

    private static Set<String> roles(AuthConnectorSpec spec, Map<String, List<String>> attributes) {
        Set<String> roles = new LinkedHashSet<>();
        for (AttributeToRoles entry : spec.attributesToRoles()) {
            for (String value : attributes.getOrDefault(entry.attribute(), List.of())) {
                ValuePattern.of(entry.value())
                        .map(pattern -> pattern.expand(value, entry.roles()))
                        .ifPresent(roles::addAll);
            }
        }
        return roles;
    }

    private static Map<String, List<String>> traits(
            String connector, AuthConnectorSpec spec, Map<String, List<String>> attributes) {
        Map<String, List<String>> traits = new TreeMap<>();
        if (spec.traits().isEmpty()) {
            traits.putAll(attributes);
        } else {
            spec.traits().forEach((trait, attribute) -> {
                if (attributes.containsKey(attribute)) {
                    traits.put(trait, attributes.get(attribute));
                }
            });
        }
        int characters = 0;
        for (Map.Entry<String, List<String>> trait : traits.entrySet()) {
            characters += trait.getKey().length();
            for (String value : trait.getValue()) {
                characters += value.length();
                if (value.length() > MAX_VALUE || value.chars().anyMatch(Character::isISOControl)) {
                    throw refusal(
                            connector,
                            "trait " + quoted(trait.getKey())
                                    + " would have a value with a control character, or of more" + " than " + MAX_VALUE
                                    + " characters",
                            "name the traits to keep in spec.traits of the connector");
                }
            }
        }
        if (traits.size() > MAX_TRAITS || characters > MAX_CHARACTERS) {
            throw refusal(
                    connector,
                    "it gives more attributes than certificates can carry (" + MAX_TRAITS + " traits, " + MAX_CHARACTERS
                            + " characters)",
                    "name the traits to keep in spec.traits of the connector");
        }
        return traits;
    }

    private static String asked(AuthConnectorSpec spec, Map<String, List<String>> attributes) {
        Set<String> names = new TreeSet<>();
        spec.attributesToRoles().forEach(entry -> names.add(entry.attribute()));
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            List<String> values = attributes.getOrDefault(name, List.of());
            text.append(text.isEmpty() ? "" : ", ")
                    .append(name)
                    .append("=")
                    .append(values.stream()
                            .limit(16)
                            .map(ConnectorMapping::quoted)
                            .toList());
        }
        return text.toString();
    }

    public static SallyportException refusal(String connector, String cause, String remedy) {
        return new SallyportException(
                ErrorCode.SSO_REFUSED, "Single sign-on by " + connector + ": " + cause + "; " + remedy);
    }

    /** For messages and the audit log: short, and without what a terminal would act on. */
    static String quoted(String text) {
        String cut = text.length() > 128 ? text.substring(0, 128) + "..." : text;
        return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
