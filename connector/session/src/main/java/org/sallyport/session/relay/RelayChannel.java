package org.sallyport.session.relay;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.session.process.ByteStream;
import org.sallyport.transport.window.StreamWindow;

/** A channel that we open to the client for somebody who connected to the host. */
public final class RelayChannel extends OpenedChannel {
    private final StreamRelay relay;

    /**
     * @param payload appends what the open message of this type of channel carries
     * @param streams a thread for each task
     */
    public RelayChannel(String type, ByteStream stream, Consumer<Buffer> payload, Executor streams) {
        super(type, payload);
        this.relay = new StreamRelay(stream, this, this::sendEof, streams);
    }

    /** Once. The stream is closed when it does not come to be. */
    public void open(Session session) throws IOException {
        try {
            session.getService(ConnectionService.class).registerChannel(this);
            open().addListener(opened -> {
                if (!opened.isOpened()) {
                    close(true);
                }
            });
        } catch (IOException e) {
            close(true);
            throw e;
        }
    }

    @Override
    protected void configureWindow() {
        super.configureWindow();
        StreamWindow.withhold(this);
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
