package org.sallyport.web.cluster;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.web.edge.Parameters;
import org.sallyport.web.edge.Public;

/** What a client must know before it can log in. */
@Path("v1")
@Produces(MediaType.APPLICATION_JSON)
public class ClusterResource {
    @EJB
    ClusterService cluster;

    @Inject
    OwnCertificate own;

    @Context
    HttpServletRequest http;

    @GET
    @Path("ping")
    @Public("tells a client where the cluster is and what to pin")
    public ClusterInfo ping() {
        return cluster.info();
    }

    /** Without a nonce there is no binding: for clients that trust the HTTPS certificate by other means. */
    @GET
    @Path("authorities")
    @Public("public keys, and the proof that a client with a CA pin needs")
    public AuthoritiesAnswer authorities(@QueryParam("nonce") String nonce) {
        String asked = Parameters.text("nonce", nonce);
        if (asked.isEmpty()) {
            return new AuthoritiesAnswer(cluster.authorities(), null);
        }
        return cluster.authorities(asked, own.leaf(http));
    }

    /** Apart from the others: it is for stock sshd, and clients would take it for one to trust themselves. */
    @GET
    @Path("authorities/openssh")
    @Public("public keys only")
    public Authority openssh() {
        return cluster.opensshAuthority();
    }
}
