package org.sallyport.agent.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.rpc.v1.UploadSegmentRequest;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.recording.RecordingQueue;
import org.sallyport.session.recording.SegmentUpload;

/** Sends segments of recordings, one at a time. While the Auth Service cannot store them they wait on this disk. */
final class RecordingTask implements Task {
    private static final long DEADLINE_SECONDS = 60;

    private final RecordingQueue queue;
    private final StoreWait wait;
    private final ObjectMapper mapper = Json.jsonMapper();

    RecordingTask(RecordingQueue queue, Backoff backoff) {
        this.queue = requireNonNull(queue, "queue");
        this.wait = new StoreWait(backoff, SessionMessages.LOG::recordingsWait);
    }

    @Override
    public void run(ManagedChannel channel) throws InterruptedException {
        queue.run(upload -> send(channel, upload));
    }

    private boolean send(ManagedChannel channel, SegmentUpload upload) throws InterruptedException {
        UploadSegmentRequest request = request(upload);
        while (true) {
            try {
                var unused = Task.blocking(channel)
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .uploadSegment(request);
                wait.stored();
                return true;
            } catch (StatusRuntimeException e) {
                SallyportException failure = ControlFailure.of(e);
                if (failure.type() == ErrorType.UNAUTHENTICATED) {
                    throw failure;
                }
                if (failure.type() != ErrorType.UNAVAILABLE) {
                    SessionMessages.LOG.segmentRefused(
                            upload.info().sessionId(), upload.number(), failure.userMessage());
                    return false;
                }
                wait.pause(failure);
            }
        }
    }

    private UploadSegmentRequest request(SegmentUpload upload) {
        try {
            return UploadSegmentRequest.newBuilder()
                    .setInfoJson(ByteString.copyFrom(mapper.writeValueAsBytes(upload.info())))
                    .setNumber(upload.number())
                    .setContent(ByteString.copyFrom(upload.content()))
                    .setLast(upload.last())
                    .setDamage(upload.damage())
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }
}
