package org.sallyport.session.connection;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.session.messages.Place;
import org.sallyport.transport.StreamBudget;
import org.sallyport.transport.window.StreamWindow;

/**
 * How far clients may send ahead of processes and sockets that do not read. All of it together stays within a part of
 * the heap, however many channels people open: the more of them, the smaller the windows of new ones, and the
 * less they grow. At a proxy, which all share, there are no more when it is used up; at an agent there are, with small
 * windows: who is let in there has the host's memory anyway.
 */
public final class ChannelWindows {
    /** Cause and remedy for who gets no channel. */
    public static final String FULL =
            "the memory for channels is used up by others that are not read; close some, or try again later";

    private static final long SMALLEST = 64 * 1024;
    private static final long LARGEST = 2 * 1024 * 1024;

    private final StreamBudget budget;
    private final Place place;

    /** @param capacity in bytes */
    public ChannelWindows(long capacity, Place place) {
        this.budget = new StreamBudget(capacity, SMALLEST, LARGEST);
        this.place = requireNonNull(place, "place");
    }

    /** A part of the heap. @param share one in so many */
    public static ChannelWindows of(int share, Place place) {
        return new ChannelWindows(Runtime.getRuntime().maxMemory() / share, place);
    }

    /** Call it before the channel is initialised. @return empty when there is no memory for it */
    public <T extends AbstractChannel> Optional<T> grant(T channel) {
        OptionalLong window = budget.reserve();
        if (window.isEmpty() && place == Place.PROXY) {
            return Optional.empty();
        }
        StreamWindow.give(channel, window.orElse(SMALLEST), budget);
        window.ifPresent(size -> channel.addCloseFutureListener(closed -> budget.release(size)));
        return Optional.of(channel);
    }

    /** The same with a window that does not grow. @param most in bytes */
    public <T extends AbstractChannel> Optional<T> grantFixed(T channel, long most) {
        OptionalLong window = budget.reserve();
        if (window.isEmpty() && place == Place.PROXY) {
            return Optional.empty();
        }
        long size = Math.min(most, window.orElse(SMALLEST));
        window.ifPresent(reserved -> {
            budget.release(reserved - size);
            channel.addCloseFutureListener(closed -> budget.release(size));
        });
        CoreModuleProperties.WINDOW_SIZE.set(channel, size);
        return Optional.of(channel);
    }
}
