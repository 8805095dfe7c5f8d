package org.sallyport.ejb.sso;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Ways to put an assertion for eve beside, around or into one that is signed for ada. */
final class SamlForgeries {
    private SamlForgeries() {}

    static Stream<Named<Consumer<Document>>> wrappings() {
        return Stream.of(
                named("forged before", d -> assertion(d).getParentNode().insertBefore(forged(d), assertion(d))),
                named("forged after", d -> assertion(d).getParentNode().appendChild(forged(d))),
                named("same ID", d -> assertion(d).getParentNode().appendChild(sameId(d, forged(d)))),
                named("forged around", d -> replace(d, forged(d)).appendChild(d.adoptNode(original(d)))),
                named("forged around, with its signature", d -> stealing(d, "Advice")),
                named("original in the signature's Object", d -> inSignature(d, "Object")),
                named("original in the signature's KeyInfo", d -> inSignature(d, "KeyInfo")),
                named("original in Extensions", d -> inExtensions(d, false)),
                named("original in Extensions, same ID", d -> inExtensions(d, true)),
                named("forged in Extensions", d -> SamlProvider.first(d, "Extensions")
                        .appendChild(forged(d))),
                named("signature moved to the response", d -> {
                    Element response = d.getDocumentElement();
                    response.insertBefore(signature(assertion(d)), SamlProvider.first(d, "Extensions"));
                    rename(assertion(d));
                }),
                named("signature twice", d -> assertion(d)
                        .appendChild(signature(assertion(d)).cloneNode(true))),
                named("reference to everything", d -> SamlProvider.first(d, "Reference")
                        .setAttribute("URI", "")),
                named("reference by XPointer", d -> SamlProvider.first(d, "Reference")
                        .setAttribute("URI", "#xpointer(id('" + assertion(d).getAttribute("ID") + "'))")),
                named("reference twice", d -> {
                    Element reference = SamlProvider.first(d, "Reference");
                    reference.getParentNode().appendChild(reference.cloneNode(true));
                }),
                named("whole response in a forged one", d -> {
                    Element real = d.getDocumentElement();
                    Element fake = (Element) real.cloneNode(true);
                    fake.setAttribute("ID", "_fake");
                    rename(fake);
                    d.replaceChild(fake, real);
                    SamlProvider.first(d, "Extensions").appendChild(real);
                }));
    }

    /** Copies a part, puts another name into the copy, and puts that anywhere. */
    static void shuffle(Document document, Random random) {
        List<Element> elements = elements(document);
        Element from = elements.get(random.nextInt(elements.size()));
        Element to = elements.get(random.nextInt(elements.size()));
        Element copy = (Element) from.cloneNode(true);
        rename(copy);
        if (random.nextBoolean() && copy.hasAttribute("ID")) {
            copy.setAttribute("ID", "_other");
        }
        switch (random.nextInt(4)) {
            case 0 -> to.appendChild(copy);
            case 1 -> to.insertBefore(copy, to.getFirstChild());
            case 2 -> to.getParentNode().replaceChild(copy, to);
            default -> {
                // and the original into the copy
                from.getParentNode().replaceChild(copy, from);
                copy.appendChild(from);
            }
        }
    }

    private static List<Element> elements(Document document) {
        return SamlXml.all(document).stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static Named<Consumer<Document>> named(String name, Consumer<Document> change) {
        return Named.of(name, change);
    }

    private static Element assertion(Document document) {
        return SamlProvider.first(document, "Assertion");
    }

    private static Element signature(Element signed) {
        return SamlXml.children(signed, SamlXml.SIGNATURE, "Signature").getFirst();
    }

    private static Element original(Document document) {
        return (Element) document.getUserData("original");
    }

    /** A copy for eve, without a signature. */
    private static Element forged(Document document) {
        Element forged = (Element) assertion(document).cloneNode(true);
        forged.removeChild(signature(forged));
        forged.setAttribute("ID", "_forged");
        rename(forged);
        return forged;
    }

    private static Element sameId(Document document, Element forged) {
        forged.setAttribute("ID", assertion(document).getAttribute("ID"));
        return forged;
    }

    private static Element replace(Document document, Element forged) {
        Element original = assertion(document);
        document.setUserData("original", original, null);
        original.getParentNode().replaceChild(forged, original);
        return forged;
    }

    /** The forged assertion holds the original, and its signature stands where the forged one's belongs. */
    private static void stealing(Document document, String holder) {
        Element forged = replace(document, forged(document));
        Element inner = document.createElementNS(SamlXml.ASSERTION, "saml:" + holder);
        forged.appendChild(inner).appendChild(original(document));
        forged.insertBefore(
                signature(original(document)), forged.getFirstChild().getNextSibling());
    }

    private static void inSignature(Document document, String holder) {
        Element forged = replace(document, forged(document));
        Element signature = signature(original(document));
        forged.insertBefore(signature, forged.getFirstChild());
        Element inner = document.createElementNS(SamlXml.SIGNATURE, "ds:" + holder);
        signature.appendChild(inner).appendChild(original(document));
    }

    private static void inExtensions(Document document, boolean same) {
        Element forged = replace(document, forged(document));
        Element original = original(document);
        SamlProvider.first(document, "Extensions").appendChild(original);
        forged.insertBefore(signature(original).cloneNode(true), forged.getFirstChild());
        if (same) {
            forged.setAttribute("ID", original.getAttribute("ID"));
        }
    }

    private static void rename(Node node) {
        for (Node each : SamlXml.all(node)) {
            if (each.getNodeType() == Node.TEXT_NODE && each.getNodeValue() != null) {
                each.setNodeValue(each.getNodeValue().replace("ada", "eve").replace("staff", "admins"));
            }
        }
    }
}
