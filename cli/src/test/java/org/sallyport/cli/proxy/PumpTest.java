package org.sallyport.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PumpTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private SocketChannel near;
    private SocketChannel far;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel port =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            near = SocketChannel.open(port.getLocalAddress());
            far = port.accept();
        }
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
    }

    @RepeatedTest(50)
    void theEndOfStandardInputIsAGoodEnd() throws IOException {
        InputStream in = new ByteArrayInputStream(new byte[10]);
        assertThat(new Pump(near, Channels.newChannel(in), Channels.newChannel(out)).run())
                .isZero();
    }

    @Test
    void whatTheConnectionSaidBeforeItsEndIsWrittenOut() throws IOException {
        far.write(ByteBuffer.wrap(new byte[100_000]));
        far.shutdownOutput();
        Pipe silent = Pipe.open();
        assertThat(new Pump(near, silent.source(), Channels.newChannel(out)).run())
                .isZero();
        assertThat(out.size()).isEqualTo(100_000);
        silent.sink().close();
    }

    @Test
    void aBrokenConnectionIsTold() throws IOException {
        Pipe silent = Pipe.open();
        far.setOption(StandardSocketOptions.SO_LINGER, 0);
        far.close();
        Pump pump = new Pump(near, silent.source(), Channels.newChannel(out));
        assertThatThrownBy(pump::run).isInstanceOf(IOException.class);
        silent.sink().close();
    }
}
