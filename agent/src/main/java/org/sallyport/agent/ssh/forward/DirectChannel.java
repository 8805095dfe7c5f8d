package org.sallyport.agent.ssh.forward;

import java.util.Optional;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;
import org.sallyport.agent.ssh.session.Connection;

/** {@code ssh -L} and {@code -D}: connects for the client, or says why not in the channel's open failure. */
final class DirectChannel extends TcpipServerChannel {
    private SshdSocketAddress target;

    DirectChannel() {
        super(TcpForwardingFilter.Type.Direct, null);
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        int position = buffer.rpos();
        SshdSocketAddress target = new SshdSocketAddress(buffer.getString(), buffer.getInt());
        buffer.rpos(position);
        this.target = target;
        Optional<String> refusal = ForwardGate.connectRefusal(getSession(), target);
        return refusal.isPresent() ? RefusedChannel.refuse(this, refusal.get()) : super.doInit(buffer);
    }

    @Override
    protected void handleChannelOpenFailure(OpenFuture future, Throwable problem) {
        OpenFailures.say(
                getSession(),
                getRecipient(),
                Connection.of(getSession()).access().line("cannot connect to " + target + ": " + problem.getMessage()));
        super.handleChannelOpenFailure(future, problem);
    }
}
