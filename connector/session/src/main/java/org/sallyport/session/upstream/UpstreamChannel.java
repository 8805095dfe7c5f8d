package org.sallyport.session.upstream;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.session.transport.Outflow;
import org.sallyport.transport.window.StreamWindow;

/** A channel that we open at another SSH server. */
final class UpstreamChannel extends RequestingChannel {
    private final ChannelStreams streams = new ChannelStreams(this, this::sendEof, this::lastWords);
    private volatile String whenLost = "";

    /** @param payload appends what the open message of this type of channel carries */
    UpstreamChannel(String type, Consumer<Buffer> payload) {
        super(type, payload);
    }

    @Override
    public IoWriteFuture writePacket(Buffer packet) throws IOException {
        return Outflow.sent(getSession(), packet.available(), () -> super.writePacket(packet));
    }

    /** What is read as an error when it closes before it said how its process ended. */
    void sayWhenLost(String line) {
        whenLost = line;
    }

    private String lastWords() {
        return getExitStatus() == null && getExitSignal() == null ? whenLost : "";
    }

    ChannelStreams streams() {
        return streams;
    }

    @Override
    protected void configureWindow() {
        super.configureWindow();
        StreamWindow.withhold(this);
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        streams.received(data, offset, length);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        streams.receivedError(data, offset, length);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        streams.ended();
    }
}
