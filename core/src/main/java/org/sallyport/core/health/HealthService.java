package org.sallyport.core.health;

import org.sallyport.api.rest.ServerHealth;
import org.sallyport.core.caller.Caller;

/** How this server is, for who may read the cluster's configuration. Errors: ACCESS_DENIED. */
public interface HealthService {
    /** Tries each part; what was tried in the last seconds is not tried again. */
    ServerHealth health(Caller caller);
}
