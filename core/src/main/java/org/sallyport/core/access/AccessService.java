package org.sallyport.core.access;

import java.util.List;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.AccessDiff;
import org.sallyport.api.rest.AccessExplanation;
import org.sallyport.api.rest.WhatCan;
import org.sallyport.api.rest.WhoCan;
import org.sallyport.core.caller.Caller;

/**
 * Who may what, and why. Everybody may ask about himself; about others who may list users, roles and nodes. Actions and
 * resources are written as {@link Questions} reads them. Errors: INVALID_ARGUMENT, NOT_FOUND, ACCESS_DENIED.
 */
public interface AccessService {
    AccessExplanation explain(Caller caller, String user, String action, String resource);

    /** @param resource {@code node} for all nodes, {@code node/NAME}, or another resource with a verb as action */
    WhoCan whoCan(Caller caller, String action, String resource);

    WhatCan whatCan(Caller caller, String user);

    /** What applying these documents would change for whom. Nothing is stored. @param documents roles and users */
    AccessDiff diff(Caller caller, List<Resource<?>> documents);
}
