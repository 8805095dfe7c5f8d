package org.sallyport.web.access;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.AccessDiff;
import org.sallyport.api.rest.AccessExplanation;
import org.sallyport.api.rest.AccessProposal;
import org.sallyport.api.rest.WhatCan;
import org.sallyport.api.rest.WhoCan;
import org.sallyport.core.access.AccessService;
import org.sallyport.core.caller.Caller;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;

/** Who may what, and why. */
@Path("v1/access")
@Produces(MediaType.APPLICATION_JSON)
public class AccessResource {
    private final ResourceCodec codec = new ResourceCodec();

    @EJB
    AccessService access;

    @Inject
    CurrentCaller caller;

    /** Without a user: of the caller. */
    @GET
    @Path("explain")
    public AccessExplanation explain(
            @QueryParam("user") String user,
            @QueryParam("action") String action,
            @QueryParam("resource") String resource) {
        Caller.User asking = caller.user();
        return access.explain(asking, userOr(asking, user), required("action", action), required("resource", resource));
    }

    @GET
    @Path("who-can")
    public WhoCan whoCan(@QueryParam("action") String action, @QueryParam("resource") String resource) {
        return access.whoCan(caller.user(), required("action", action), required("resource", resource));
    }

    /** Without a user: of the caller. */
    @GET
    @Path("what-can")
    public WhatCan whatCan(@QueryParam("user") String user) {
        Caller.User asking = caller.user();
        return access.whatCan(asking, userOr(asking, user));
    }

    @POST
    @Path("diff")
    @Consumes(MediaType.APPLICATION_JSON)
    public AccessDiff diff(AccessProposal proposal) {
        if (proposal == null || proposal.documents() == null) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "REST: documents is missing");
        }
        return access.diff(caller.user(), codec.parseYamlDocuments(proposal.documents()));
    }

    private static String userOr(Caller.User asking, String user) {
        String named = Parameters.text("user", user);
        return named.isEmpty() ? asking.name() : named;
    }

    private static String required(String name, String value) {
        String text = Parameters.text(name, value);
        if (text.isEmpty()) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "REST: parameter " + name + " is missing");
        }
        return text;
    }
}
