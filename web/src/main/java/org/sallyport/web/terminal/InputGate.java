package org.sallyport.web.terminal;

import static java.util.Objects.requireNonNull;

/** Bounds the input that waits for a node: while there is much the browser is not read. */
final class InputGate {
    /** Memory, in bytes. */
    static final int ROOM = 256 * 1024;

    /** What a frame takes beside its bytes: without it single bytes would take a hundred times what is counted. */
    private static final int FRAME_COST = 128;

    private final TerminalLine line;
    private int waiting;
    private boolean paused;

    InputGate(TerminalLine line) {
        this.line = requireNonNull(line, "line");
    }

    // pause and resume are posted under the lock: a resume that overtook its pause would leave the input dead

    /** A frame of so many bytes goes to the node. */
    synchronized void came(int bytes) {
        waiting += bytes + FRAME_COST;
        if (waiting > ROOM && !paused) {
            paused = true;
            line.pause();
        }
    }

    /** The node took it, or never will. */
    synchronized void written(int bytes) {
        waiting -= bytes + FRAME_COST;
        if (paused && waiting <= ROOM / 2) {
            paused = false;
            line.resume();
        }
    }

    synchronized boolean paused() {
        return paused;
    }
}
