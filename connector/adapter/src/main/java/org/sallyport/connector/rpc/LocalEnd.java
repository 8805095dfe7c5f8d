package org.sallyport.connector.rpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.PipeEnd;
import org.sallyport.connector.pipe.PipePort;

/** The in-process connection to the gRPC listener as the end of a pipe; reads on only when all it read was taken. */
final class LocalEnd extends ChannelInboundHandlerAdapter implements PipeEnd {
    private static final int ROOM = 64 * 1024;

    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile Channel channel;
    private volatile PipePort port;
    private volatile Deferral deferral;
    private volatile boolean open;

    @Override
    public void attach(PipePort newPort, Deferral newDeferral) {
        port = newPort;
        deferral = newDeferral;
    }

    /** The other end is open too: let it flow. */
    void open() {
        open = true;
        port.writable();
        channel.read();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        outstanding.addAndGet(bytes.length);
        port.data(bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (outstanding.get() == 0) {
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        port.writable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deferral.later(port::closeReceived);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }

    @Override
    public boolean ready() {
        return open;
    }

    @Override
    public int room() {
        return channel.isWritable() ? ROOM : 0;
    }

    @Override
    public void write(byte[] data, int offset, int length, Consumer<Boolean> written) {
        try {
            inOrder(Unpooled.wrappedBuffer(data, offset, length), done -> written.accept(done.isSuccess()));
        } catch (RejectedExecutionException e) {
            written.accept(false);
        }
    }

    /**
     * Always as a task of the channel's thread. Netty writes at once when it is called on that thread, past what other
     * threads have queued, and the pipe goes on there when the channel becomes writable.
     */
    private void inOrder(ByteBuf bytes, ChannelFutureListener listener) {
        channel.eventLoop().execute(() -> {
            var unused = channel.writeAndFlush(bytes).addListener(listener);
        });
    }

    @Override
    public void sendEof() {
        // an in-process connection has no half-close, and HTTP/2 has no use for it: what was written goes first
        try {
            inOrder(Unpooled.EMPTY_BUFFER, ChannelFutureListener.CLOSE);
        } catch (RejectedExecutionException e) {
            ConnectorLog.LOG.debugf(e, "the component API has ended before one of its streams");
        }
    }

    @Override
    public void sendClose() {
        sendEof();
    }

    @Override
    public void credit(int bytes) {
        if (outstanding.addAndGet(-bytes) == 0) {
            channel.read();
        }
    }
}
