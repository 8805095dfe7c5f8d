package org.sallyport.core.cluster;

import java.util.List;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.caller.Unauthenticated;
import org.sallyport.core.identity.Trust;

/** What everybody may know of the cluster. */
public interface ClusterService {
    @Unauthenticated("a client needs it before it can log in")
    ClusterInfo info();

    @Unauthenticated("public keys only")
    List<Authority> authorities();

    /** Cached; cheap enough to be asked for at every handshake. */
    @Unauthenticated("public keys and serial numbers, for components in this server")
    Trust trust();
}
