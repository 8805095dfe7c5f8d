package org.sallyport.web.terminal;

/** A browser's WebSocket. What is sent keeps its order; nothing blocks; any thread. */
interface TerminalLine {
    int NORMAL = 1000;
    int GOING_AWAY = 1001;
    int POLICY = 1008;

    /** Seconds after which a WebSocket whose terminal has ended is cut, whatever the browser does. */
    int GRACE_SECONDS = 10;

    /** From now on the session hears what comes. */
    void begin(TerminalSession session);

    /** @param left run once it was given to the network, never when that fails */
    void bytes(byte[] content, Runnable left);

    /** @param left as of {@link #bytes} */
    void text(String frame, Runnable left);

    void ping();

    /** Nothing is read from the browser until {@link #resume}. */
    void pause();

    void resume();

    /** After what was sent. @param code RFC 6455 section 7.4.1 */
    void close(int code);

    /** At once: the browser does not answer. */
    void cut();

    /** After {@link #GRACE_SECONDS}, unless it is closed by then; even when this application has ended meanwhile. */
    void cutLater();
}
