package org.sallyport.session.auth;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.connection.Dismissal;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.relay.RelayChannel;

/** The client at the other end of an SSH connection. */
record VisitorClient(ServerSession session, SessionServices services) implements Visitor.Client {
    @Override
    public void open(String type, ByteStream stream, Consumer<Buffer> payload) throws IOException {
        RelayChannel channel = new RelayChannel(type, stream, payload, services.streams());
        if (services.windows().grant(channel).isEmpty()) {
            stream.close();
            refused("channel " + type, ChannelWindows.FULL);
            throw new IOException(ChannelWindows.FULL);
        }
        channel.open(session);
    }

    @Override
    public void refused(String what, String why) {
        Connection connection = Connection.of(session);
        connection.notice(connection.refused(what, why));
    }

    @Override
    public void dismiss(String why) {
        Dismissal.of(session, why);
    }
}
