package org.sallyport.session.process;

import java.util.Map;
import java.util.Optional;

/** Where the sessions of a node's users run: the machine itself, or a server that they are passed on to. */
public interface Host {
    /**
     * Whether sessions can run as that login. Asked twice for each login (RFC 4252 section 7), so without effect.
     *
     * @throws org.sallyport.api.error.SallyportException LOGIN_NOT_AVAILABLE, naming cause and remedy without the layer
     */
    void require(String login);

    /** @param collected what the client set so far. @return whether it may set this variable too */
    boolean accepts(String name, String value, Map<String, String> collected);

    /** Why that cannot be run here, cause and remedy without the layer; empty when it can. Must not block. */
    Optional<String> unfit(Work work);

    /** For one connection that was let in. Must not block: what takes time waits for its first use. */
    HostConnection connect(Visitor visitor);
}
