package org.sallyport.cli.proxy;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.Link;
import org.sallyport.core.resume.ReplayBudget;

/**
 * Standard input and output over a stream that may change its connection. One thread each reads standard input, reads the
 * connection (the one that makes this), writes to it, and looks whether it is still there: none of them waits for what
 * another one does.
 */
final class ResumablePump implements Carrier.Stream {
    private static final int BUFFER = 64 * 1024;
    /** More than one stream may ever hold. */
    private static final long MEMORY = 64 << 20;
    /** Time for the last frames when the user goes. */
    private static final long FAREWELL_MILLIS = 1000;

    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final Patience patience;
    private final Consumer<Duration> onResumed;
    private final Thread reader;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Link link;
    private final CountDownLatch over = new CountDownLatch(1);
    private Optional<Frame.Offer> offer = Optional.empty();
    private Optional<Carrier> current = Optional.empty();
    private boolean writing;
    private boolean left;
    private long lostAt;
    private int attachments;

    /** The connection that is read, and for how many looks it has said nothing. */
    private volatile Optional<Carrier> watched = Optional.empty();

    private volatile int silent;
    private volatile boolean delivering;

    ResumablePump(ReadableByteChannel in, WritableByteChannel out, Patience patience, Consumer<Duration> onResumed) {
        this.in = requireNonNull(in, "in");
        this.out = requireNonNull(out, "out");
        this.patience = requireNonNull(patience, "patience");
        this.onResumed = requireNonNull(onResumed, "onResumed");
        this.reader = Thread.currentThread();
        this.link = new Link(new ReplayBudget(MEMORY).open().orElseThrow(), System::nanoTime);
    }

    void start() {
        Thread.ofPlatform().daemon().name("up").start(this::up);
        Thread.ofPlatform().daemon().name("writer").start(this::write);
        Thread.ofPlatform().daemon().name("watch").start(this::watch);
    }

    /** Ends the threads. The one that reads is not interrupted any more. */
    void end() {
        locked(() -> {
            over.countDown();
            changed.signalAll();
        });
        Thread.interrupted();
    }

    /**
     * Carries the stream over one connection until that ends.
     *
     * @return whether the stream has ended; else only the connection has
     * @throws org.sallyport.api.error.SallyportException when the agent refuses
     */
    boolean carry(Carrier carrier) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        silent = 0;
        watched = Optional.of(carrier);
        try {
            Optional<ByteBuffer> other = offer.isPresent() ? carrier.greeting() : Optional.empty();
            if (other.isPresent()) {
                throw new IOException("the agent has no memory for resumption now");
            }
            while (carrier.channel().read(buffer.clear()) >= 0) {
                silent = 0;
                carrier.read(buffer.flip());
                if (isEnded()) {
                    return true;
                }
            }
            throw new EOFException("it ended");
        } finally {
            watched = Optional.empty();
            locked(this::lost);
            carrier.channel().close();
        }
    }

    private void lost() {
        if (current.isPresent()) {
            current = Optional.empty();
            link.lost();
            lostAt = System.nanoTime();
        }
    }

    /** Standard input ended, or this process is told to. */
    boolean isLeft() {
        lock.lock();
        try {
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How long the agent keeps the stream when its connection is lost. */
    Duration kept() {
        return offer.map(Frame.Offer::kept).orElse(Duration.ZERO);
    }

    /** How many connections have carried the stream. */
    int attachments() {
        return attachments;
    }

    /** Waits, but not for longer than the user does. */
    void pause(long millis) throws InterruptedException {
        lock.lock();
        try {
            long time = TimeUnit.MILLISECONDS.toNanos(millis);
            while (time > 0 && !left) {
                time = changed.awaitNanos(time);
            }
        } finally {
            lock.unlock();
        }
    }

    // --- called by the connection that is read

    @Override
    public Optional<Frame.Resume> wanted() {
        lock.lock();
        try {
            return offer.map(known -> new Frame.Resume(known.ticket(), link.received()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void began(Carrier here, Frame.Offer made) {
        locked(() -> {
            offer = Optional.of(made);
            link.begin();
            attachments++;
            current = Optional.of(here);
            changed.signalAll();
        });
    }

    @Override
    public void resumed(Carrier here, long peerReceived) throws IOException {
        lock.lock();
        try {
            link.resume(peerReceived);
            attachments++;
            current = Optional.of(here);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onResumed.accept(Duration.ofNanos(System.nanoTime() - lostAt));
    }

    @Override
    public void data(ByteBuffer part) throws IOException {
        int length = part.remaining();
        delivering = true;
        try {
            while (part.hasRemaining()) {
                out.write(part);
            }
        } catch (IOException e) {
            // nobody reads any more
            leave();
            throw e;
        } finally {
            delivering = false;
        }
        lock.lock();
        try {
            link.taken(length);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void frame(Frame frame) throws IOException {
        boolean ended;
        lock.lock();
        try {
            ended = link.heard(frame);
            if (link.isPeerClosed()) {
                link.close();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ended) {
            out.close();
        }
    }

    private boolean isEnded() throws IOException {
        lock.lock();
        try {
            if (!link.isPeerClosed()) {
                return false;
            }
            awaitFarewell();
            return true;
        } finally {
            lock.unlock();
        }
    }

    // --- the other threads

    private void up() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (in.read(buffer.clear()) >= 0 && give(buffer.flip())) {
                continue;
            }
            leave();
        } catch (IOException e) {
            leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean give(ByteBuffer data) throws InterruptedException {
        lock.lock();
        try {
            while (link.isFull() && over.getCount() > 0) {
                changed.await();
            }
            if (link.isOutputEnded()) {
                return false;
            }
            link.send(data);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Says goodbye, as far as there is somebody to say it to, and ends the connection. */
    void leave() {
        Optional<Carrier> last;
        lock.lock();
        try {
            left = true;
            link.close();
            changed.signalAll();
            awaitFarewell();
            last = watched;
            if (last.isEmpty() && over.getCount() > 0) {
                reader.interrupt();
            }
        } finally {
            lock.unlock();
        }
        last.ifPresent(ResumablePump::cut);
    }

    private void awaitFarewell() {
        long time = TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        try {
            while (time > 0 && current.isPresent() && (writing || !link.isCloseWritten())) {
                time = changed.awaitNanos(time);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (over.getCount() > 0) {
                writeNext();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeNext() throws InterruptedException {
        Carrier to;
        Optional<ByteBuffer> frame;
        lock.lock();
        try {
            frame = link.next();
            while (frame.isEmpty()) {
                if (over.getCount() == 0) {
                    return;
                }
                changed.await();
                frame = link.next();
            }
            to = current.orElseThrow();
            writing = true;
        } finally {
            lock.unlock();
        }
        try {
            while (frame.get().hasRemaining()) {
                to.channel().write(frame.get());
            }
        } catch (IOException e) {
            // the reader meets the closed connection, and tells of it
            cut(to);
            locked(() -> {
                if (current.equals(Optional.of(to))) {
                    lost();
                }
            });
        } finally {
            locked(() -> {
                writing = false;
                changed.signalAll();
            });
        }
    }

    private void watch() {
        try {
            while (!over.await(patience.look().toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        int looks = delivering ? 0 : silent + 1;
        silent = looks;
        if (looks >= patience.silence()) {
            watched.ifPresent(ResumablePump::cut);
        }
        locked(() -> {
            link.acknowledge();
            if (looks > 0 && looks % patience.ping() == 0) {
                link.ping();
            }
            changed.signalAll();
        });
    }

    private static void cut(Carrier carrier) {
        try {
            carrier.channel().close();
        } catch (IOException e) {
            // it is gone then
            return;
        }
    }

    private void locked(Runnable what) {
        lock.lock();
        try {
            what.run();
        } finally {
            lock.unlock();
        }
    }
}
