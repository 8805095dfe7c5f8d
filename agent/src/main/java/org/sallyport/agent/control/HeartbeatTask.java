package org.sallyport.agent.control;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.labels.LabelSource;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.rpc.v1.CaUse;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;
import org.sallyport.rpc.v1.SessionEnd;
import org.sallyport.session.live.SessionBook;

/**
 * Tells the Auth Service that this node is there, what it is like and which sessions go on at it; ends those of them that
 * it is asked to end.
 */
final class HeartbeatTask implements Task {
    private static final Duration REPLY = Duration.ofSeconds(30);
    private static final long SHORTEST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 600_000;
    /** However often sessions change. */
    private static final Duration SHORTEST_GAP = Duration.ofMillis(200);

    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(30);

    private final String nodeName;
    private final Set<ServiceType> services;
    private final String version;
    private final LabelSource labels;
    private final KnowledgeCache cache;
    private final SessionBook sessions;
    private final CountDownLatch ready;
    private final Clock clock;
    /** News that do not wait for the next interval. */
    private final Bell bell = new Bell();

    private boolean skewTold;

    /** @param ready before it is released nobody is told of this node, which would refuse everybody still */
    HeartbeatTask(
            ControlTasks.Self self,
            Set<ServiceType> services,
            KnowledgeCache cache,
            CountDownLatch ready,
            Clock clock) {
        this.nodeName = self.nodeName();
        this.version = self.version();
        this.labels = self.labels();
        this.services = services;
        this.cache = cache;
        this.sessions = self.sessions();
        this.ready = ready;
        this.clock = clock;
        // an operator who rotates CAs waits for this agent to say that it knows
        cache.whenAuthoritiesChange(bell::ring);
        sessions.whenChanged(bell::ring);
    }

    @Override
    public void run(ManagedChannel channel) throws InterruptedException {
        ready.await();
        Replies replies = new Replies();
        StreamObserver<Heartbeat> out = ComponentGrpc.newStub(channel).inventory(replies);
        while (true) {
            bell.hush();
            out.onNext(heartbeat());
            InventoryReply reply = replies.next();
            tellSkew(reply.getServerTimeMillis());
            Thread.sleep(SHORTEST_GAP);
            bell.await(Duration.ofMillis(Math.clamp(reply.getNextIntervalMillis(), SHORTEST_MILLIS, LONGEST_MILLIS)));
            replies.throwWhenEnded();
        }
    }

    private Heartbeat heartbeat() {
        LiveSessionLines.Told live = LiveSessionLines.of(sessions.live());
        return Heartbeat.newBuilder()
                .setNodeName(nodeName)
                .putAllLabels(labels.labels())
                .addAllServices(
                        services.stream().map(ServiceType::wireName).sorted().toList())
                .setVersion(version)
                .setCaUse(caUse())
                .addAllLiveSessionsJson(live.json())
                .setLiveSessionsUntold(live.untold())
                .build();
    }

    private CaUse caUse() {
        org.sallyport.core.identity.CaUse use = cache.caUse();
        return CaUse.newBuilder()
                .addAllTrusted(use.trusted())
                .setHostSigner(use.hostSigner())
                .setClientSigner(use.clientSigner())
                .build();
    }

    private void tellSkew(long serverMillis) {
        Duration skew = Duration.ofMillis(clock.millis() - serverMillis);
        boolean large = serverMillis > 0 && skew.abs().compareTo(TOLERATED_SKEW) > 0;
        if (large && !skewTold) {
            AgentMessages.LOG.clockSkew(skew.toSeconds() + " s");
        }
        skewTold = large;
    }

    private final class Replies implements StreamObserver<InventoryReply> {
        private final BlockingQueue<InventoryReply> queue = new LinkedBlockingQueue<>();
        private final AtomicReference<SallyportException> end = new AtomicReference<>();

        InventoryReply next() throws InterruptedException {
            InventoryReply reply = queue.poll(REPLY.toMillis(), TimeUnit.MILLISECONDS);
            throwWhenEnded();
            if (reply == null || reply == InventoryReply.getDefaultInstance()) {
                throw new SallyportException(
                        ErrorCode.PROXY_UNREACHABLE, "Auth Service: it answers no heartbeat; see the server's log");
            }
            return reply;
        }

        void throwWhenEnded() {
            SallyportException failure = end.get();
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void onNext(InventoryReply reply) {
            for (SessionEnd end : reply.getEndSessionsList()) {
                sessions.end(end.getSessionId(), end.getBy(), end.getWhy());
            }
            // one that answers no heartbeat has nothing else
            if (reply.getNextIntervalMillis() > 0) {
                queue.add(reply);
            }
        }

        @Override
        public void onError(Throwable failure) {
            ended(
                    failure instanceof StatusRuntimeException status
                            ? ControlFailure.of(status)
                            : new SallyportException(
                                    ErrorCode.PROXY_UNREACHABLE, "Auth Service: the connection broke", "", failure));
        }

        @Override
        public void onCompleted() {
            ended(new SallyportException(ErrorCode.PROXY_UNREACHABLE, "Auth Service: it ended the connection"));
        }

        private void ended(SallyportException cause) {
            end.set(cause);
            queue.add(InventoryReply.getDefaultInstance());
        }
    }
}
