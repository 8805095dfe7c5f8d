package org.sallyport.agent.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sallyport.agent.audit.AuditSpool;
import org.sallyport.agent.audit.RefusedEvents;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.rpc.v1.EmitAuditReply;
import org.sallyport.rpc.v1.EmitAuditRequest;

/**
 * Sends what is spooled. While the Auth Service cannot store events they wait, and the other tasks go on. An event it
 * will never take is put aside, so that it holds up no other.
 */
final class AuditTask implements Task {
    private static final long WAIT_MILLIS = 60_000;
    private static final long DEADLINE_SECONDS = 60;
    private static final int ATTEMPTS = 3;

    private final AuditSpool spool;
    private final RefusedEvents refused;
    private final StoreWait wait;
    private final ObjectMapper mapper = new ObjectMapper();

    AuditTask(AuditSpool spool, RefusedEvents refused, Backoff backoff) {
        this.spool = spool;
        this.refused = refused;
        this.wait = new StoreWait(backoff, AgentMessages.LOG::auditWaits);
    }

    @Override
    public void run(ManagedChannel channel) throws InterruptedException {
        while (!Thread.interrupted()) {
            AuditSpool.Batch batch = spool.next(WAIT_MILLIS);
            if (!batch.events().isEmpty()) {
                deliver(channel, batch);
            }
        }
        throw new InterruptedException();
    }

    private void deliver(ManagedChannel channel, AuditSpool.Batch batch) throws InterruptedException {
        try {
            deliver(channel, batch.events());
            spool.taken(batch);
            wait.stored();
        } catch (SallyportException failure) {
            if (failure.type() != ErrorType.UNAVAILABLE) {
                throw failure;
            }
            wait.pause(failure);
        }
    }

    private void deliver(ManagedChannel channel, List<byte[]> events) {
        List<byte[]> left = events;
        for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
            left = send(channel, left);
        }
        left.forEach(refused::keep);
    }

    /** @return what was not accepted */
    private List<byte[]> send(ManagedChannel channel, List<byte[]> events) {
        EmitAuditRequest.Builder request = EmitAuditRequest.newBuilder();
        events.forEach(event -> request.addEventsJson(ByteString.copyFrom(event)));
        try {
            EmitAuditReply reply = Task.blocking(channel)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .emitAudit(request.build());
            return missing(events, new HashSet<>(reply.getAcceptedUidsList()));
        } catch (StatusRuntimeException e) {
            if (!ControlFailure.invalid(e)) {
                throw ControlFailure.of(e);
            }
            return events.size() == 1 ? events : oneByOne(channel, events);
        }
    }

    private List<byte[]> oneByOne(ManagedChannel channel, List<byte[]> events) {
        List<byte[]> left = new ArrayList<>();
        events.forEach(event -> left.addAll(send(channel, List.of(event))));
        return left;
    }

    private List<byte[]> missing(List<byte[]> events, Set<String> accepted) {
        List<byte[]> left = new ArrayList<>();
        for (byte[] event : events) {
            String uid = uid(event);
            if (!accepted.contains(uid)) {
                AgentMessages.LOG.auditNotAccepted(uid);
                left.add(event);
            }
        }
        return left;
    }

    private String uid(byte[] event) {
        try {
            return mapper.readTree(event).path("uid").asText();
        } catch (IOException e) {
            return "";
        }
    }
}
