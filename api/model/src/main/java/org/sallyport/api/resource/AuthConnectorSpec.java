package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One way of single sign-on: where people prove who they are, and what their attributes give them here. Exactly one of
 * {@code oidc}, {@code saml}, {@code ldap} and {@code kerberos}.
 *
 * @param display on the button, at most 64 characters; the connector's name when left out
 * @param attributesToRoles at least one entry; who matches none is refused
 * @param traits trait to the attribute it is filled from; every attribute becomes a trait of its own name when left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuthConnectorSpec(
        String display,
        Optional<OidcSettings> oidc,
        Optional<LdapSettings> ldap,
        Optional<KerberosSettings> kerberos,
        Optional<SamlSettings> saml,
        List<AttributeToRoles> attributesToRoles,
        Map<String, String> traits)
        implements ResourceSpec {
    private static final int MAX_DISPLAY = 64;
    private static final int MAX_ENTRIES = 1024;

    public AuthConnectorSpec {
        display = display == null ? "" : display;
        if (display.length() > MAX_DISPLAY || display.chars().anyMatch(Character::isISOControl)) {
            throw Specs.invalid("spec.display has more than " + MAX_DISPLAY + " characters or a control character");
        }
        oidc = oidc == null ? Optional.empty() : oidc;
        ldap = ldap == null ? Optional.empty() : ldap;
        kerberos = kerberos == null ? Optional.empty() : kerberos;
        saml = saml == null ? Optional.empty() : saml;
        if (Stream.of(oidc, saml, ldap, kerberos).filter(Optional::isPresent).count() != 1) {
            throw Specs.invalid("spec needs exactly one of oidc, saml, ldap and kerberos");
        }
        if (attributesToRoles == null || attributesToRoles.isEmpty() || attributesToRoles.size() > MAX_ENTRIES) {
            throw Specs.invalid("spec.attributes_to_roles needs 1 to " + MAX_ENTRIES + " entries");
        }
        if (attributesToRoles.stream().anyMatch(Objects::isNull)) {
            throw Specs.invalid("spec.attributes_to_roles has an empty entry");
        }
        attributesToRoles = List.copyOf(attributesToRoles);
        traits = checkedTraits(traits);
    }

    private static Map<String, String> checkedTraits(Map<String, String> traits) {
        if (traits == null) {
            return Map.of();
        }
        traits.forEach((trait, attribute) -> {
            if (trait == null || trait.isBlank() || attribute == null || attribute.isBlank()) {
                throw Specs.invalid("spec.traits has an entry without a trait or without an attribute");
            }
        });
        return java.util.Collections.unmodifiableMap(new TreeMap<>(traits));
    }

    /** How people are asked: {@code redirect}, {@code password} or {@code negotiate}. */
    public String method() {
        return switch (protocol()) {
            case "ldap" -> "password";
            case "kerberos" -> "negotiate";
            default -> "redirect";
        };
    }

    /** What is behind it, for people and for the audit log: {@code oidc}, {@code saml}, {@code ldap} or {@code kerberos}. */
    public String protocol() {
        if (oidc.isPresent()) {
            return "oidc";
        }
        if (saml.isPresent()) {
            return "saml";
        }
        return ldap.isPresent() ? "ldap" : "kerberos";
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.AUTH_CONNECTOR;
    }
}
