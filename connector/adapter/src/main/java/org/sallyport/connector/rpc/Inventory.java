package org.sallyport.connector.rpc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.session.LiveSession;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.identity.CaUse;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;
import org.sallyport.rpc.v1.SessionEnd;

/**
 * One agent's heartbeats and what they are answered. Sessions to be ended are told as they come up, between the answers:
 * gRPC's observer takes one message at a time.
 */
final class Inventory implements StreamObserver<Heartbeat> {
    /** An agent may be newer than this server. */
    private static final ObjectReader SESSIONS = Json.jsonMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .readerFor(LiveSession.class);

    private final ConnectorListener listener;
    private final Caller.Agent caller;
    private final StreamObserver<InventoryReply> replies;
    private final Clock clock;
    private AutoCloseable ends;
    private boolean over;

    Inventory(ConnectorListener listener, Caller.Agent caller, StreamObserver<InventoryReply> replies, Clock clock) {
        this.listener = requireNonNull(listener, "listener");
        this.caller = requireNonNull(caller, "caller");
        this.replies = requireNonNull(replies, "replies");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void onNext(Heartbeat heartbeat) {
        try {
            if (heartbeat.hasCaUse()) {
                listener.caUse(caller, use(heartbeat.getCaUse()));
            }
            LiveReport report = report(heartbeat);
            InventoryReply.Builder reply =
                    InventoryReply.newBuilder().setNextIntervalMillis(listener.heartbeat(caller, node(heartbeat)));
            // before it is asked what is to be ended: what comes up in between would be told by nobody
            follow();
            listener.liveSessions(caller, report).forEach(end -> reply.addEndSessions(message(end)));
            send(reply.setServerTimeMillis(clock.millis()).build());
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Identity comes from the certificate; of its services those count that the agent runs now. */
    private Node node(Heartbeat heartbeat) {
        Set<ServiceType> services = heartbeat.getServicesList().stream()
                .map(ServiceType::ofWireName)
                .filter(caller.services()::contains)
                .collect(Collectors.toUnmodifiableSet());
        return new Node(
                caller.hostId(),
                heartbeat.getNodeName(),
                heartbeat.getLabelsMap(),
                services,
                heartbeat.getVersion(),
                true,
                clock.instant());
    }

    private static CaUse use(org.sallyport.rpc.v1.CaUse told) {
        return new CaUse(Set.copyOf(told.getTrustedList()), told.getHostSigner(), told.getClientSigner());
    }

    /** A session that cannot be read counts as not told: the node must not vanish for it. */
    private LiveReport report(Heartbeat heartbeat) {
        long bytes = heartbeat.getLiveSessionsJsonList().stream()
                .mapToLong(ByteString::size)
                .sum();
        if (heartbeat.getLiveSessionsJsonCount() > LiveReport.MOST_SESSIONS || bytes > LiveReport.MOST_BYTES) {
            SallyportException refusal = new SallyportException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "component API: more than " + LiveReport.MOST_SESSIONS + " live sessions or "
                            + (LiveReport.MOST_BYTES >> 10) + " KiB of them in one heartbeat; tell the newest and count"
                            + " the rest");
            listener.componentRefused(caller.name(), caller.address(), refusal);
            throw refusal;
        }
        List<LiveSession> read = new ArrayList<>();
        int unread = 0;
        for (ByteString json : heartbeat.getLiveSessionsJsonList()) {
            try {
                read.add(SESSIONS.readValue(json.toByteArray()));
            } catch (IOException | RuntimeException unreadable) {
                unread++;
            }
        }
        return new LiveReport(read, heartbeat.getLiveSessionsUntold() + unread);
    }

    private void follow() {
        if (ends != null) {
            return;
        }
        AutoCloseable opened = listener.onSessionEnds(
                caller,
                end -> send(
                        InventoryReply.newBuilder().addEndSessions(message(end)).build()));
        boolean late;
        synchronized (this) {
            ends = opened;
            late = over;
        }
        if (late) {
            close(opened);
        }
    }

    private static SessionEnd message(org.sallyport.core.connector.SessionEnd end) {
        return SessionEnd.newBuilder()
                .setSessionId(end.sessionId())
                .setBy(end.by())
                .setWhy(end.why())
                .build();
    }

    private synchronized void send(InventoryReply reply) {
        if (!over) {
            replies.onNext(reply);
        }
    }

    private void failed(RuntimeException failure) {
        if (stop()) {
            replies.onError(GrpcStatus.of("Inventory", failure));
        }
    }

    @Override
    public void onError(Throwable gone) {
        // presence ends by its TTL only: the agent may come back at once
        stop();
    }

    @Override
    public void onCompleted() {
        if (stop()) {
            replies.onCompleted();
        }
    }

    /** @return whether it went on until now */
    private boolean stop() {
        AutoCloseable opened;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            opened = ends;
        }
        if (opened != null) {
            close(opened);
        }
        return true;
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            ConnectorLog.LOG.closeFailed("an inventory", e);
        }
    }
}
