package org.sallyport.session.forward;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.refusal.RefusedChannel;

/** Makes the channels of port forwards. */
public final class ForwardChannelFactory implements ChannelFactory {
    private final String type;
    private final Supplier<Channel> channels;

    private ForwardChannelFactory(String type, Supplier<Channel> channels) {
        this.type = requireNonNull(type, "type");
        this.channels = requireNonNull(channels, "channels");
    }

    public static List<ChannelFactory> all(ChannelWindows windows, Executor streams) {
        return List.of(
                new ForwardChannelFactory("direct-tcpip", () -> windows.grant(new DirectChannel(streams))
                        .<Channel>map(granted -> granted)
                        .orElseGet(() -> RefusedChannel.full("port forward"))),
                new ForwardChannelFactory(
                        "direct-streamlocal@openssh.com",
                        // they would be opened with the rights of this process
                        () -> RefusedChannel.unserved(
                                "forward to a Unix socket", "forwards go to TCP ports only; use -L to a port")));
    }

    @Override
    public String getName() {
        return type;
    }

    @Override
    public Channel createChannel(Session session) {
        return channels.get();
    }
}
