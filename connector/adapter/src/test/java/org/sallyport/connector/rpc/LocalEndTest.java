package org.sallyport.connector.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.local.LocalAddress;
import io.grpc.netty.shaded.io.netty.channel.local.LocalChannel;
import io.grpc.netty.shaded.io.netty.channel.local.LocalIoHandler;
import io.grpc.netty.shaded.io.netty.channel.local.LocalServerChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LocalEndTest {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void bytesWrittenOnTheChannelsThreadDoNotOvertakeThoseOfOthers() throws Exception {
        LocalEnd end = new LocalEnd();
        Channel channel = connect(end);
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        channel.eventLoop().execute(() -> {
            busy.countDown();
            await(written);
            // as a pipe does that goes on when the channel has become writable
            write(end, "second");
            end.sendEof();
        });
        await(busy);
        write(end, "first");
        written.countDown();
        StringBuilder all = new StringBuilder();
        while (all.indexOf("end") < 0) {
            String next = arrived.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            all.append(next);
        }
        assertThat(all).hasToString("firstsecondend");
    }

    private static void write(LocalEnd end, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        end.write(bytes, 0, bytes.length, done -> assertThat(done).isTrue());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Channel connect(LocalEnd end) throws Exception {
        LocalAddress address = new LocalAddress(LocalEndTest.class);
        new ServerBootstrap()
                .group(loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public boolean isSharable() {
                        return true;
                    }

                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        ByteBuf bytes = (ByteBuf) message;
                        arrived.add(bytes.toString(StandardCharsets.US_ASCII));
                        bytes.release();
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext context) {
                        arrived.add("end");
                    }
                })
                .bind(address)
                .sync();
        return new Bootstrap()
                .group(loops)
                .channel(LocalChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(end)
                .connect(address)
                .sync()
                .channel();
    }
}
