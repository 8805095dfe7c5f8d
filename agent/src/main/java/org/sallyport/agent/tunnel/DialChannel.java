package org.sallyport.agent.tunnel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;
import org.sallyport.transport.LastPacket;
import org.sallyport.transport.window.StreamWindow;

/** A {@code dial@sallyport.org} channel: the proxy's way to a service of this agent (docs/protocol/tunnel.md). */
final class DialChannel extends AbstractServerChannel implements DialStream {
    static final String TYPE = "dial@sallyport.org";

    private final BiFunction<DialRequest, DialStream, DialReceiver> services;
    private final LastPacket last = new LastPacket();
    private StreamOutput output;
    private final AtomicBoolean closeWanted = new AtomicBoolean();
    private final AtomicBoolean closedTold = new AtomicBoolean();
    private volatile DialReceiver receiver;

    DialChannel(BiFunction<DialRequest, DialStream, DialReceiver> services) {
        super(TYPE, java.util.List.of(), null);
        this.services = requireNonNull(services, "services");
    }

    /** MINA's stream asks its channel for things that are there from now on only. */
    @Override
    public void init(ConnectionService service, Session session, long id) throws IOException {
        super.init(service, session, id);
        output = new StreamOutput(this, this::drained);
    }

    @Override
    protected void configureWindow() {
        super.configureWindow();
        StreamWindow.withhold(this);
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        OpenFuture opening = new DefaultOpenFuture(this, this);
        DialRequest request = null;
        try {
            request = DialPayload.read(buffer);
            receiver = services.apply(request, this);
            // this sends the confirmation; completing the future does not
            signalChannelOpenSuccess();
            opening.setOpened();
            output.opened();
        } catch (SallyportException e) {
            if (request != null) {
                AgentMessages.LOG.dialRefused(request.caller(), request.clientAddress(), e.userMessage());
            }
            refuse(e.type().sshReason(), e.userMessage());
        } catch (RuntimeException e) {
            AgentMessages.LOG.dialFailed(e);
            refuse(
                    SshConstants.SSH_OPEN_CONNECT_FAILED,
                    "agent: the service failed to take the stream; see the agent's log");
        }
        notifyStateChanged("doInit");
        return opening;
    }

    /** Sends the failure itself, because MINA leaves out the text; so the future is never failed. */
    private void refuse(int reason, String text) {
        try {
            Buffer failure = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, text.length() + 64);
            failure.putUInt(getRecipient());
            failure.putUInt(reason);
            failure.putString(text);
            failure.putString("");
            getSession().writePacket(failure);
        } catch (IOException e) {
            AgentMessages.LOG.dialFailed(e);
        }
        close(true);
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
            return;
        }
        if (closeWanted.get()) {
            close(false);
        }
    }

    @Override
    public void release(int bytes) {
        try {
            if (!isClosing() && bytes > 0) {
                StreamWindow.release(this, bytes);
            }
        } catch (IOException e) {
            abort();
        }
    }

    @Override
    public void close() {
        closeWanted.set(true);
        output.end();
        if (isEofSent()) {
            close(false);
        }
    }

    @Override
    public void abort() {
        output.abort();
        close(true);
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        DialReceiver taker = receiver;
        if (taker != null && !isClosing()) {
            StreamWindow.received(this, (int) len);
            taker.received(data, off, (int) len);
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) {
        throw new UnsupportedOperationException("no extended data on " + TYPE);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        DialReceiver taker = receiver;
        if (taker != null) {
            taker.inputEnded();
        }
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        output.stream().onWindowExpanded();
    }

    @Override
    public void handleClose() throws IOException {
        // a peer that sent CLOSE adjusts no window any more: a pending write would keep the close waiting for ever
        output.abort();
        super.handleClose();
    }

    /** Writes queued before a graceful close must still go out. */
    @Override
    protected boolean mayWrite() {
        return !isClosed();
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
            DialReceiver taker = receiver;
            if (taker != null && closedTold.compareAndSet(false, true)) {
                taker.closed();
            }
        });
    }
}
