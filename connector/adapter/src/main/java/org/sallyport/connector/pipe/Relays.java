package org.sallyport.connector.pipe;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.channel.AbstractChannel;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.transport.StreamBudget;
import org.sallyport.transport.window.StreamWindow;

/** The pipes that are open, with the memory they may take. */
public final class Relays {
    private final Deferral deferral;
    private final StreamBudget budget;
    private final Set<Pipe> open = ConcurrentHashMap.newKeySet();
    private final Set<Pipe> inside = ConcurrentHashMap.newKeySet();

    public Relays(Deferral deferral, StreamBudget budget) {
        this.deferral = requireNonNull(deferral, "deferral");
        this.budget = requireNonNull(budget, "budget");
    }

    /**
     * The window for both ends of a new stream; given back by the pipe's end, or by {@link #release}.
     *
     * @throws SallyportException TOO_MANY_SESSIONS
     */
    public long reserve() {
        return budget.reserve()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.TOO_MANY_SESSIONS,
                        "proxy: the memory for streams is used up by others that are not read; try again later"));
    }

    /** Lets a channel's window grow from here, out of the same memory. Before the channel is initialised. */
    public void growing(AbstractChannel channel, long window) {
        StreamWindow.give(channel, window, budget);
    }

    public void release(long window) {
        budget.release(window);
    }

    /**
     * Makes a pipe of two ends that are not open yet.
     *
     * @param window what was reserved for it
     * @param ended run once when the pipe has ended, not when it is undone
     */
    public Pipe join(PipeEnd left, PipeEnd right, long window, Runnable ended) {
        return join(left, right, open, () -> {
            release(window);
            ended.run();
        });
    }

    /** A pipe to a part of this server itself: nobody waits for its end, and it takes no memory of users' streams. */
    public Pipe joinInside(PipeEnd left, PipeEnd right) {
        return join(left, right, inside, () -> {});
    }

    private Pipe join(PipeEnd left, PipeEnd right, Set<Pipe> book, Runnable ended) {
        Pipe[] self = new Pipe[1];
        Pipe pipe = new Pipe(left, right, deferral, () -> {
            if (book.remove(self[0])) {
                ended.run();
            }
        });
        self[0] = pipe;
        book.add(pipe);
        left.attach(pipe.left(), deferral);
        right.attach(pipe.right(), deferral);
        return pipe;
    }

    /** Forgets a pipe that never came to be; the reservation stays. */
    public void undo(Pipe pipe) {
        open.remove(pipe);
        inside.remove(pipe);
    }

    /** Runs a call into MINA, see {@link Deferral}. */
    public void enter(Runnable call) {
        deferral.enter(call);
    }

    /** Users' streams. */
    public int open() {
        return open.size();
    }

    public long reserved() {
        return budget.reserved();
    }

    public void abortAll() {
        open.forEach(Pipe::abort);
        inside.forEach(Pipe::abort);
    }
}
