package org.sallyport.agent.tunnel;

import org.apache.sshd.common.session.Session;

/** What the proxy tells its tunnels. Called by I/O threads; must not block. */
public interface TunnelEvents {
    void drain(Session session, Delay delay);

    void pace(Session session, Delay delay);
}
