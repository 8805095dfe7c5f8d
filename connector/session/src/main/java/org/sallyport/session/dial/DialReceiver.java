package org.sallyport.session.dial;

import java.time.Duration;

/** A service's end of a dialled stream. Called by the tunnel's I/O thread, one call at a time; must not block. */
public interface DialReceiver {
    /**
     * Bytes from the client. The array is the transport's own and only valid during the call. The sender's window grows
     * again only by {@link DialStream#release}.
     */
    void received(byte[] data, int offset, int length);

    /** The client's half-close. */
    void inputEnded();

    /**
     * The stream goes on after a gap, dialled anew by the same caller. Nothing was lost.
     *
     * @throws org.sallyport.api.error.SallyportException when it must not, such as from that address
     */
    default void resumed(DialRequest request, Duration gap) {}

    /** The stream is gone, for whatever reason; the last call. */
    void closed();
}
