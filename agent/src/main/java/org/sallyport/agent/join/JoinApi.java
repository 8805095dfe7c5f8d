package org.sallyport.agent.join;

import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;

/** The cluster's join endpoint; see {@code ClusterClient#join}. */
@FunctionalInterface
public interface JoinApi {
    JoinResponse join(JoinRequest request);
}
