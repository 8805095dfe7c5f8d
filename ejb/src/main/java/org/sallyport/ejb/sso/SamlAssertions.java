package org.sallyport.ejb.sso;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sallyport.core.sso.Attested;
import org.w3c.dom.Element;

/**
 * What a signed assertion says of a person, and whether it says so to us, now and for this login (saml-profiles 4.1.4.3,
 * saml-core 2.4 to 2.7).
 */
final class SamlAssertions {
    private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    /** Conditions beside the audience that hold here anyway: an assertion is used once and given to nobody. */
    private static final Set<String> HARMLESS = Set.of("OneTimeUse", "ProxyRestriction");

    private final SamlParty party;
    private final Instant now;

    SamlAssertions(SamlParty party, Instant now) {
        this.party = party;
        this.now = now;
    }

    Attested person(Element assertion, String requestId) {
        if (!"2.0".equals(assertion.getAttribute("Version"))) {
            throw party.bad("its assertion is not of SAML 2.0", "have the provider speak SAML 2.0");
        }
        SamlResponses.requireIssuer(party, only(assertion, "Issuer"));
        if (time(assertion, "IssueInstant").isAfter(now.plus(IdTokens.SKEW))) {
            throw party.bad("it was issued in the future", "compare the clocks of provider and server");
        }
        requireConditions(only(assertion, "Conditions"));
        Element subject = only(assertion, "Subject");
        requireConfirmed(subject, requestId);
        requireLoggedIn(assertion);
        Map<String, List<String>> attributes = attributes(assertion);
        return new Attested(user(subject, attributes), attributes);
    }

    private void requireConditions(Element conditions) {
        requireBegun(conditions);
        requireNotOver(conditions, "NotOnOrAfter");
        boolean audience = false;
        for (Element condition : SamlXml.children(conditions)) {
            if (SamlXml.is(condition, SamlXml.ASSERTION, "AudienceRestriction")) {
                // several must all hold
                requireAudience(condition);
                audience = true;
            } else if (!SamlXml.ASSERTION.equals(condition.getNamespaceURI())
                    || !HARMLESS.contains(condition.getLocalName())) {
                // saml-core 2.5.1.1: with a condition that is not understood nothing is known
                throw party.bad("it has a condition that is not known here", "have the provider leave it out");
            }
        }
        if (!audience) {
            throw party.bad("it names no audience", "have the provider restrict assertions to this client");
        }
    }

    private void requireAudience(Element restriction) {
        boolean ours = SamlXml.children(restriction, SamlXml.ASSERTION, "Audience").stream()
                .anyMatch(audience -> party.entityId().equals(SamlXml.text(audience)));
        if (!ours) {
            throw party.bad(
                    "it is for another audience", "the client must be called " + party.entityId() + " at the provider");
        }
    }

    private void requireConfirmed(Element subject, String requestId) {
        List<Element> bearers = SamlXml.children(subject, SamlXml.ASSERTION, "SubjectConfirmation").stream()
                .filter(each -> BEARER.equals(each.getAttribute("Method")))
                .toList();
        if (bearers.size() != 1) {
            throw party.bad("its subject is not confirmed for a bearer", "tell an administrator");
        }
        Element data = only(bearers.getFirst(), "SubjectConfirmationData");
        if (!party.acs().equals(data.getAttribute("Recipient"))) {
            throw party.bad(
                    "it is for another recipient than " + party.acs(),
                    "correct the assertion consumer URL of this client at the provider");
        }
        if (!requestId.equals(data.getAttribute("InResponseTo"))) {
            throw party.bad("its assertion answers another login", "begin again, in one window");
        }
        if (data.hasAttribute("NotBefore") || !data.hasAttribute("NotOnOrAfter")) {
            throw party.bad("its confirmation has a beginning, or no end", "tell an administrator");
        }
        requireNotOver(data, "NotOnOrAfter");
    }

    private void requireLoggedIn(Element assertion) {
        List<Element> statements = SamlXml.children(assertion, SamlXml.ASSERTION, "AuthnStatement");
        if (statements.isEmpty()) {
            throw party.bad("it does not say that somebody logged in", "have the provider send an AuthnStatement");
        }
        statements.forEach(statement -> requireNotOver(statement, "SessionNotOnOrAfter"));
    }

    private void requireBegun(Element element) {
        if (element.hasAttribute("NotBefore") && now.plus(IdTokens.SKEW).isBefore(time(element, "NotBefore"))) {
            throw party.bad("it is not valid yet", "compare the clocks of provider and server");
        }
    }

    private void requireNotOver(Element element, String attribute) {
        if (element.hasAttribute(attribute) && !now.minus(IdTokens.SKEW).isBefore(time(element, attribute))) {
            throw party.bad("it has expired", "compare the clocks of provider and server");
        }
    }

    private String user(Element subject, Map<String, List<String>> attributes) {
        String attribute = party.provider().userAttribute();
        if (!attribute.isEmpty()) {
            List<String> values = attributes.getOrDefault(attribute, List.of());
            if (values.size() != 1) {
                throw party.bad(
                        "it has " + values.size() + " values of the attribute '" + attribute + "', not one",
                        "correct spec.saml.user_attribute, or have the provider send it");
            }
            return values.getFirst();
        }
        Element name = only(subject, "NameID");
        if (TRANSIENT.equals(name.getAttribute("Format"))) {
            throw party.bad(
                    "its NameID is another one at each login (transient)",
                    "have the provider send a lasting one, or set spec.saml.user_attribute");
        }
        return SamlXml.text(name);
    }

    /** By name, and by friendly name where that leaves no doubt. */
    private Map<String, List<String>> attributes(Element assertion) {
        Map<String, List<String>> byName = new TreeMap<>();
        Map<String, Set<String>> friends = new HashMap<>();
        for (Element statement : SamlXml.children(assertion, SamlXml.ASSERTION, "AttributeStatement")) {
            for (Element attribute : SamlXml.children(statement, SamlXml.ASSERTION, "Attribute")) {
                String name = attribute.getAttribute("Name");
                List<String> values = values(attribute);
                if (!name.isEmpty() && !values.isEmpty()) {
                    byName.computeIfAbsent(name, any -> new ArrayList<>()).addAll(values);
                    friends.computeIfAbsent(attribute.getAttribute("FriendlyName"), any -> new java.util.HashSet<>())
                            .add(name);
                }
            }
        }
        Map<String, List<String>> attributes = new TreeMap<>(byName);
        friends.forEach((friend, names) -> {
            if (!friend.isEmpty() && names.size() == 1) {
                attributes.putIfAbsent(friend, byName.get(names.iterator().next()));
            }
        });
        return attributes;
    }

    private static List<String> values(Element attribute) {
        return SamlXml.children(attribute, SamlXml.ASSERTION, "AttributeValue").stream()
                .map(SamlXml::text)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private Element only(Element parent, String name) {
        List<Element> found = SamlXml.children(parent, SamlXml.ASSERTION, name);
        if (found.size() != 1) {
            throw party.bad(
                    "it must have exactly one " + name + " in " + parent.getLocalName(), "tell an administrator");
        }
        return found.getFirst();
    }

    /** Saml-core 1.3.3: always UTC. */
    private Instant time(Element element, String attribute) {
        try {
            return Instant.parse(element.getAttribute(attribute));
        } catch (DateTimeException malformed) {
            throw party.bad(attribute + " is missing or no time in UTC", "tell an administrator");
        }
    }
}
