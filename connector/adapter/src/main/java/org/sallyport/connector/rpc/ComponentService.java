package org.sallyport.connector.rpc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.join.JoinService.RenewKeys;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.EmitAuditReply;
import org.sallyport.rpc.v1.EmitAuditRequest;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;
import org.sallyport.rpc.v1.RenewReply;
import org.sallyport.rpc.v1.RenewRequest;
import org.sallyport.rpc.v1.UploadSegmentReply;
import org.sallyport.rpc.v1.UploadSegmentRequest;
import org.sallyport.rpc.v1.WatchEvent;
import org.sallyport.rpc.v1.WatchRequest;

/** The component API: takes messages apart, asks the Auth Service, puts answers together. No decision is made here. */
final class ComponentService extends ComponentGrpc.ComponentImplBase {
    private static final int MOST_EVENTS = 500;

    private final ConnectorListener listener;
    private final Executor blocking;
    private final Clock clock;
    private final ObjectMapper mapper = Json.jsonMapper();
    private final WatchEncoding encoding = new WatchEncoding();

    ComponentService(ConnectorListener listener, Executor blocking, Clock clock) {
        this.listener = requireNonNull(listener, "listener");
        this.blocking = requireNonNull(blocking, "blocking");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public StreamObserver<Heartbeat> inventory(StreamObserver<InventoryReply> replies) {
        return new Inventory(listener, AgentGate.caller(), replies, clock);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchEvent> events) {
        Caller.Agent caller = AgentGate.caller();
        WatchFeed feed = new WatchFeed((ServerCallStreamObserver<WatchEvent>) events, encoding);
        // off the call's own executor: the first state may wait for room, which is told on that executor
        blocking.execute(Context.current()
                .wrap(() -> feed.start(() -> listener.watch(caller, request.getFromRevision(), feed))));
    }

    @Override
    public void emitAudit(EmitAuditRequest request, StreamObserver<EmitAuditReply> reply) {
        answer("EmitAudit", reply, () -> {
            if (request.getEventsJsonCount() > MOST_EVENTS) {
                throw new SallyportException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "component API: more than " + MOST_EVENTS + " audit events in one call; send fewer");
            }
            List<AuditEvent> events =
                    request.getEventsJsonList().stream().map(this::event).toList();
            return EmitAuditReply.newBuilder()
                    .addAllAcceptedUids(listener.emitAudit(AgentGate.caller(), events))
                    .build();
        });
    }

    private AuditEvent event(ByteString json) {
        return read(json, AuditEvent.class, "an audit event");
    }

    private <T> T read(ByteString json, Class<T> type, String what) {
        try {
            return mapper.readValue(json.toByteArray(), type);
        } catch (IOException | RuntimeException e) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "component API: " + what + " cannot be read; the agent's version may not fit this server",
                    e.toString(),
                    e);
        }
    }

    @Override
    public void uploadSegment(UploadSegmentRequest request, StreamObserver<UploadSegmentReply> reply) {
        answer("UploadSegment", reply, () -> {
            RecordingService.Upload upload = new RecordingService.Upload(
                    request.getNumber(), request.getContent().toByteArray(), request.getLast(), request.getDamage());
            RecordingInfo info = read(request.getInfoJson(), RecordingInfo.class, "what a recording is of");
            return UploadSegmentReply.newBuilder()
                    .setComplete(listener.storeSegment(AgentGate.caller(), info, upload))
                    .build();
        });
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewReply> reply) {
        answer("Renew", reply, () -> {
            RenewKeys keys = new RenewKeys(
                    request.getHostPublicKey(),
                    request.getTunnelPublicKey(),
                    request.getTlsPublicKey(),
                    request.getNodeName());
            return RenewReply.newBuilder()
                    .setJoinResponseJson(ByteString.copyFrom(json(listener.renew(AgentGate.caller(), keys))))
                    .build();
        });
    }

    private byte[] json(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <A> void answer(String method, StreamObserver<A> reply, Supplier<A> work) {
        A answer;
        try {
            answer = work.get();
        } catch (RuntimeException e) {
            reply.onError(GrpcStatus.of(method, e));
            return;
        }
        reply.onNext(answer);
        reply.onCompleted();
    }
}
