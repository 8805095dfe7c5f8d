package org.sallyport.session.connection;

import java.util.OptionalLong;
import org.apache.sshd.common.channel.AbstractChannel;
import org.sallyport.transport.StreamBudget;
import org.sallyport.transport.window.StreamWindow;

/**
 * How far clients may send ahead of processes and sockets that do not read. All of it together stays within a part of
 * the heap, however many channels people open: the more of them, the smaller the windows of new ones, and the
 * less they grow.
 */
public final class ChannelWindows {
    private static final long SMALLEST = 64 * 1024;
    private static final long LARGEST = 2 * 1024 * 1024;

    private final StreamBudget budget;

    /** @param heapShare they get one part in so many of the heap */
    public ChannelWindows(int heapShare) {
        this.budget = new StreamBudget(Runtime.getRuntime().maxMemory() / heapShare, SMALLEST, LARGEST);
    }

    /** Call it before the channel is initialised. */
    public <T extends AbstractChannel> T grant(T channel) {
        OptionalLong window = budget.reserve();
        StreamWindow.give(channel, window.orElse(SMALLEST), budget);
        window.ifPresent(size -> channel.addCloseFutureListener(closed -> budget.release(size)));
        return channel;
    }
}
