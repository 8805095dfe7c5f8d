package org.sallyport.session.relay;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.session.process.ByteStream;

/** A channel that we open to the client for somebody who connected to the host. */
public final class RelayChannel extends OpenedChannel {
    private final StreamRelay relay;

    private RelayChannel(String type, ByteStream stream, Consumer<Buffer> payload) {
        super(type, payload);
        this.relay = new StreamRelay(stream, this, this::sendEof);
    }

    /** @param payload appends what the open message of this type of channel carries */
    public static void open(Session session, String type, ByteStream stream, Consumer<Buffer> payload)
            throws IOException {
        RelayChannel channel = new RelayChannel(type, stream, payload);
        try {
            session.getService(ConnectionService.class).registerChannel(channel);
            channel.open().addListener(opened -> {
                if (!opened.isOpened()) {
                    channel.close(true);
                }
            });
        } catch (IOException e) {
            channel.close(true);
            throw e;
        }
    }

    @Override
    protected void doOpen() {
        relay.start(getRemoteWindow());
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        relay.data(data, offset, length);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        relay.end();
    }
}
