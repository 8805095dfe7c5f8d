package org.sallyport.web.terminal;

import static java.util.Objects.requireNonNull;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.sallyport.web.log.WebLog;
import org.xnio.IoUtils;

/** One of Undertow's WebSockets as a {@link TerminalLine}. Everything is sent by its I/O thread, in the order it came. */
final class TerminalSocket extends AbstractReceiveListener implements TerminalLine {
    private static final int LARGEST_TEXT = 16 * 1024;
    private static final int LARGEST_BINARY = 64 * 1024;

    private final WebSocketChannel channel;
    private TerminalSession session;

    TerminalSocket(WebSocketChannel channel) {
        this.channel = requireNonNull(channel, "channel");
    }

    /** By its I/O thread. */
    @Override
    public void begin(TerminalSession begun) {
        session = begun;
        channel.addCloseTask(closed -> begun.gone());
        channel.getReceiveSetter().set(this);
        channel.resumeReceives();
    }

    @Override
    protected long getMaxTextBufferSize() {
        return LARGEST_TEXT;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
        return LARGEST_BINARY;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
        session.text(message.getData());
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel from, BufferedBinaryMessage message) {
        try (var data = message.getData()) {
            ByteBuffer all = WebSockets.mergeBuffers(data.getResource());
            byte[] bytes = new byte[all.remaining()];
            all.get(bytes);
            if (bytes.length > 0) {
                session.binary(bytes);
            }
        }
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel from, BufferedBinaryMessage message) throws IOException {
        super.onFullPongMessage(from, message);
        session.pong();
    }

    /** No pong: a client that does not read would have one queued for each. */
    @Override
    protected void onFullPingMessage(WebSocketChannel from, BufferedBinaryMessage message) {
        message.getData().close();
        session.pinged();
    }

    @Override
    protected void onError(WebSocketChannel from, Throwable failure) {
        WebLog.LOG.debugf(failure, "the terminal of %s broke off", from.getSourceAddress());
        cut();
    }

    private void later(Runnable task) {
        try {
            channel.getIoThread().execute(task);
        } catch (RejectedExecutionException stopping) {
            IoUtils.safeClose(channel);
        }
    }

    @Override
    public void bytes(byte[] content, Runnable left) {
        later(() -> WebSockets.sendBinary(ByteBuffer.wrap(content), channel, new Sent(left)));
    }

    @Override
    public void text(String frame, Runnable left) {
        later(() -> WebSockets.sendText(frame, channel, new Sent(left)));
    }

    @Override
    public void ping() {
        later(() -> WebSockets.sendPing(ByteBuffer.allocate(0), channel, new Sent(() -> {})));
    }

    @Override
    public void pause() {
        later(channel::suspendReceives);
    }

    @Override
    public void resume() {
        later(channel::resumeReceives);
    }

    @Override
    public void close(int code) {
        later(() -> WebSockets.sendClose(code, "", channel, new Sent(() -> {})));
    }

    @Override
    public void cut() {
        later(() -> IoUtils.safeClose(channel));
    }

    @Override
    public void cutLater() {
        later(() ->
                channel.getIoThread().executeAfter(() -> IoUtils.safeClose(channel), GRACE_SECONDS, TimeUnit.SECONDS));
    }

    /** Of a WebSocket that takes nothing any more nobody needs the rest. */
    private record Sent(Runnable left) implements WebSocketCallback<Void> {
        @Override
        public void complete(WebSocketChannel to, Void context) {
            left.run();
        }

        @Override
        public void onError(WebSocketChannel to, Void context, Throwable failure) {
            WebLog.LOG.debugf(failure, "the terminal of %s takes no more", to.getSourceAddress());
            IoUtils.safeClose(to);
        }
    }
}
