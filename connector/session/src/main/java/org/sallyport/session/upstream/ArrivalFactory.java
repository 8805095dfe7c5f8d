package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.sallyport.session.connection.ChannelWindows;

/** Makes the channels that servers open to us. */
final class ArrivalFactory implements ChannelFactory {
    private final String type;
    private final ChannelWindows windows;

    private ArrivalFactory(String type, ChannelWindows windows) {
        this.type = requireNonNull(type, "type");
        this.windows = requireNonNull(windows, "windows");
    }

    static List<ChannelFactory> all(ChannelWindows windows) {
        return List.of(
                new ArrivalFactory(UpstreamConnection.FORWARDED, windows),
                new ArrivalFactory(UpstreamConnection.AGENT, windows));
    }

    @Override
    public String getName() {
        return type;
    }

    @Override
    public Channel createChannel(Session session) {
        UpstreamConnection connection = UpstreamConnection.of(session);
        return windows.grant(new ArrivedChannel(type, connection))
                .orElseGet(() -> new ArrivedChannel(type, connection.full()));
    }
}
