package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Tells this server's proxy from those of the other servers, after a restart and under another host name too: a recording
 * is sent on only by whoever began it.
 */
@ApplicationScoped
public class ProxyId {
    private final Supplier<String> kept;
    private volatile String id = "";

    public ProxyId() {
        // not sallyport.data.dir, which servers of a cluster may share
        this(new ProxyIdFile(Path.of(System.getProperty("jboss.server.data.dir", "."), "sallyport"))::read);
    }

    /** @param kept the same at each call, and no other server's */
    public ProxyId(Supplier<String> kept) {
        this.kept = kept;
    }

    /**
     * {@code proxy:<UUID>}.
     *
     * @throws org.sallyport.api.error.SallyportException STORE_UNAVAILABLE while it can neither be read nor made
     */
    public String text() {
        String known = id;
        if (known.isEmpty()) {
            known = "proxy:" + kept.get();
            id = known;
        }
        return known;
    }
}
