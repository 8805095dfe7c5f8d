package org.sallyport.agent.tunnel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sallyport.core.remote.TlsChannel;
import org.sallyport.transport.Cover;

/** The tunnel inside an HTTPS connection. */
final class TlsCover implements Cover {
    private final TlsChannel channel;

    TlsCover(TlsChannel channel) {
        this.channel = requireNonNull(channel, "channel");
    }

    @Override
    public boolean more() {
        return channel.more();
    }

    @Override
    public boolean flush() throws IOException {
        return channel.flush();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
