package org.sallyport.agent.tunnel;

/** Told of the tunnel in use. One call at a time. */
public interface TunnelListener {
    /** From now on this tunnel is the one to use; an earlier one is only left for what lives in it. */
    void up(Tunnel tunnel);

    /** There is none. */
    void down(String cause);
}
