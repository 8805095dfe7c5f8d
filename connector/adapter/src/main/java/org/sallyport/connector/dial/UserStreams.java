package org.sallyport.connector.dial;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.pipe.PipedServerChannel;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.identity.SshIdentity.UserIdentity;

/** Users' {@code direct-tcpip}: {@code ssh -J} and {@code ssh -W} dial a node by its name. */
final class UserStreams implements PipedServerChannel.Opening {
    /** What stock ssh asks for without a port, our agents' customary port, and none. */
    private static final Set<Long> SSH_PORTS = Set.of(0L, 22L, 3022L);

    private final Dialer dialer;
    private final Relays relays;
    private final NodeNames names;
    private final Executor blocking;

    UserStreams(Dialer dialer, Relays relays, NodeNames names, Executor blocking) {
        this.dialer = requireNonNull(dialer, "dialer");
        this.relays = requireNonNull(relays, "relays");
        this.names = requireNonNull(names, "names");
        this.blocking = requireNonNull(blocking, "blocking");
    }

    @Override
    public void requested(PipedServerChannel channel, Buffer request) {
        String host = request.getString();
        long port = request.getUInt();
        String address = Logins.address(channel.getSession());
        if (!(Logins.identity(channel.getSession()).orElse(null) instanceof UserIdentity user)) {
            throw new SallyportException(ErrorCode.ACCESS_DENIED, "proxy: only users may dial; nothing to be done");
        }
        if (!SSH_PORTS.contains(port)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "proxy: port " + port + " of '" + host + "' is not served, only SSH is; log in to the node"
                            + " and forward from there with ssh -L");
        }
        Caller.User caller = Logins.caller(user, address);
        blocking.execute(() -> connect(channel, caller, host));
    }

    private void connect(PipedServerChannel channel, Caller.User caller, String host) {
        long window;
        try {
            window = relays.reserve();
        } catch (SallyportException refusal) {
            channel.refuse(refusal);
            return;
        }
        try {
            channel.window(window, relays);
            dialer.dial(caller, new DialTarget(ServiceType.SSH, names.bare(host)), channel.end(), window);
            relays.enter(channel::accept);
        } catch (SallyportException refusal) {
            relays.release(window);
            channel.refuse(refusal);
        }
    }
}
