package org.sallyport.session.resume;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sallyport.core.resume.BrokenLinkException;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.Link;
import org.sallyport.core.resume.Ticket;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;

/**
 * A stream as its service sees it, whichever connection carries it. The lock is never held while a service or a tunnel
 * is called: both have locks of their own.
 */
final class ResumableStream implements DialStream {
    private record Write(long end, CompletableFuture<Void> done) {}

    private record Waiting(Attachment by, long received) {}

    private final ResumeDesk desk;
    private final DialRequest request;
    private final Ticket ticket = Ticket.random();
    private final Link link;
    private final AtomicInteger work = new AtomicInteger();

    private final Object lock = new Object();
    private final Deque<Write> writes = new ArrayDeque<>();
    private final InputCredit credit = new InputCredit();
    private volatile DialReceiver receiver;
    private volatile Attachment current;
    private Optional<Waiting> waiting = Optional.empty();
    private Optional<ByteBuffer> welcome = Optional.empty();
    private Runnable keepNoLonger = () -> {};
    private long lostAt;
    /** Input of the connection in use is being handed on: another one has to wait for what that adds to the count. */
    private boolean receiving;

    private boolean sending;
    private boolean over;

    ResumableStream(ResumeDesk desk, DialRequest request, Link link) {
        this.desk = requireNonNull(desk, "desk");
        this.request = requireNonNull(request, "request");
        this.link = requireNonNull(link, "link");
    }

    Ticket ticket() {
        return ticket;
    }

    String caller() {
        return request.caller();
    }

    /** Nothing carries it. */
    boolean isDetached() {
        return current == null;
    }

    void begin(Attachment by) {
        synchronized (lock) {
            current = by;
            link.begin();
        }
    }

    void serve(DialReceiver service) {
        receiver = service;
    }

    // --- output

    @Override
    public CompletionStage<Void> write(byte[] data, int offset, int length) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean refused;
        synchronized (lock) {
            refused = over || link.isOutputEnded();
            if (!refused) {
                link.send(ByteBuffer.wrap(data, offset, length));
                writes.add(new Write(link.given(), done));
            }
        }
        if (refused) {
            done.completeExceptionally(new EOFException("the stream is closed"));
        } else {
            pump();
        }
        return done;
    }

    @Override
    public void endOutput() {
        synchronized (lock) {
            link.endOutput();
        }
        pump();
    }

    /** Also while nothing carries it: what was given is delivered to who comes back in time. */
    @Override
    public void close() {
        synchronized (lock) {
            link.close();
        }
        pump();
    }

    @Override
    public void abort() {
        end(DialStream::abort);
    }

    /** Writes one frame at a time, by one thread at a time, without recursion: completions come on any thread. */
    private void pump() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            while (step()) {
                continue;
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    private boolean step() {
        Attachment to;
        Optional<ByteBuffer> frame = Optional.empty();
        List<CompletableFuture<Void>> taken;
        boolean finished;
        synchronized (lock) {
            to = current;
            if (to != null && !sending) {
                frame = welcome.or(link::next);
                welcome = Optional.empty();
                sending = frame.isPresent();
            }
            taken = taken();
            finished = to != null && !sending && link.isCloseWritten() && link.isPeerClosed();
        }
        taken.forEach(done -> done.complete(null));
        frame.ifPresent(bytes -> to.write(bytes).whenComplete((none, failure) -> written(to, failure)));
        if (finished) {
            end(DialStream::close);
        }
        return frame.isPresent() || !taken.isEmpty();
    }

    /** Writes that the connection took, or that are kept as there is none; while much is kept, none. */
    private List<CompletableFuture<Void>> taken() {
        List<CompletableFuture<Void>> taken = new ArrayList<>();
        long end = current == null ? Long.MAX_VALUE : link.written() - (sending ? 1 : 0);
        while (!writes.isEmpty() && writes.peek().end() <= end && !link.isFull()) {
            taken.add(writes.remove().done());
        }
        return taken;
    }

    private void written(Attachment to, Throwable failure) {
        synchronized (lock) {
            if (current == to) {
                sending = false;
            }
        }
        if (failure != null) {
            lost(to);
        }
        pump();
    }

    // --- input

    /** @return whether this connection's bytes count; then {@link #endInput} is due */
    boolean beginInput(Attachment from) {
        synchronized (lock) {
            receiving |= current == from;
            if (current == from) {
                return true;
            }
        }
        // it speaks before it was told where to go on, or after another took its place
        lost(from);
        from.stream().abort();
        return false;
    }

    void endInput() {
        synchronized (lock) {
            receiving = false;
        }
        attachWaiting();
        pump();
    }

    void data(ByteBuffer part) throws IOException {
        int length = part.remaining();
        synchronized (lock) {
            link.taken(length);
            credit.given(length);
        }
        receiver.received(part.array(), part.arrayOffset() + part.position(), length);
    }

    void heard(Frame frame) throws IOException {
        boolean ended;
        boolean closed;
        synchronized (lock) {
            ended = link.heard(frame);
            closed = link.isPeerClosed();
            if (closed) {
                link.close();
            }
        }
        if (closed) {
            receiver.closed();
        } else if (ended) {
            receiver.inputEnded();
        }
    }

    @Override
    public void release(int bytes) {
        Attachment to;
        int here;
        synchronized (lock) {
            here = credit.back(bytes);
            to = current;
        }
        if (to != null && here > 0) {
            to.stream().release(here);
        }
    }

    // --- connections

    /** The connection is gone, or not to be trusted any more. */
    void lost(Attachment from) {
        boolean keep;
        synchronized (lock) {
            waiting = waiting.filter(next -> next.by() != from);
            if (current != from) {
                return;
            }
            current = null;
            sending = false;
            link.lost();
            lostAt = desk.nanoTime();
            keep = !over && !link.isPeerClosed() && desk.keeps(this);
            if (keep) {
                keepNoLonger.run();
                keepNoLonger = desk.keep(this::expire);
            }
        }
        from.stream().abort();
        if (!keep) {
            end(DialStream::abort);
        }
        attachWaiting();
        pump();
    }

    /** @param since by {@link System#nanoTime} */
    void lostIfSilent(long since) {
        Attachment at = current;
        if (at != null && at.heardAt() - since < 0) {
            lost(at);
        }
    }

    private void expire() {
        if (isDetached()) {
            desk.expired(this);
            end(DialStream::abort);
        }
    }

    /** Goes on with this connection, also when the earlier one still looks alive: clients change their networks. */
    void resume(Attachment by, long received) {
        long gap;
        synchronized (lock) {
            gap = current == null ? desk.nanoTime() - lostAt : 0;
        }
        receiver.resumed(by.request(), Duration.ofNanos(gap));
        Optional<Waiting> overtaken;
        synchronized (lock) {
            overtaken = waiting;
            waiting = Optional.of(new Waiting(by, received));
            by.carries(this);
        }
        overtaken.ifPresent(earlier -> earlier.by().stream().abort());
        attachWaiting();
        pump();
    }

    private void attachWaiting() {
        Attachment by;
        Optional<Attachment> old;
        boolean attached = false;
        synchronized (lock) {
            if (waiting.isEmpty() || receiving) {
                return;
            }
            by = waiting.get().by();
            old = Optional.ofNullable(current);
            long received = waiting.get().received();
            waiting = Optional.empty();
            try {
                if (!over && credit.earlier() <= ResumeDesk.MOST_UNREAD) {
                    link.resume(received);
                    attached = true;
                }
            } catch (BrokenLinkException e) {
                // a count that cannot be right: refused below
                attached = false;
            }
            if (attached) {
                keepNoLonger.run();
                credit.anotherConnection();
                current = by;
                sending = false;
                welcome = Optional.of(FrameCodec.encode(new Frame.Resumed(link.received())));
            }
        }
        if (attached) {
            old.ifPresent(earlier -> earlier.stream().abort());
        } else {
            by.refuse(desk.ended());
        }
    }

    // --- the end

    void endWithService() {
        if (isDetached()) {
            end(DialStream::abort);
        } else {
            close();
            receiver.closed();
        }
    }

    /** For a client that resumes another one: the connection stays with it. */
    void decline() {
        synchronized (lock) {
            current = null;
        }
        end(DialStream::abort);
    }

    void end(Consumer<DialStream> how) {
        Attachment last;
        List<Write> unwritten;
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            last = current;
            current = null;
            keepNoLonger.run();
            link.discard();
            unwritten = List.copyOf(writes);
            writes.clear();
        }
        desk.ended(this);
        attachWaiting();
        if (last != null) {
            how.accept(last.stream());
        }
        unwritten.forEach(write -> write.done().completeExceptionally(new EOFException("the stream is closed")));
        if (receiver != null) {
            receiver.closed();
        }
    }
}
