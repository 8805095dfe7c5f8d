package org.sallyport.connector.transport;

import java.time.Duration;

/** Constants of the SSH transport, all in one place. */
public final class TransportSettings {
    /** Keeps the memory of an idle tunnel small; a bigger one is paid by each of thousands. */
    static final int READ_BUFFER = 8 * 1024;
    /** What OpenSSH sends at most; MINA refuses above 256 KiB. */
    static final long PACKET = 32 * 1024L;
    /** Windows at the proxy, by how much of the stream memory is free. */
    public static final long SMALLEST_WINDOW = 128 * 1024L;

    public static final long LARGEST_WINDOW = 2 * 1024 * 1024L;
    /** Part of the heap that streams may fill when nobody reads. */
    public static final int HEAP_SHARE = 3;

    /** Thousands of agents come back at once after a restart; the kernel's own limit may be lower. */
    static final int BACKLOG = 4096;

    static final Duration LOGIN_TIME = Duration.ofSeconds(30);
    /** A key is offered and then used: about half as many keys can be tried. */
    static final int AUTH_REQUESTS = 16;

    static final int CHANNELS_PER_CONNECTION = 4096;
    /** Unfinished logins from one address, behind which a whole fleet may be, and in all. */
    static final int HANDSHAKES_PER_SOURCE = 1536;

    static final int HANDSHAKES = 2048;

    public static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    public static final int KEEP_ALIVE_MISSES = 3;
    /** How long an agent has to answer a dial. */
    public static final Duration DIAL_TIME = Duration.ofSeconds(15);
    /** How long a client has to take what is left and to end its side of a dialled connection. */
    public static final Duration FAREWELL = Duration.ofSeconds(20);

    private TransportSettings() {}
}
