package org.sallyport.web.mfa;

import jakarta.annotation.Priority;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import org.sallyport.core.mfa.AdminMfaService;
import org.sallyport.web.edge.CurrentCaller;

/** Asks for the second factor of each {@link AdminAction}, after the caller is known and before anything is read. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class AdminMfaFilter implements ContainerRequestFilter {
    @Context
    ResourceInfo resource;

    @EJB
    AdminMfaService mfa;

    @Inject
    CurrentCaller caller;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceMethod().isAnnotationPresent(AdminAction.class)) {
            mfa.require(caller.user(), caller.token(), MfaHeader.parse(request.getHeaderString(MfaHeader.NAME)));
        }
    }
}
