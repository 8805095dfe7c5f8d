package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tells this server's proxy from those of the other servers, also after a restart. */
@ApplicationScoped
public class ProxyId {
    private static final int LONGEST = 100;

    private final String id;

    public ProxyId() {
        this(System::getProperty);
    }

    public ProxyId(UnaryOperator<String> properties) {
        this.id = "proxy:"
                + Stream.of("sallyport.node.id", "jboss.node.name")
                        .flatMap(name -> Optional.ofNullable(properties.apply(name)).stream())
                        .map(ProxyId::plain)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("sallyport");
    }

    private static String plain(String text) {
        String clean = text.replaceAll("[^A-Za-z0-9._-]", "_");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }

    /** {@code proxy:<name of the server>}. */
    public String text() {
        return id;
    }
}
