package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;

/**
 * A session channel whose output is handed on as it comes. Its window is small and grows again only by what the receiver
 * says is out of the way, so a reader that stands still holds the node's process back and not this server's memory.
 */
final class ShellChannel extends RequestingChannel {
    private final ShellReceiver receiver;
    private final Object lock = new Object();
    /** What comes before the receiver knows of its shell. */
    private final Queue<byte[]> early = new ArrayDeque<>();

    private boolean begun;
    private boolean over;

    ShellChannel(ShellReceiver receiver) {
        super("session", payload -> {});
        this.receiver = requireNonNull(receiver, "receiver");
        CoreModuleProperties.WINDOW_SIZE.set(this, (long) ShellReceiver.WINDOW);
        addCloseFutureListener(closed -> closed());
    }

    /** Everything is in order: the receiver hears of its shell, then of what has come already. */
    void begin(Shell shell) {
        boolean gone;
        synchronized (lock) {
            begun = true;
            receiver.opened(shell);
            for (byte[] bytes = early.poll(); bytes != null; bytes = early.poll()) {
                receiver.output(bytes);
            }
            gone = over;
        }
        if (gone) {
            receiver.ended(end());
        }
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
        output(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    /** What a proxy or an agent has to say beside the terminal belongs on it. */
    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        output(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    private void output(byte[] bytes) {
        synchronized (lock) {
            if (begun) {
                receiver.output(bytes);
            } else {
                early.add(bytes);
            }
        }
    }
}
