package org.sallyport.web.sso;

import org.sallyport.core.sso.SsoService;
import org.sallyport.web.edge.CurrentCaller;

/** Wires resources as the container would. */
public final class SsoResources {
    private SsoResources() {}

    public static SsoResource on(SsoService sso, CurrentCaller caller) {
        SsoResource resource = new SsoResource();
        resource.sso = sso;
        resource.caller = caller;
        return resource;
    }

    public static SamlResource samlOn(SsoService sso, CurrentCaller caller) {
        SamlResource resource = new SamlResource();
        resource.sso = sso;
        resource.caller = caller;
        return resource;
    }
}
