package org.sallyport.api.rest;

import java.util.List;

/**
 * How the server that was asked is.
 *
 * @param ok whether all its parts are
 * @param version of this server; others of the cluster may differ for a while
 * @param agentsOnline at any server of the cluster
 * @param tunnels of agents, at this one
 */
public record ServerHealth(boolean ok, String version, int agentsOnline, int tunnels, List<HealthPart> parts) {
    public ServerHealth {
        parts = List.copyOf(parts);
    }
}
