package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.transport.LastPacket;
import org.sallyport.transport.window.StreamWindow;

/** A channel that we open at another SSH server. */
final class UpstreamChannel extends AbstractClientChannel {
    private final LastPacket last = new LastPacket();
    private final ChannelStreams streams = new ChannelStreams(this, this::sendEof, this::lastWords);
    private final BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
    private final Consumer<Buffer> payload;
    private volatile String whenLost = "";

    /** @param payload appends what the open message of this type of channel carries */
    UpstreamChannel(String type, Consumer<Buffer> payload) {
        super(type);
        this.payload = requireNonNull(payload, "payload");
        // a request that waits for its answer gets none any more
        addCloseFutureListener(closed -> answers.add(false));
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
    public synchronized OpenFuture open() throws IOException {
        if (isClosing()) {
            throw new SshException("the connection is over");
        }
        openFuture = new DefaultOpenFuture(this, futureLock);
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 256);
        buffer.putString(getChannelType());
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        payload.accept(buffer);
        writePacket(buffer);
        return openFuture;
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
    public IoWriteFuture writePacket(Buffer packet) throws IOException {
        return last.write(this, () -> super.writePacket(packet));
    }

    @Override
    protected IoWriteFuture sendEof() throws IOException {
        return last.write(this, super::sendEof);
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder().run(this, last::close).close(super.getInnerCloseable()).build();
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
