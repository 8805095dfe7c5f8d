package org.sallyport.core.connector;

/**
 * A dial that an agent took and that waits for its client's connection. Exactly one of the two methods has an effect, the
 * one that is called first; a dial that is given neither holds memory and a channel for ever.
 */
public interface OpenDial extends AutoCloseable {
    String hostId();

    /** Joins the client's connection to the agent, or closes it when the dial has been closed. Any thread. */
    void attach(CarriedConnection connection);

    /** There is no client any more: the agent's end is closed. Any thread, also more than once. */
    @Override
    void close();
}
