package org.sallyport.ejb.sso;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * From what a browser posted to the one assertion in it that the provider signed (saml-core 3.3.3, saml-profiles 4.1.4.2).
 * Documents that an honest provider never sends are refused before any signature is looked at.
 */
final class SamlResponses {
    /** Of base64; real ones have some 10 KiB. */
    static final int MAX_CHARACTERS = 256 * 1024;

    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private static final Set<String> ENCRYPTED = Set.of("EncryptedAssertion", "EncryptedID", "EncryptedAttribute");

    private final SamlParty party;

    SamlResponses(SamlParty party) {
        this.party = party;
    }

    /**
     * @return made anew from the very bytes that the signature covers: what else the document holds is out of reach
     * @throws SallyportException SSO_REFUSED
     */
    Element assertion(String posted, String requestId) {
        Document document = parsed(posted);
        Element response = document.getDocumentElement();
        if (!SamlXml.is(response, SamlXml.PROTOCOL, "Response")) {
            throw party.bad("it is no Response of SAML 2.0", "tell an administrator");
        }
        List<Node> nodes = SamlXml.all(document);
        requirePlain(nodes);
        requireUniqueIds(nodes);
        requireForThisLogin(response, requestId);
        requireSuccess(response);
        return new SamlSignatures(party).signed(response, onlyAssertion(response, nodes), nodes);
    }

    private Document parsed(String posted) {
        if (posted.isEmpty() || posted.length() > MAX_CHARACTERS) {
            throw party.bad(
                    "it is missing, or longer than " + MAX_CHARACTERS + " characters",
                    "have the provider answer by the HTTP-POST binding");
        }
        try {
            return SamlXml.parsed(
                    Base64.getDecoder().decode(posted.replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException | SAXException malformed) {
            throw new SallyportException(
                    ErrorCode.SSO_REFUSED,
                    "Single sign-on by " + party.connector()
                            + ": the SAML response is not good: it cannot be read, has a"
                            + " document type or is nested too deep; tell an administrator",
                    ProviderWords.printable(String.valueOf(malformed.getMessage())),
                    malformed);
        }
    }

    /**
     * A comment within a name is no part of what is signed, and libraries have cut names off at it; no provider writes
     * one.
     */
    private void requirePlain(List<Node> nodes) {
        for (Node node : nodes) {
            if (node.getNodeType() == Node.COMMENT_NODE || node.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE) {
                throw party.bad("it has comments or processing instructions in it", "tell an administrator");
            }
            if (node instanceof Element element && ENCRYPTED.contains(element.getLocalName())) {
                throw party.bad(
                        "it is encrypted, which is not supported",
                        "have encryption of assertions and names turned off for this client at the provider; TLS"
                                + " protects them on their way");
            }
        }
    }

    /** With an ID in two places it is open what a signature covers. */
    private void requireUniqueIds(List<Node> nodes) {
        Set<String> known = new HashSet<>();
        for (Node node : nodes) {
            NamedNodeMap attributes = node.getAttributes();
            for (int i = 0; attributes != null && i < attributes.getLength(); i++) {
                Attr attribute = (Attr) attributes.item(i);
                if ("id".equalsIgnoreCase(attribute.getLocalName()) && !known.add(attribute.getValue())) {
                    throw party.bad("it has an ID twice", "tell an administrator");
                }
            }
        }
    }

    private void requireForThisLogin(Element response, String requestId) {
        if (!"2.0".equals(response.getAttribute("Version"))) {
            throw party.bad("it is not of SAML 2.0", "have the provider speak SAML 2.0");
        }
        if (!party.acs().equals(response.getAttribute("Destination"))) {
            throw party.bad(
                    "it is for another destination than " + party.acs(),
                    "correct the assertion consumer URL of this client at the provider");
        }
        for (Element issuer : SamlXml.children(response, SamlXml.ASSERTION, "Issuer")) {
            requireIssuer(party, issuer);
        }
        if (response.getAttribute("InResponseTo").isEmpty()) {
            throw party.bad("nobody here asked for it", "begin at the login page, not at the provider's");
        }
        if (!requestId.equals(response.getAttribute("InResponseTo"))) {
            throw party.bad("it answers another login", "begin again, in one window");
        }
    }

    static void requireIssuer(SamlParty party, Element issuer) {
        if (!party.provider().entityId().equals(SamlXml.text(issuer))) {
            throw party.bad("it comes from another issuer", "correct spec.saml.entity_id");
        }
    }

    private void requireSuccess(Element response) {
        List<Element> statuses = SamlXml.children(response, SamlXml.PROTOCOL, "Status");
        List<Element> codes = statuses.stream()
                .flatMap(status -> SamlXml.children(status, SamlXml.PROTOCOL, "StatusCode").stream())
                .toList();
        if (statuses.size() != 1 || codes.size() != 1) {
            throw party.bad("it has no status", "tell an administrator");
        }
        Element code = codes.getFirst();
        if (SUCCESS.equals(code.getAttribute("Value"))) {
            return;
        }
        StringBuilder said = new StringBuilder(code.getAttribute("Value"));
        SamlXml.children(code, SamlXml.PROTOCOL, "StatusCode")
                .forEach(inner -> said.append(", ").append(inner.getAttribute("Value")));
        SamlXml.children(statuses.getFirst(), SamlXml.PROTOCOL, "StatusMessage")
                .forEach(message ->
                        said.append(" (").append(SamlXml.text(message)).append(")"));
        throw party.bad(
                "the provider says " + ProviderWords.printable(said.toString()), "ask whoever runs the provider");
    }

    private Element onlyAssertion(Element response, List<Node> nodes) {
        List<Node> assertions = nodes.stream()
                .filter(node -> node instanceof Element && "Assertion".equals(node.getLocalName()))
                .toList();
        if (assertions.size() == 1
                && assertions.getFirst() instanceof Element only
                && SamlXml.is(only, SamlXml.ASSERTION, "Assertion")
                && only.getParentNode() == response) {
            return only;
        }
        throw party.bad("it must have exactly one assertion", "tell an administrator");
    }
}
