package org.sallyport.ejb.sso;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** What we say to a SAML provider: our metadata, and that somebody wants to log in. */
final class SamlMessages {
    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

    private SamlMessages() {}

    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    /** Saml-metadata 2.4.4. */
    static String metadata(SamlParty party) {
        return written(xml -> {
            xml.writeStartDocument("UTF-8", "1.0");
            xml.setPrefix("md", METADATA);
            xml.writeStartElement(METADATA, "EntityDescriptor");
            xml.writeNamespace("md", METADATA);
            xml.writeAttribute("entityID", party.entityId());
            xml.writeStartElement(METADATA, "SPSSODescriptor");
            xml.writeAttribute("AuthnRequestsSigned", "false");
            xml.writeAttribute("WantAssertionsSigned", "true");
            xml.writeAttribute("protocolSupportEnumeration", SamlXml.PROTOCOL);
            xml.writeEmptyElement(METADATA, "AssertionConsumerService");
            xml.writeAttribute("Binding", POST);
            xml.writeAttribute("Location", party.acs());
            xml.writeAttribute("index", "0");
            xml.writeAttribute("isDefault", "true");
            xml.writeEndDocument();
        });
    }

    /** Saml-core 3.4.1. It is not signed: it asks for nothing but that somebody logs in, and names only what is registered. */
    static String request(SamlParty party, String id, Instant now) {
        return written(xml -> {
            xml.setPrefix("samlp", SamlXml.PROTOCOL);
            xml.setPrefix("saml", SamlXml.ASSERTION);
            xml.writeStartElement(SamlXml.PROTOCOL, "AuthnRequest");
            xml.writeNamespace("samlp", SamlXml.PROTOCOL);
            xml.writeNamespace("saml", SamlXml.ASSERTION);
            xml.writeAttribute("ID", id);
            xml.writeAttribute("Version", "2.0");
            xml.writeAttribute(
                    "IssueInstant", now.truncatedTo(ChronoUnit.SECONDS).toString());
            xml.writeAttribute("Destination", party.provider().ssoUrl());
            xml.writeAttribute("AssertionConsumerServiceURL", party.acs());
            xml.writeAttribute("ProtocolBinding", POST);
            xml.writeStartElement(SamlXml.ASSERTION, "Issuer");
            xml.writeCharacters(party.entityId());
            xml.writeEndElement();
            xml.writeEmptyElement(SamlXml.PROTOCOL, "NameIDPolicy");
            xml.writeAttribute("AllowCreate", "true");
            xml.writeEndDocument();
        });
    }

    /** The HTTP-Redirect binding (saml-bindings 3.4.4.1). */
    static String redirect(SamlParty party, String request, String relayState) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(deflated, raw)) {
            stream.write(request.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            raw.end();
        }
        String url = party.provider().ssoUrl();
        return url + (url.contains("?") ? "&" : "?") + "SAMLRequest="
                + URLEncoder.encode(Base64.getEncoder().encodeToString(deflated.toByteArray()), StandardCharsets.UTF_8)
                + "&RelayState=" + URLEncoder.encode(relayState, StandardCharsets.UTF_8);
    }

    private static String written(Content content) {
        try {
            StringWriter text = new StringWriter();
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            content.write(xml);
            xml.close();
            return text.toString();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
