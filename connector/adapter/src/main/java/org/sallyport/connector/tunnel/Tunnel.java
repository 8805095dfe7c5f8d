package org.sallyport.connector.tunnel;

import static java.util.Objects.requireNonNull;

import org.apache.sshd.server.session.ServerSession;
import org.sallyport.core.connector.TunnelInfo;

/** A live connection of an agent. */
public final class Tunnel {
    private final TunnelInfo info;
    private final ServerSession session;
    private final Liveness liveness;
    private volatile boolean draining;

    Tunnel(TunnelInfo info, ServerSession session, Liveness liveness) {
        this.info = requireNonNull(info, "info");
        this.session = requireNonNull(session, "session");
        this.liveness = requireNonNull(liveness, "liveness");
    }

    public TunnelInfo info() {
        return info;
    }

    public ServerSession session() {
        return session;
    }

    /** Something came through this tunnel. */
    public void heard() {
        liveness.heard();
    }

    void drain() {
        draining = true;
    }

    public boolean draining() {
        return draining;
    }

    /** Whether a dial may be sent through it. */
    boolean selectable() {
        return !draining && session.isOpen() && liveness.alive();
    }
}
