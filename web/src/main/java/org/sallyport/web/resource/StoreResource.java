package org.sallyport.web.resource;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.api.rest.Page;
import org.sallyport.core.resource.ResourceService;
import org.sallyport.web.edge.CurrentCaller;
import org.sallyport.web.edge.Parameters;
import org.sallyport.web.mfa.AdminAction;

/** The resource store; a resource's revision is its ETag. */
@Path("v1/resources/{kind}")
@Produces(MediaType.APPLICATION_JSON)
public class StoreResource {
    @EJB
    ResourceService resources;

    @Inject
    CurrentCaller caller;

    @Context
    UriInfo uri;

    @GET
    public Page<Resource<?>> list(
            @PathParam("kind") String kind, @QueryParam("cursor") String cursor, @QueryParam("limit") String limit) {
        return resources.list(
                caller.user(), Documents.kind(kind), Parameters.text("cursor", cursor), Parameters.limit(limit));
    }

    @POST
    @AdminAction
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("kind") String kind, Resource<?> resource) {
        Documents.requireKind(Documents.kind(kind), resource);
        Resource<?> stored = resources.create(caller.user(), resource);
        return tagged(
                        Response.created(
                                uri.getAbsolutePathBuilder().path(stored.name()).build()),
                        stored)
                .build();
    }

    @GET
    @Path("{name}")
    public Response get(@PathParam("kind") String kind, @PathParam("name") String name) {
        return tagged(Response.ok(), resources.get(caller.user(), Documents.kind(kind), name))
                .build();
    }

    /** With If-Match: changes exactly that revision; without: create, or update whatever is there. */
    @PUT
    @AdminAction
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response put(
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            Resource<?> resource) {
        Documents.requireKind(Documents.kind(kind), resource);
        if (!resource.name().equals(name)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "REST: the document is named '" + resource.name() + "', the path '" + name
                            + "'; a resource cannot be renamed");
        }
        Optional<Long> expected = Revisions.expected(ifMatch);
        Resource<?> stored = expected.isPresent()
                ? resources.update(caller.user(), resource, expected.get())
                : resources.apply(caller.user(), resource);
        return tagged(Response.ok(), stored).build();
    }

    @DELETE
    @AdminAction
    @Path("{name}")
    public void delete(
            @PathParam("kind") String kind,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        ResourceKind known = Documents.kind(kind);
        resources.delete(caller.user(), known, name, Revisions.expected(ifMatch));
    }

    private static Response.ResponseBuilder tagged(Response.ResponseBuilder answer, Resource<?> resource) {
        return answer.entity(resource).tag(Long.toString(resource.revision()));
    }
}
