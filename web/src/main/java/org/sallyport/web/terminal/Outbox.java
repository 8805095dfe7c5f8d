package org.sallyport.web.terminal;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is on its way to a browser, one frame at a time: what comes meanwhile becomes one frame, however small the pieces it
 * came in. So its memory is that of the bytes, and those are bounded by the shell's window.
 */
final class Outbox {
    /** What waits. */
    private sealed interface Waiting {
        record Output(ByteArrayOutputStream bytes) implements Waiting {}

        record Text(String frame) implements Waiting {}

        record Close(int code) implements Waiting {}
    }

    private final TerminalLine line;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean busy;
    private long untaken;

    Outbox(TerminalLine line) {
        this.line = requireNonNull(line, "line");
    }

    void output(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        synchronized (this) {
            if (waiting.peekLast() instanceof Waiting.Output last) {
                last.bytes().writeBytes(bytes);
            } else {
                ByteArrayOutputStream next = new ByteArrayOutputStream(bytes.length);
                next.writeBytes(bytes);
                waiting.add(new Waiting.Output(next));
            }
        }
        next();
    }

    /** Of these there are few: each answers a frame of the browser, or is the last one. */
    void text(String frame) {
        add(new Waiting.Text(frame));
    }

    void close(int code) {
        add(new Waiting.Close(code));
    }

    private void add(Waiting last) {
        synchronized (this) {
            waiting.add(last);
        }
        next();
    }

    /** The browser took so many bytes. @return whether so many had been sent to it */
    synchronized boolean taken(int bytes) {
        if (bytes > untaken) {
            return false;
        }
        untaken -= bytes;
        return true;
    }

    private void next() {
        Waiting first;
        synchronized (this) {
            if (busy || waiting.isEmpty()) {
                return;
            }
            busy = true;
            first = waiting.remove();
            if (first instanceof Waiting.Output output) {
                untaken += output.bytes().size();
            }
        }
        // nobody else sends until this has left
        switch (first) {
            case Waiting.Output output -> line.bytes(output.bytes().toByteArray(), this::left);
            case Waiting.Text text -> line.text(text.frame(), this::left);
            case Waiting.Close close -> line.close(close.code());
        }
    }

    private void left() {
        synchronized (this) {
            busy = false;
        }
        next();
    }
}
