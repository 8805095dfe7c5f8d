package org.sallyport.web.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A browser's WebSocket that notes what it is told. */
final class FakeLine implements TerminalLine {
    final List<String> sent = new ArrayList<>();

    /** Whether frames leave only by {@link #leave}. */
    boolean slow;

    TerminalSession session;

    private final Queue<Runnable> underWay = new ArrayDeque<>();

    @Override
    public void begin(TerminalSession begun) {
        session = begun;
    }

    /** What was sent last is with the browser. */
    void leave() {
        underWay.remove().run();
    }

    private void send(String what, Runnable left) {
        sent.add(what);
        if (slow) {
            underWay.add(left);
        } else {
            left.run();
        }
    }

    @Override
    public void bytes(byte[] content, Runnable left) {
        send(content.length + " bytes", left);
    }

    @Override
    public void text(String frame, Runnable left) {
        send(frame, left);
    }

    @Override
    public void ping() {
        sent.add("ping");
    }

    @Override
    public void pause() {
        sent.add("pause");
    }

    @Override
    public void resume() {
        sent.add("resume");
    }

    @Override
    public void close(int code) {
        sent.add("close " + code);
    }

    @Override
    public void cut() {
        sent.add("cut");
    }

    @Override
    public void cutLater() {
        sent.add("cut later");
    }
}
