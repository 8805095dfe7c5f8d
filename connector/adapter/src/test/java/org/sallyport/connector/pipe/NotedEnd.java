package org.sallyport.connector.pipe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Notes what the pipe sends to it. */
final class NotedEnd implements PipeEnd {
    final List<String> sent = new ArrayList<>();
    PipePort port;
    boolean ready;
    int room = 1024;
    int bytes;
    int credited;

    void open() {
        ready = true;
        port.writable();
    }

    @Override
    public void attach(PipePort newPort, Deferral deferral) {
        port = newPort;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public int room() {
        return room;
    }

    @Override
    public void write(byte[] data, int offset, int length, Consumer<Boolean> written) {
        sent.add(new String(data, offset, length, StandardCharsets.UTF_8));
        bytes += length;
        written.accept(true);
    }

    @Override
    public void sendEof() {
        sent.add("EOF");
    }

    @Override
    public void sendClose() {
        sent.add("CLOSE");
    }

    @Override
    public void credit(int count) {
        credited += count;
        sent.add("credit " + count);
    }
}
