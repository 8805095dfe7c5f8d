package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.refusal.RefusedChannel;

/** Makes session channels. */
public final class SessionChannelFactory implements ChannelFactory {
    private final SessionServices services;

    public SessionChannelFactory(SessionServices services) {
        this.services = requireNonNull(services, "services");
    }

    @Override
    public String getName() {
        return "session";
    }

    @Override
    public Channel createChannel(Session session) {
        return services.windows()
                .grant(new SessionChannel(services))
                .<Channel>map(granted -> granted)
                .orElseGet(() -> RefusedChannel.full("session"));
    }
}
