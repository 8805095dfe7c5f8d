package org.sallyport.session.forward;

import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.session.connection.Connection;

/** A kind of channel that we know and do not serve: forwards to Unix sockets would be opened with the agent's rights. */
final class RefusedChannel extends AbstractServerChannel {
    RefusedChannel() {
        super(null);
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        return refuse(
                this,
                Connection.of(getSession())
                        .denied("forward to a Unix socket", "forwards go to TCP ports only; use -L to a port"));
    }

    static OpenFuture refuse(AbstractServerChannel channel, String line) {
        OpenFailures.say(channel.getSession(), channel.getRecipient(), line);
        DefaultOpenFuture future = new DefaultOpenFuture(channel, channel);
        future.setException(new SshChannelOpenException(
                channel.getChannelId(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, line));
        channel.close(true);
        return future;
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {}

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {}
}
