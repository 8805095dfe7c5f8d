package org.sallyport.agent.tunnel;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialStream;
import org.sallyport.transport.LastPacket;

/** A {@code direct-tcpip} channel to the Auth Service ({@code auth}, port 1), as a stream without threads. */
final class ComponentChannel extends AbstractClientChannel implements DialStream {
    private static final String HOST = "auth";
    private static final int PORT = 1;

    private final DialReceiver receiver;
    private final LastPacket last = new LastPacket();
    private StreamOutput output;

    ComponentChannel(DialReceiver receiver) {
        super("direct-tcpip", List.of());
        this.receiver = receiver;
    }

    /** MINA's stream asks its channel for things that are there from now on only. */
    @Override
    public void init(ConnectionService service, Session session, long id) throws IOException {
        super.init(service, session, id);
        output = new StreamOutput(this, this::drained);
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(toString(), futureLock);
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 128);
        buffer.putString(getChannelType());
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        buffer.putString(HOST);
        buffer.putUInt(PORT);
        // originator, RFC 4254 section 7.2
        buffer.putString("127.0.0.1");
        buffer.putUInt(0);
        writePacket(buffer);
        return openFuture;
    }

    @Override
    protected void doOpen() {
        output.opened();
    }

    @Override
    public CompletionStage<Void> write(byte[] data, int offset, int length) {
        return output.write(data, offset, length);
    }

    @Override
    public void endOutput() {
        output.end();
    }

    private void drained() {
        try {
            sendEof();
        } catch (IOException e) {
            abort();
        }
    }

    @Override
    public void release(int bytes) {
        try {
            if (!isClosing() && bytes > 0) {
                getLocalWindow().release(bytes);
            }
        } catch (IOException e) {
            abort();
        }
    }

    @Override
    public void close() {
        output.end();
        close(false);
    }

    @Override
    public void abort() {
        output.abort();
        close(true);
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) {
        receiver.received(data, off, (int) len);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) {
        throw new UnsupportedOperationException("no extended data towards the Auth Service");
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        receiver.inputEnded();
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        output.stream().onWindowExpanded();
    }

    @Override
    public void handleClose() throws IOException {
        output.abort();
        super.handleClose();
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
        return builder()
                .close(output.stream())
                .run(this, last::close)
                .close(super.getInnerCloseable())
                .build();
    }

    @Override
    protected void preClose() {
        super.preClose();
        addCloseFutureListener(future -> {
            output.abort();
            receiver.closed();
        });
    }
}
