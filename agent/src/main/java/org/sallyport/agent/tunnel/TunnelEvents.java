package org.sallyport.agent.tunnel;

import org.apache.sshd.common.session.Session;

/** What the proxy tells its tunnels. Called by I/O threads; must not block. */
interface TunnelEvents {
    void drain(Session session, ProxyRequests.Delay delay);

    void pace(ProxyRequests.Delay delay);
}
