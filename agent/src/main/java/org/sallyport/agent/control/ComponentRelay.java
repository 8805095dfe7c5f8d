package org.sallyport.agent.control;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import org.sallyport.agent.tunnel.Tunnel;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialStream;

/**
 * Joins one in-process netty connection of the gRPC client to a stream in the tunnel. Each side is read on only when the
 * other took what came before.
 */
final class ComponentRelay extends ChannelInboundHandlerAdapter {
    private final Tunnel tunnel;
    private DialStream stream;

    ComponentRelay(Tunnel tunnel) {
        this.tunnel = tunnel;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        // opening blocks for a round trip
        Thread.ofVirtual().name("component-open").start(() -> open(context));
    }

    private void open(ChannelHandlerContext context) {
        try {
            DialStream opened = tunnel.openComponent(new ToNetty(context));
            context.executor().execute(() -> {
                stream = opened;
                if (context.channel().isActive()) {
                    context.read();
                } else {
                    opened.abort();
                }
            });
        } catch (SallyportException e) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        stream.write(bytes, 0, bytes.length)
                .whenComplete((done, failure) -> context.executor().execute(() -> {
                    if (failure == null) {
                        context.read();
                    } else {
                        context.close();
                    }
                }));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private final class ToNetty implements DialReceiver {
        private final ChannelHandlerContext context;

        ToNetty(ChannelHandlerContext context) {
            this.context = context;
        }

        @Override
        public void received(byte[] data, int offset, int length) {
            ByteBuf copy = Unpooled.copiedBuffer(data, offset, length);
            context.executor().execute(() -> context.writeAndFlush(copy).addListener((ChannelFutureListener) future -> {
                if (stream != null) {
                    stream.release(length);
                }
            }));
        }

        @Override
        public void inputEnded() {
            context.executor().execute(context::close);
        }

        @Override
        public void closed() {
            context.executor().execute(context::close);
        }
    }
}
