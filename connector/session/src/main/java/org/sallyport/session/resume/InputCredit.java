package org.sallyport.session.resume;

/**
 * Which bytes that a service gives back belong to the connection in use. A new connection has a window of its own: giving
 * it credit for what came over an earlier one would let its sender overrun it.
 */
final class InputCredit {
    private long earlier;
    private long here;

    void given(int bytes) {
        here += bytes;
    }

    /** Bytes are given back in the order they came. @return of these, what came over the connection in use */
    int back(int bytes) {
        long old = Math.min(earlier, bytes);
        earlier -= old;
        here -= bytes - old;
        return (int) (bytes - old);
    }

    void anotherConnection() {
        earlier += here;
        here = 0;
    }

    /** What the service still holds of earlier connections. */
    long earlier() {
        return earlier;
    }
}
