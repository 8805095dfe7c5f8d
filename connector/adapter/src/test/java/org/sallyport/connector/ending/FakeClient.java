package org.sallyport.connector.ending;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.PipeEnd;
import org.sallyport.connector.pipe.PipePort;

/** A user's end of a pipe: takes what comes and says nothing. */
public final class FakeClient implements PipeEnd {
    private final ByteArrayOutputStream came = new ByteArrayOutputStream();
    private volatile PipePort port;

    @Override
    public void attach(PipePort newPort, Deferral deferral) {
        port = newPort;
    }

    public void leave() {
        port.closeReceived();
    }

    public synchronized String text() {
        return came.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public int room() {
        return 1 << 16;
    }

    @Override
    public void write(byte[] data, int offset, int length, Consumer<Boolean> written) {
        synchronized (this) {
            came.write(data, offset, length);
        }
        written.accept(true);
    }

    @Override
    public void sendEof() {}

    @Override
    public void sendClose() {}

    @Override
    public void credit(int bytes) {
        port.writable();
    }
}
