package org.sallyport.ejb.sso;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.sallyport.core.sso.SsoService;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A SAML provider that signs what a test tells it to, honest or not. See SamlE2E for a real one. */
final class SamlProvider {
    static final KeyPair RSA = keys("RSA", 2048);
    static final KeyPair EC = keys("EC", 256);
    static final KeyPair STRANGER = keys("RSA", 2048);
    static final String ENTITY = "https://sso.example.org/staff";
    static final String NAME_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

    private static final String RESPONSE = """
            <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response}" \
            Version="{version}" IssueInstant="{issued}" Destination="{destination}" InResponseTo="{asked}">
              <saml:Issuer>{response_issuer}</saml:Issuer>
              <samlp:Extensions/>
              <samlp:Status>{status}</samlp:Status>
              {assertion}
            </samlp:Response>""";
    private static final String ASSERTION = """
            <saml:Assertion xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="{id}" Version="2.0" \
            IssueInstant="{issued}">
              <saml:Issuer>{issuer}</saml:Issuer>
              <saml:Subject>{name}
                <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:{method}">
                  <saml:SubjectConfirmationData InResponseTo="{answers}" Recipient="{recipient}" NotOnOrAfter="{confirmed}"{more}/>
                </saml:SubjectConfirmation>
              </saml:Subject>
              <saml:Conditions NotBefore="{from}" NotOnOrAfter="{until}">{conditions}</saml:Conditions>
              {login}
              <saml:AttributeStatement>{attributes}</saml:AttributeStatement>
            </saml:Assertion>""";

    private final Clock clock;
    private final Map<String, String> said = new HashMap<>();
    private Signing signing = new Signing(RSA.getPrivate(), SignatureMethod.RSA_SHA256, DigestMethod.SHA256);
    private List<String> signed = List.of("Assertion");
    private String canonical = CanonicalizationMethod.EXCLUSIVE;
    private Consumer<Document> forgery = any -> {};
    private UnaryOperator<String> writing = text -> text;

    record Signing(Key key, String method, String digest) {}

    SamlProvider(Clock clock) {
        this.clock = clock;
    }

    /** Instead of the usual. @param part one in braces of the templates */
    SamlProvider says(String part, String value) {
        said.put(part, value);
        return this;
    }

    SamlProvider signs(String... elements) {
        signed = List.of(elements);
        return this;
    }

    SamlProvider signing(Key key, String method, String digest) {
        signing = new Signing(key, method, digest);
        return this;
    }

    SamlProvider canonical(String algorithm) {
        canonical = algorithm;
        return this;
    }

    /** What somebody does to the document after it was signed. */
    SamlProvider forged(Consumer<Document> change) {
        forgery = change;
        return this;
    }

    /** What somebody does to the text after it was signed. */
    SamlProvider written(UnaryOperator<String> change) {
        writing = change;
        return this;
    }

    static String nameId(String name) {
        return "<saml:NameID Format=\"" + NAME_FORMAT + "\">" + name + "</saml:NameID>";
    }

    static String attribute(String name, String more, String... values) {
        StringBuilder text = new StringBuilder("<saml:Attribute Name=\"" + name + "\"" + more + ">");
        for (String value : values) {
            text.append("<saml:AttributeValue xsi:type=\"xs:string\">")
                    .append(value)
                    .append("</saml:AttributeValue>");
        }
        return text + "</saml:Attribute>";
    }

    /** The request in a URL that a browser was sent to. */
    static Element request(String url) throws Exception {
        byte[] deflated = Base64.getDecoder().decode(query(url).get("SAMLRequest"));
        try (InflaterInputStream inflated =
                new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
            return SamlXml.parsed(inflated.readAllBytes()).getDocumentElement();
        }
    }

    /** The person is sent here and logs in. */
    SsoService.Posted logIn(String url) {
        try {
            byte[] xml = answer(request(url)).getBytes(StandardCharsets.UTF_8);
            return new SsoService.Posted(
                    Base64.getMimeEncoder().encodeToString(xml), query(url).get("RelayState"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(Element request) throws Exception {
        Map<String, String> parts = usual(request);
        parts.putAll(said);
        String text = filled(RESPONSE.replace("{assertion}", parts.getOrDefault("assertion", ASSERTION)), parts);
        Document document = SamlXml.parsed(text.getBytes(StandardCharsets.UTF_8));
        // the inner one first: the outer one covers it
        for (String name : List.of("Assertion", "Response")) {
            if (signed.contains(name)) {
                sign(first(document, name));
            }
        }
        forgery.accept(document);
        return writing.apply(text(document));
    }

    private Map<String, String> usual(Element request) {
        String acs = request.getAttribute("AssertionConsumerServiceURL");
        String audience = SamlXml.text(SamlXml.children(request).getFirst());
        Map<String, String> parts = new TreeMap<>();
        parts.put("response", "_r" + UUID.randomUUID());
        parts.put("id", "_a" + UUID.randomUUID());
        parts.put("version", "2.0");
        parts.put("issued", in(0));
        parts.put("from", in(-5));
        parts.put("until", in(60));
        parts.put("confirmed", in(60));
        parts.put("destination", acs);
        parts.put("recipient", acs);
        parts.put("asked", request.getAttribute("ID"));
        parts.put("answers", request.getAttribute("ID"));
        parts.put("response_issuer", ENTITY);
        parts.put("issuer", ENTITY);
        parts.put("status", "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>");
        parts.put("name", nameId("ada"));
        parts.put("method", "bearer");
        parts.put("more", "");
        parts.put(
                "conditions",
                "<saml:AudienceRestriction><saml:Audience>" + audience + "</saml:Audience></saml:AudienceRestriction>");
        parts.put("login", "<saml:AuthnStatement AuthnInstant=\"" + in(0) + "\" SessionNotOnOrAfter=\"{session}\"/>");
        parts.put("session", in(3600));
        parts.put("attributes", attribute("groups", "", "dev", "staff"));
        return parts;
    }

    String in(long seconds) {
        return clock.instant().plusSeconds(seconds).toString();
    }

    private static String filled(String template, Map<String, String> parts) {
        String text = template;
        // parts may name parts
        for (int round = 0; round < 2; round++) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                text = text.replace("{" + part.getKey() + "}", part.getValue());
            }
        }
        return text;
    }

    void sign(Element element) throws Exception {
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        var transforms = List.of(
                factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                factory.newTransform(canonical, (TransformParameterSpec) null));
        var reference = factory.newReference(
                "#" + element.getAttribute("ID"),
                factory.newDigestMethod(signing.digest(), null),
                transforms,
                null,
                null);
        var info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(signing.method(), null),
                List.of(reference));
        Element issuer = SamlXml.children(element).getFirst();
        DOMSignContext context = new DOMSignContext(signing.key(), element, issuer.getNextSibling());
        context.setDefaultNamespacePrefix("ds");
        context.setIdAttributeNS(element, null, "ID");
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.FALSE);
        factory.newXMLSignature(info, null).sign(context);
    }

    static Element first(Document document, String name) {
        return (Element) document.getElementsByTagNameNS("*", name).item(0);
    }

    private static String text(Document document) throws Exception {
        Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }

    /** PEM of a certificate that has run out: only its key counts. */
    static String certificate(KeyPair keys) {
        try {
            X500Name name = new X500Name("CN=sso.example.org");
            String algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            byte[] der = new JcaX509v3CertificateBuilder(
                            name, BigInteger.ONE, new Date(0), new Date(1000), name, keys.getPublic())
                    .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
                    .getEncoded();
            return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END CERTIFICATE-----\n";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> query(String url) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : URI.create(url).getRawQuery().split("&")) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }
}
