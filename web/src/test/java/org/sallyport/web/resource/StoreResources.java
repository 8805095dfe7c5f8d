package org.sallyport.web.resource;

import org.sallyport.core.resource.ResourceService;
import org.sallyport.web.edge.CurrentCaller;

/** Wires a resource as the container would. */
public final class StoreResources {
    private StoreResources() {}

    public static StoreResource on(ResourceService resources, CurrentCaller caller) {
        StoreResource resource = new StoreResource();
        resource.resources = resources;
        resource.caller = caller;
        return resource;
    }
}
