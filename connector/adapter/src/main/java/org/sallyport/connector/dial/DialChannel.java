package org.sallyport.connector.dial;

import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.connector.pipe.PipedClientChannel;
import org.sallyport.connector.tunnel.Tunnel;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;

/** The channel by which the proxy reaches a service of an agent; docs/protocol/tunnel.md. */
final class DialChannel extends PipedClientChannel {
    static final String TYPE = "dial@sallyport.org";
    static final int VERSION = 1;

    private final Tunnel tunnel;
    private final DialTarget target;
    private final Caller.User caller;
    private final String traceId;

    DialChannel(Tunnel tunnel, DialTarget target, Caller.User caller, String traceId, long window) {
        super(TYPE, window);
        this.tunnel = tunnel;
        this.target = target;
        this.caller = caller;
        this.traceId = traceId;
    }

    @Override
    protected void putPayload(Buffer request) {
        request.putUInt(VERSION);
        request.putString(target.service().wireName());
        request.putString(target.name());
        request.putString(caller.name());
        request.putString(caller.address());
        request.putString(traceId);
        request.putBoolean(target.resumable());
    }

    @Override
    protected void heard() {
        tunnel.heard();
    }
}
