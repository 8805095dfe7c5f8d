package org.sallyport.ejb.sso;

import java.io.IOException;
import java.security.PublicKey;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Enveloped signatures by saml-core 5.4. The JDK computes them; what it may be asked to compute is held here. A signature
 * counts only for the element that it stands in, and only the bytes that were digested are read afterwards: an assertion
 * that was put beside, around or into a signed one is never looked at.
 */
final class SamlSignatures {
    /** Signature method to the sort of key that it takes; anything else, HMAC and SHA-1 above all, is refused. */
    private static final Map<String, String> METHODS = Map.of(
            SignatureMethod.RSA_SHA256, "RSA",
            SignatureMethod.RSA_SHA384, "RSA",
            SignatureMethod.RSA_SHA512, "RSA",
            SignatureMethod.ECDSA_SHA256, "EC",
            SignatureMethod.ECDSA_SHA384, "EC",
            SignatureMethod.ECDSA_SHA512, "EC");

    private static final Set<String> DIGESTS = Set.of(DigestMethod.SHA256, DigestMethod.SHA384, DigestMethod.SHA512);
    private static final List<String> TRANSFORMS = List.of(Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE);
    /** Within an NCName: nothing that XPointer would read otherwise. */
    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,255}");

    private final SamlParty party;
    // by name: another provider on the server's class path would have other rules
    private final XMLSignatureFactory factory;

    SamlSignatures(SamlParty party) {
        this.party = party;
        try {
            factory = XMLSignatureFactory.getInstance("DOM", "XMLDSig");
        } catch (java.security.NoSuchProviderException impossible) {
            throw new IllegalStateException("every Java platform has it", impossible);
        }
    }

    /**
     * Every signature must hold, that of the response and that of the assertion; one of them is needed.
     *
     * @param nodes all of the document
     * @return the assertion, parsed from what was digested
     */
    Element signed(Element response, Element assertion, List<Node> nodes) {
        Map<Node, Element> signatures = new IdentityHashMap<>();
        for (Node node : nodes) {
            if (SamlXml.is(node, SamlXml.SIGNATURE, "Signature")) {
                Node parent = node.getParentNode();
                boolean expected = parent == response || parent == assertion;
                if (!expected || signatures.put(parent, (Element) node) != null) {
                    throw party.bad("it has a signature where none belongs", "tell an administrator");
                }
            }
        }
        Element found = null;
        // the assertion's last: what it covers is the least
        for (Element parent : List.of(response, assertion)) {
            if (signatures.containsKey(parent)) {
                found = covered(signatures.get(parent), parent);
            }
        }
        if (found == null) {
            throw party.bad("it is not signed", "have the provider sign assertions");
        }
        if (SamlXml.is(found, SamlXml.ASSERTION, "Assertion")) {
            return found;
        }
        return SamlXml.children(found, SamlXml.ASSERTION, "Assertion").getFirst();
    }

    private Element covered(Element signature, Element parent) {
        if (!ID.matcher(parent.getAttribute("ID")).matches()) {
            throw form();
        }
        try {
            for (PublicKey key : party.provider().keys()) {
                DOMValidateContext context = context(key, signature, parent);
                XMLSignature read = factory.unmarshalXMLSignature(context);
                requireAllowed(read, parent);
                String method = read.getSignedInfo().getSignatureMethod().getAlgorithm();
                if (key.getAlgorithm().equals(METHODS.get(method)) && read.validate(context)) {
                    return digested(read, parent);
                }
            }
        } catch (MarshalException | XMLSignatureException | IOException | SAXException malformed) {
            throw new SallyportException(
                    ErrorCode.SSO_REFUSED,
                    "Single sign-on by " + party.connector()
                            + ": the SAML response is not good: its signature cannot be checked, or is of a sort that is"
                            + " not allowed; have the provider sign with RSA or ECDSA and SHA-256",
                    ProviderWords.printable(String.valueOf(malformed.getMessage())),
                    malformed);
        }
        throw party.bad(
                "its signature is not that of a key in spec.saml.certificates, or it was changed on its way",
                "compare the certificates with the provider's metadata");
    }

    private static DOMValidateContext context(PublicKey key, Element signature, Element parent) {
        // the key in the signature itself is whoever's: only those of the connector are tried
        DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(key), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        context.setProperty("javax.xml.crypto.dsig.cacheReference", Boolean.TRUE);
        context.setIdAttributeNS(parent, null, "ID");
        return context;
    }

    private void requireAllowed(XMLSignature signature, Element parent) {
        SignedInfo info = signature.getSignedInfo();
        if (info.getReferences().size() != 1 || !signature.getObjects().isEmpty()) {
            throw form();
        }
        Reference reference = info.getReferences().getFirst();
        List<String> transforms =
                reference.getTransforms().stream().map(Transform::getAlgorithm).toList();
        if (!("#" + parent.getAttribute("ID")).equals(reference.getURI())
                || !TRANSFORMS.equals(transforms)
                || !CanonicalizationMethod.EXCLUSIVE.equals(
                        info.getCanonicalizationMethod().getAlgorithm())) {
            throw form();
        }
        if (!METHODS.containsKey(info.getSignatureMethod().getAlgorithm())
                || !DIGESTS.contains(reference.getDigestMethod().getAlgorithm())) {
            throw party.bad(
                    "its signature is made by an algorithm that is not allowed",
                    "have the provider sign with RSA or ECDSA and SHA-256");
        }
    }

    private SallyportException form() {
        return party.bad(
                "its signature does not cover, whole and alone, the element that it stands in",
                "tell an administrator");
    }

    private Element digested(XMLSignature signature, Element parent) throws IOException, SAXException {
        Reference reference = signature.getSignedInfo().getReferences().getFirst();
        Element covered =
                SamlXml.parsed(reference.getDigestInputStream().readAllBytes()).getDocumentElement();
        if (!SamlXml.is(covered, parent.getNamespaceURI(), parent.getLocalName())
                || !covered.getAttribute("ID").equals(parent.getAttribute("ID"))) {
            throw form();
        }
        return covered;
    }
}
