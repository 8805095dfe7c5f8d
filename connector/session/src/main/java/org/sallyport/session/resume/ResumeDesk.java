package org.sallyport.session.resume;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.resume.Frame;
import org.sallyport.core.resume.FrameCodec;
import org.sallyport.core.resume.Link;
import org.sallyport.core.resume.ReplayBudget;
import org.sallyport.session.dial.DialHandler;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;
import org.sallyport.session.messages.Place;
import org.sallyport.session.messages.SessionMessages;

/** Between the dials and a service: streams whose client asked for it outlive their connection (docs/protocol/resume.md). */
public final class ResumeDesk implements DialHandler, AutoCloseable {
    /** One text for what is unknown, over or somebody else's: nobody learns which streams there are. */
    private static final String ENDED =
            ": this session cannot be resumed, it is over or was never yours; connect again for a new one";

    /** Bytes that a service may hold of earlier connections, or each new one would add a window to them. */
    static final long MOST_UNREAD = 8 << 20;

    static final int MOST_DETACHED = 200;
    static final int MOST_DETACHED_OF_ONE = 40;
    /** A client says something every few seconds unless it is stopped or gone. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Place place;
    private final DialHandler service;
    private final Duration kept;
    private final ReplayBudget budget;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Map<UUID, ResumableStream> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * @param kept how long a stream without a connection is kept; zero for not at all
     * @param budget for what all streams keep to say it again
     */
    public ResumeDesk(
            Place place, DialHandler service, Duration kept, ReplayBudget budget, Timer timer, LongSupplier nanoTime) {
        this.place = requireNonNull(place, "place");
        this.service = requireNonNull(service, "service");
        this.kept = requireNonNull(kept, "kept");
        this.budget = requireNonNull(budget, "budget");
        this.timer = requireNonNull(timer, "timer");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    }

    @Override
    public DialReceiver accept(DialRequest request, DialStream stream) {
        Optional<ReplayBudget.Share> share = request.resumable() && !kept.isZero() ? budget.open() : Optional.empty();
        if (share.isEmpty()) {
            // without memory for it, as where resumption is not known
            return service.accept(request, stream);
        }
        ResumableStream offered = new ResumableStream(this, request, new Link(share.get(), nanoTime));
        Attachment attachment = new Attachment(this, request, stream, offered);
        attachment.write(greeting(offered));
        streams.put(offered.ticket().stream(), offered);
        lookLater();
        offered.begin(attachment);
        try {
            offered.serve(service.accept(request, offered));
        } catch (RuntimeException e) {
            offered.decline();
            throw e;
        }
        return attachment;
    }

    private ByteBuffer greeting(ResumableStream offered) {
        byte[] line = FrameCodec.GREETING.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer offer = FrameCodec.encode(new Frame.Offer(offered.ticket(), kept));
        return ByteBuffer.allocate(line.length + offer.remaining())
                .put(line)
                .put(offer)
                .flip();
    }

    /** The client wants another stream than the one it was offered. */
    void resume(Attachment by, ResumableStream offered, Frame.Resume wanted) {
        offered.decline();
        ResumableStream stream = streams.get(wanted.ticket().stream());
        if (stream == null
                || !stream.ticket().sameAs(wanted.ticket())
                || !stream.caller().equals(by.request().caller())) {
            by.refuse(ended());
            return;
        }
        try {
            stream.resume(by, wanted.received());
        } catch (SallyportException e) {
            by.refuse(e.userMessage());
        }
    }

    String ended() {
        return place.layer() + ENDED;
    }

    /** Whether one more stream may be kept without a connection. */
    boolean keeps(ResumableStream stream) {
        List<ResumableStream> detached =
                streams.values().stream().filter(ResumableStream::isDetached).toList();
        long others = detached.stream()
                .filter(other -> other != stream && other.caller().equals(stream.caller()))
                .count();
        return detached.size() <= MOST_DETACHED && others < MOST_DETACHED_OF_ONE;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** When a stream without a connection is kept no longer. @return takes it back */
    Runnable keep(Runnable expiry) {
        return timer.after(kept, expiry);
    }

    void expired(ResumableStream stream) {
        SessionMessages.LOG.notResumed(stream.caller(), kept.toSeconds());
    }

    void ended(ResumableStream stream) {
        streams.remove(stream.ticket().stream());
    }

    private void lookLater() {
        if (!streams.isEmpty() && looking.compareAndSet(false, true)) {
            timer.after(LOOK, this::look);
        }
    }

    private void look() {
        long since = nanoTime() - SILENCE.toNanos();
        streams.values().forEach(stream -> stream.lostIfSilent(since));
        looking.set(false);
        lookLater();
    }

    /** Streams that a connection carries or that wait for one. */
    public int streams() {
        return streams.size();
    }

    /** Ends them all: clients that can be told are told, so that they do not try to go on. */
    @Override
    public void close() {
        streams.values().forEach(ResumableStream::endWithService);
    }
}
