package org.sallyport.session.upstream;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.relay.OpenedChannel;

/** A channel that we open at another SSH server, with requests of its own (RFC 4254 section 5.4). */
abstract class RequestingChannel extends OpenedChannel {
    static final int ANSWER_SECONDS = 30;

    /** More than are ever due at once. A server may send answers that nobody asked for, and nobody takes those away. */
    static final int MOST_ANSWERS = 8;

    private final BlockingQueue<Boolean> answers = new ArrayBlockingQueue<>(MOST_ANSWERS);

    /** @param payload appends what the open message of this type of channel carries */
    RequestingChannel(String type, Consumer<Buffer> payload) {
        super(type, payload);
        // a request that waits for its answer gets none any more
        addCloseFutureListener(closed -> answers.offer(false));
    }

    @Override
    protected void doOpen() {
        // whoever opened it goes on when its future says so
    }

    /** @param answered whether {@link #answer} is due for it, in the order of requests */
    final void request(String type, boolean answered, Consumer<Buffer> content) throws IOException {
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 256);
        buffer.putUInt(getRecipient());
        buffer.putString(type);
        buffer.putBoolean(answered);
        content.accept(buffer);
        writePacket(buffer);
    }

    /** Blocks. @return whether the next request was granted */
    final boolean answer() throws InterruptedException {
        return Boolean.TRUE.equals(answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS));
    }

    /** RFC 4254 section 6.2; an answer is due. */
    final void requestTerminal(TerminalRequest terminal) throws IOException {
        request("pty-req", true, content -> {
            content.putString(terminal.type());
            size(terminal.size(), content);
            Buffer modes = new ByteArrayBuffer();
            terminal.modes().forEach((opcode, value) -> {
                modes.putByte(opcode.byteValue());
                modes.putUInt(Integer.toUnsignedLong(value));
            });
            // RFC 4254 section 8: TTY_OP_END
            modes.putByte((byte) 0);
            content.putBytes(modes.getCompactData());
        });
    }

    /** RFC 4254 section 6.7. */
    final void changeWindow(TerminalSize size) throws IOException {
        request("window-change", false, content -> size(size, content));
    }

    /** RFC 4254 section 6.9. */
    final void sendSignal(String name) throws IOException {
        request("signal", false, content -> content.putString(name));
    }

    private static void size(TerminalSize size, Buffer content) {
        content.putUInt(size.columns());
        content.putUInt(size.rows());
        content.putUInt(0);
        content.putUInt(0);
    }

    @Override
    public final void handleSuccess() {
        answered(true);
    }

    @Override
    public final void handleFailure() {
        answered(false);
    }

    private void answered(boolean granted) {
        if (!answers.offer(granted) && !isClosing()) {
            SessionMessages.LOG.debugf("%s gets answers to requests that were never made", this);
            close(true);
        }
    }
}
