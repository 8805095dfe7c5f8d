package org.sallyport.ejb.sso;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** XML of strangers: a parser that fetches, expands and guesses nothing, and the few ways in which it is read. */
final class SamlXml {
    static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    static final String SIGNATURE = XMLSignature.XMLNS;

    /** Responses are about 10 deep; canonicalisation and our own walks need a bound. */
    private static final int MAX_DEPTH = 64;

    private SamlXml() {}

    /** @throws SAXException for what is no XML, has a document type, or is nested without end */
    static Document parsed(byte[] xml) throws SAXException {
        try {
            // the JDK's parser by name: what else lies on a server's class path may read the same bytes another way
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static boolean is(Node node, String namespace, String name) {
        return node instanceof Element element
                && name.equals(element.getLocalName())
                && namespace.equals(element.getNamespaceURI());
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static List<Element> children(Element parent, String namespace, String name) {
        return children(parent).stream()
                .filter(child -> is(child, namespace, name))
                .toList();
    }

    /** Every node below and including this one, in the order of the document. */
    static List<Node> all(Node root) {
        List<Node> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(Node node, List<Node> found) {
        found.add(node);
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            collect(child, found);
        }
    }

    /** All its text, without the white space around; empty when there are elements in it. */
    static String text(Element element) {
        return children(element).isEmpty() ? element.getTextContent().strip() : "";
    }

    /** The parser's own writes to the server's standard error. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void error(SAXParseException problem) throws SAXException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXException {
            throw problem;
        }
    }
}
