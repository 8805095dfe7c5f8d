package org.sallyport.benchmarks.scale;

import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.rpc.v1.ComponentGrpc;
import org.sallyport.rpc.v1.Heartbeat;
import org.sallyport.rpc.v1.InventoryReply;
import org.sallyport.rpc.v1.WatchEvent;
import org.sallyport.rpc.v1.WatchRequest;

/** What an idle agent does with the component API: it watches and sends heartbeats. */
final class ComponentWork implements AutoCloseable {
    private final SimulatedAgent agent;
    private final AgentIdentity identity;
    private final Fleet fleet;
    private final ComponentGrpc.ComponentStub stub;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean counted = new AtomicBoolean();
    private StreamObserver<Heartbeat> inventory;
    private Future<?> next;

    ComponentWork(SimulatedAgent agent, AgentIdentity identity, Fleet fleet, ManagedChannel channel) {
        this.agent = agent;
        this.identity = identity;
        this.fleet = fleet;
        this.stub = ComponentGrpc.newStub(channel);
    }

    void begin() {
        stub.watch(WatchRequest.newBuilder().setFromRevision(agent.revision()).build(), new Watching());
        if (agent.revision() > 0) {
            announce();
        }
    }

    boolean ended() {
        return ended.get();
    }

    private void end(String what, Throwable cause) {
        if (ended.compareAndSet(false, true)) {
            if (cause != null) {
                fleet.tally().failed(what, String.valueOf(cause.getMessage()));
            }
            agent.wake();
        }
    }

    private synchronized void announce() {
        if (inventory == null && !ended.get()) {
            inventory = stub.inventory(new Replies());
            beat();
        }
    }

    private synchronized void beat() {
        if (!ended.get()) {
            inventory.onNext(Heartbeat.newBuilder()
                    .setNodeName(agent.name())
                    .putAllLabels(Map.of("env", "bench", "site", "one"))
                    .addAllServices(
                            identity.services().stream().map(s -> s.wireName()).toList())
                    .setVersion("simulated")
                    .build());
        }
    }

    private synchronized void later(long millis) {
        if (!ended.get()) {
            next = fleet.timer().schedule(this::beat, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void change(WatchEvent event) {
        switch (event.getType()) {
            case PUT -> fleet.tally().seen(event.getKind(), event.getName(), event.getRevision());
            case SYNCED -> {
                agent.revision(event.getRevision());
                agent.synced(System.currentTimeMillis());
                if (counted.compareAndSet(false, true)) {
                    fleet.tally().synced.incrementAndGet();
                }
                announce();
            }
            case RESET, DELETE, AUTHORITIES, TYPE_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    @Override
    public void close() {
        end("", null);
        if (counted.get()) {
            fleet.tally().synced.decrementAndGet();
        }
        synchronized (this) {
            if (next != null) {
                next.cancel(false);
            }
        }
    }

    private final class Watching implements StreamObserver<WatchEvent> {
        @Override
        public void onNext(WatchEvent event) {
            change(event);
        }

        @Override
        public void onError(Throwable failure) {
            end("watch", failure);
        }

        @Override
        public void onCompleted() {
            end("watch ended", null);
        }
    }

    private final class Replies implements StreamObserver<InventoryReply> {
        @Override
        public void onNext(InventoryReply reply) {
            fleet.tally().heartbeats.increment();
            later(reply.getNextIntervalMillis());
        }

        @Override
        public void onError(Throwable failure) {
            end("inventory", failure);
        }

        @Override
        public void onCompleted() {
            end("inventory ended", null);
        }
    }
}
