package org.sallyport.session.upstream;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.session.relay.OpenedChannel;
import org.sallyport.session.transport.Outflow;
import org.sallyport.transport.window.StreamWindow;

/** A channel that we open at another SSH server. */
final class UpstreamChannel extends OpenedChannel {
    private final ChannelStreams streams = new ChannelStreams(this, this::sendEof, this::lastWords);
    private final BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
    private volatile String whenLost = "";

    /** @param payload appends what the open message of this type of channel carries */
    UpstreamChannel(String type, Consumer<Buffer> payload) {
        super(type, payload);
        // a request that waits for its answer gets none any more
        addCloseFutureListener(closed -> answers.add(false));
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
    protected void doOpen() {
        // whoever opened it goes on when its future says so
    }

    /** RFC 4254 section 5.4. @param answered whether {@link #answer} is due for it, in the order of requests */
    void request(String type, boolean answered, Consumer<Buffer> content) throws IOException {
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 256);
        buffer.putUInt(getRecipient());
        buffer.putString(type);
        buffer.putBoolean(answered);
        content.accept(buffer);
        writePacket(buffer);
    }

    /** Blocks. @return whether the next request was granted, in this time */
    boolean answer(long seconds) throws InterruptedException {
        return Boolean.TRUE.equals(answers.poll(seconds, TimeUnit.SECONDS));
    }

    @Override
    public void handleSuccess() {
        answers.add(true);
    }

    @Override
    public void handleFailure() {
        answers.add(false);
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
