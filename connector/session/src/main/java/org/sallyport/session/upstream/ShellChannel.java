package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.transport.Outflow;

/**
 * A session channel whose output is handed on as it comes. Its window is small and opens again only by what the receiver
 * says is out of the way, so a reader that stands still holds the node's process back and not this server's memory.
 */
final class ShellChannel extends RequestingChannel implements ShellControls.Wire {
    private final ShellReceiver receiver;
    private final Object lock = new Object();
    /** What comes before the receiver knows of its shell: no more than a window. */
    private ByteArrayOutputStream early = new ByteArrayOutputStream(0);

    private boolean begun;
    private boolean over;

    ShellChannel(ShellReceiver receiver) {
        super("session", payload -> {});
        this.receiver = requireNonNull(receiver, "receiver");
        addCloseFutureListener(closed -> closed());
    }

    /** Everything is in order: the receiver hears of its shell, then of what has come already. */
    void begin(Shell shell) {
        boolean gone;
        synchronized (lock) {
            begun = true;
            receiver.opened(shell);
            if (early.size() > 0) {
                receiver.output(early.toByteArray());
                early = new ByteArrayOutputStream(0);
            }
            gone = over;
        }
        if (gone) {
            receiver.ended(end());
        }
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        Outflow.await(getSession());
    }

    @Override
    public void size(TerminalSize size) throws IOException {
        changeWindow(size);
    }

    @Override
    public void signal(String name) throws IOException {
        sendSignal(name);
    }

    private void closed() {
        synchronized (lock) {
            over = true;
            if (!begun) {
                return;
            }
        }
        receiver.ended(end());
    }

    private ShellReceiver.End end() {
        Integer status = getExitStatus();
        return new ShellReceiver.End(
                status == null ? OptionalInt.empty() : OptionalInt.of(status), Optional.ofNullable(getExitSignal()));
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        output(data, offset, (int) length);
    }

    /** What a proxy or an agent has to say beside the terminal belongs on it. */
    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        output(data, offset, (int) length);
    }

    private void output(byte[] data, int offset, int length) {
        if (length == 0) {
            // it takes nothing off the window, so nothing would bound how much of it there is
            return;
        }
        synchronized (lock) {
            if (begun) {
                receiver.output(Arrays.copyOfRange(data, offset, offset + length));
            } else {
                early.write(data, offset, length);
            }
        }
    }
}
