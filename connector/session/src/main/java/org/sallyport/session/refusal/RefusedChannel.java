package org.sallyport.session.refusal;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.Connection;

/** A channel that a client asks for and does not get; it is told why. */
public final class RefusedChannel extends AbstractServerChannel {
    private final int reason;
    private final Function<Connection, String> refusal;

    private RefusedChannel(int reason, Function<Connection, String> refusal) {
        super(null);
        this.reason = reason;
        this.refusal = requireNonNull(refusal, "refusal");
    }

    /** Of a kind that is known and not served. */
    public static RefusedChannel unserved(String what, String why) {
        return new RefusedChannel(
                SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, connection -> connection.denied(what, why));
    }

    /** For want of memory. */
    public static RefusedChannel full(String what) {
        return new RefusedChannel(
                SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, connection -> connection.refused(what, ChannelWindows.FULL));
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        return refuse(this, reason, refusal.apply(Connection.of(getSession())));
    }

    /** @param line that was audited */
    public static OpenFuture refuse(AbstractServerChannel channel, String line) {
        return refuse(channel, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, line);
    }

    private static OpenFuture refuse(AbstractServerChannel channel, int reason, String line) {
        OpenFailures.say(channel.getSession(), channel.getRecipient(), line);
        DefaultOpenFuture future = new DefaultOpenFuture(channel, channel);
        future.setException(new SshChannelOpenException(channel.getChannelId(), reason, line));
        channel.close(true);
        return future;
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {}

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {}
}
