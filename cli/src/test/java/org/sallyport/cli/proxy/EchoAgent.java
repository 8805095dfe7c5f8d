package org.sallyport.cli.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.FrameReader;
import org.sallyport.core.resume.FrameSink;
import org.sallyport.core.resume.Link;
import org.sallyport.core.resume.ReplayBudget;
import org.sallyport.core.resume.Ticket;

/** An agent whose only service says again what it hears, over sockets. */
final class EchoAgent implements NodeDialer {
    final Ticket ticket = Ticket.random();
    final Link link = new Link(new ReplayBudget(64 << 20).open().orElseThrow(), System::nanoTime);
    volatile Duration kept = Duration.ofSeconds(40);
    volatile int dials;
    final CountDownLatch closed = new CountDownLatch(1);
    volatile UnaryOperator<ByteChannel> wrapping = channel -> channel;
    volatile Optional<String> refusal = Optional.empty();

    @Override
    public ByteChannel open() {
        try (ServerSocketChannel port =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel near = SocketChannel.open(port.getLocalAddress());
            SocketChannel far = port.accept();
            dials++;
            Thread.ofPlatform().daemon().start(() -> serve(far));
            return wrapping.apply(near);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            write(channel, ByteBuffer.wrap(FrameCodec.GREETING.getBytes(StandardCharsets.US_ASCII)));
            write(channel, FrameCodec.encode(new Frame.Offer(dials == 1 ? ticket : Ticket.random(), kept)));
            if (dials == 1) {
                synchronized (link) {
                    link.begin();
                }
            }
            FrameReader reader = new FrameReader(new Sink(channel));
            ByteBuffer buffer = ByteBuffer.allocate(30_000);
            while (channel.read(buffer.clear()) >= 0) {
                reader.read(buffer.flip());
                flush(channel);
            }
        } catch (IOException e) {
            // the test's cut
            return;
        }
    }

    private void flush(SocketChannel channel) throws IOException {
        while (true) {
            Optional<ByteBuffer> frame;
            synchronized (link) {
                frame = link.next();
            }
            if (frame.isEmpty()) {
                return;
            }
            write(channel, frame.get());
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private final class Sink implements FrameSink {
        private final SocketChannel channel;

        Sink(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void data(ByteBuffer part) throws IOException {
            synchronized (link) {
                link.taken(part.remaining());
                link.send(part);
            }
        }

        @Override
        public void frame(Frame frame) throws IOException {
            if (frame instanceof Frame.Resume resume) {
                if (refusal.isPresent()) {
                    write(channel, FrameCodec.encode(new Frame.Refused(refusal.get())));
                    return;
                }
                if (!resume.ticket().sameAs(ticket)) {
                    throw new IOException("a wrong ticket");
                }
                write(channel, FrameCodec.encode(new Frame.Resumed(link.received())));
                synchronized (link) {
                    link.resume(resume.received());
                }
                return;
            }
            synchronized (link) {
                link.heard(frame);
                if (link.isPeerClosed()) {
                    closed.countDown();
                    link.close();
                }
            }
        }
    }
}
