package org.sallyport.ejb.rotation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.node.Node;
import org.sallyport.api.rest.CaStatus.Laggard;
import org.sallyport.ejb.node.Presence;

/** The agents that the next step of a rotation would cut off, as far as they are here. */
@ApplicationScoped
public class Laggards {
    private final Presence presence;

    /** For the container's proxy. */
    protected Laggards() {
        this(null);
    }

    @Inject
    public Laggards(Presence presence) {
        this.presence = presence;
    }

    List<Laggard> of(Authority authority) {
        if (authority.type() == CaType.OPENSSH) {
            // no agent goes by it, and which hosts have its new keys nobody tells us
            return List.of();
        }
        return presence.nodesAfter("")
                .flatMap(
                        node -> reason(node, authority)
                                .map(why -> new Laggard(node.hostId(), node.name(), why, node.online()))
                                .stream())
                .toList();
    }

    private Optional<String> reason(Node node, Authority authority) {
        return presence.caUse(node.hostId())
                .map(use -> use.behind(authority))
                .orElse(Optional.of("does not say which keys it goes by: update it"));
    }
}
