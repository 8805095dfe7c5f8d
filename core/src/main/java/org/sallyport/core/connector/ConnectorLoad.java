package org.sallyport.core.connector;

/**
 * How much there is at the connector now.
 *
 * @param tunnels of agents
 * @param streams of users to agents
 * @param connections of users, agents and strangers
 */
public record ConnectorLoad(int tunnels, int streams, int connections) {
    public static final ConnectorLoad NONE = new ConnectorLoad(0, 0, 0);
}
