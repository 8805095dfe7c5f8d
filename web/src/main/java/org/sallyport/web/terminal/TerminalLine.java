package org.sallyport.web.terminal;

/** A browser's WebSocket. What is sent keeps its order; nothing blocks; any thread. */
interface TerminalLine {
    int NORMAL = 1000;
    int GOING_AWAY = 1001;
    int POLICY = 1008;

    void bytes(byte[] content);

    void text(String frame);

    void ping();

    /** Nothing is read from the browser until {@link #resume}. */
    void pause();

    void resume();

    /** After what was sent. @param code RFC 6455 section 7.4.1 */
    void close(int code);

    /** At once: the browser does not answer. */
    void cut();
}
