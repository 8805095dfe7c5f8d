package org.sallyport.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/** A way of one's own to a peer, e.g. through a proxy and covered by TLS. */
@FunctionalInterface
public interface Route {
    /** @param socket connected and non-blocking; what the cover stands on */
    record Connected(SocketChannel socket, Cover cover) {}

    /** May block; ends by itself in bounded time. */
    Connected connect(SocketAddress target) throws IOException;
}
