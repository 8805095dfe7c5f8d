package org.sallyport.transport.window;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.LocalWindow;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.transport.StreamBudget;

/**
 * How far a channel's peer may send ahead (RFC 4254 section 5.2): a window that begins small and grows with the path's
 * rate times its round trip, within a budget. MINA's window has a fixed upper bound and gives back what is released to
 * it, up to there; so its bound is the largest of ours, most of which is withheld at first.
 */
public final class StreamWindow {
    /** 150 ms at 100 MiB/s. */
    public static final long MOST = 16 * 1024 * 1024;

    private static final AttributeKey<StreamWindow> KEY = new AttributeKey<>();
    private static final String PING = "keepalive@openssh.com";
    /** Credit is given in pieces of this size, or of a quarter of a small window: three full packets of OpenSSH. */
    private static final long CREDIT = 96 * 1024;
    /** Pause after a sample that gave no reason to grow. */
    private static final long PAUSE_NANOS = 250_000_000;

    private final AbstractChannel channel;
    private final StreamBudget budget;
    private final LongSupplier nanos;
    private final long initial;
    private final GrowthRule rule;
    private long held;
    /** Since the last ping: what came, and what was taken of it. */
    private long received;

    private long taken;
    private long pinged;
    private long nextPing;
    private boolean asking;
    private boolean over;

    private StreamWindow(AbstractChannel channel, long initial, StreamBudget budget, LongSupplier nanos) {
        this.channel = channel;
        this.initial = initial;
        this.budget = budget;
        this.nanos = nanos;
        this.rule = new GrowthRule(initial, Math.max(initial, MOST));
        this.nextPing = nanos.getAsLong();
    }

    /**
     * Gives a channel that has not been initialised its window.
     *
     * @param initial reserved by the caller, in bytes
     * @param budget from which growth is taken, and given back when the channel closes
     */
    public static void give(AbstractChannel channel, long initial, StreamBudget budget) {
        give(channel, initial, budget, System::nanoTime);
    }

    static void give(AbstractChannel channel, long initial, StreamBudget budget, LongSupplier nanos) {
        StreamWindow window = new StreamWindow(channel, initial, requireNonNull(budget, "budget"), nanos);
        CoreModuleProperties.WINDOW_SIZE.set(channel, Math.max(initial, MOST));
        channel.setAttribute(KEY, window);
        channel.addCloseFutureListener(closed -> window.end());
    }

    /** Bytes came for this channel: call it for each packet of data, before they are released. */
    public static void received(Channel channel, int bytes) {
        StreamWindow window = channel.getAttribute(KEY);
        if (window != null) {
            window.received(bytes);
        }
    }

    /** Bytes that came have been taken: the peer may send as many again. */
    public static void release(Channel channel, int bytes) throws IOException {
        StreamWindow window = channel.getAttribute(KEY);
        if (window == null) {
            channel.getLocalWindow().release(bytes);
        } else {
            window.release(bytes);
        }
    }

    /** Call it after each {@link AbstractChannel#configureWindow}, when nothing has been told to the peer yet. */
    public static void withhold(Channel channel) {
        StreamWindow window = channel.getAttribute(KEY);
        if (window != null) {
            window.withhold();
        }
    }

    private void withhold() {
        LocalWindow window = channel.getLocalWindow();
        try {
            window.consume(window.getSize() - initial);
        } catch (IOException e) {
            throw new IllegalStateException("window of " + window.getSize() + " for one of " + initial, e);
        }
    }

    private void received(int bytes) {
        synchronized (this) {
            received += bytes;
            if (asking || over || !rule.mayGrow() || received < rule.window() / 4) {
                return;
            }
            long now = nanos.getAsLong();
            received = 0;
            taken = 0;
            if (now - nextPing < 0) {
                return;
            }
            asking = true;
            pinged = now;
        }
        ask();
    }

    private void ask() {
        try {
            Session session = channel.getSession();
            Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
            request.putString(PING);
            request.putBoolean(true);
            // as an internal thread: while keys are exchanged packets are queued, the caller is never blocked
            ThreadUtils.runAsInternal(() -> session.request(request, PING, (command, answer) -> answered()));
        } catch (Exception e) {
            // the session is going down, or keeps the window that it has
            synchronized (this) {
                over = true;
            }
        }
    }

    private void answered() {
        long by;
        synchronized (this) {
            long now = nanos.getAsLong();
            asking = false;
            // only what was taken: a window for a slow reader would be memory for nothing
            by = over ? 0 : budget.more(rule.growth(taken, now - pinged));
            rule.grown(by);
            nextPing = by > 0 ? now : now + PAUSE_NANOS;
            received = 0;
        }
        if (by > 0) {
            try {
                channel.getLocalWindow().release(by);
            } catch (IOException | RuntimeException e) {
                // closing: end() gives back what was taken
                channel.close(false);
            }
        }
    }

    private void release(int bytes) throws IOException {
        long now;
        synchronized (this) {
            taken += bytes;
            held += bytes;
            if (held < Math.min(CREDIT, rule.window() / 4)) {
                return;
            }
            now = held;
            held = 0;
        }
        channel.getLocalWindow().release(now);
    }

    private synchronized void end() {
        if (!over || rule.window() > initial) {
            over = true;
            long extra = rule.window() - initial;
            rule.grown(-extra);
            budget.give(extra);
        }
    }
}
