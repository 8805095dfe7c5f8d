package org.sallyport.agent.cache;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceSpec;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.identity.CaUse;
import org.sallyport.core.identity.Trust;

/**
 * What was watched, in memory and on disk: written whenever the watch is complete, read at start, so that an agent that
 * restarts while the control plane is away decides as before. One writer; readers see whole states.
 */
public final class KnowledgeCache implements AccessKnowledge {
    /** One consistent state; replaced as a whole. */
    private record State(
            long version,
            long revision,
            Map<String, Resource<?>> resources,
            List<Resource<RoleSpec>> roles,
            List<Resource<LockSpec>> locks,
            List<Authority> authorities) {}

    private final KnowledgeFile file;
    private final Credentials credentials;
    private final Clock clock;
    private final Map<String, Resource<?>> pending = new TreeMap<>();
    private List<Authority> pendingAuthorities = List.of();
    private boolean incomplete;
    private volatile State state = new State(0, 0, Map.of(), List.of(), List.of(), List.of());
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> authorityListeners = new CopyOnWriteArrayList<>();
    private long authorityChanges;
    private volatile Instant confirmed;
    private volatile boolean live;

    public KnowledgeCache(DataDirectory directory, Credentials credentials, Clock clock) {
        this.file = new KnowledgeFile(directory);
        this.credentials = requireNonNull(credentials, "credentials");
        this.clock = requireNonNull(clock, "clock");
        this.confirmed = Instant.EPOCH;
        file.read(clusterId()).ifPresent(this::adopt);
    }

    @Override
    public Trust trust() {
        State now = state;
        List<Authority> authorities =
                now.authorities().isEmpty() ? credentials.current().authorities() : now.authorities();
        return new Trust(now.version(), clusterId(), authorities, Set.of());
    }

    @Override
    public List<Resource<RoleSpec>> roles() {
        return state.roles();
    }

    @Override
    public List<Resource<LockSpec>> locks() {
        return state.locks();
    }

    @Override
    public Strictness lockMode() {
        return clusterConfig().flatMap(ClusterConfigSpec::lockMode).orElse(Strictness.BEST_EFFORT);
    }

    @Override
    public Runnable whenChanged(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public SshAlgorithms sshAlgorithms() {
        return clusterConfig().map(ClusterConfigSpec::allowedAlgorithms).orElse(SshAlgorithms.ALL);
    }

    @Override
    public SessionRecording recordingPolicy() {
        return clusterConfig().map(ClusterConfigSpec::recordingPolicy).orElse(SessionRecording.DEFAULTS);
    }

    @Override
    public Duration age() {
        return live ? Duration.ZERO : Duration.between(confirmed, clock.instant());
    }

    public Optional<ClusterConfigSpec> clusterConfig() {
        return state.resources().values().stream()
                .filter(resource -> resource.spec() instanceof ClusterConfigSpec)
                .map(resource -> (ClusterConfigSpec) resource.spec())
                .findFirst();
    }

    /** From where a watch resumes; 0 when nothing is known. */
    public long revision() {
        return state.revision();
    }

    /** Everything follows anew; what is known stays in force until {@link #synced}. */
    public synchronized void reset() {
        live = false;
        incomplete = false;
        pending.clear();
        pendingAuthorities = List.of();
    }

    public synchronized void put(Resource<?> resource) {
        pending.put(key(resource.kind().wireName(), resource.name()), resource);
        publishWhenLive(resource.revision());
    }

    public synchronized void delete(String kind, String name, long revision) {
        pending.remove(key(kind, name));
        publishWhenLive(revision);
    }

    /**
     * A document that this version does not understand: an older copy of it must not stay in force. On disk the state
     * counts as unknown from then on, so that the next version asks for everything.
     */
    public synchronized void leaveOut(String kind, String name, long revision) {
        incomplete = true;
        delete(kind, name, revision);
    }

    public synchronized void authorities(List<Authority> authorities) {
        pendingAuthorities = List.copyOf(authorities);
        publishWhenLive(state.revision());
    }

    /**
     * Learnt otherwise than by a watch, which an agent that missed a rotation's beginning cannot open.
     *
     * @return whether that was news
     */
    public synchronized boolean learn(List<Authority> authorities) {
        if (live || authorities.equals(trust().authorities())) {
            return false;
        }
        pendingAuthorities = List.copyOf(authorities);
        adopt(new State(
                state.version() + 1,
                state.revision(),
                state.resources(),
                state.roles(),
                state.locks(),
                pendingAuthorities));
        save();
        return true;
    }

    /** Which CA keys this agent goes by. */
    public CaUse caUse() {
        AgentIdentity own = credentials.current();
        return CaUse.of(
                trust().authorities(),
                own.hostCertificate().getCaPubKey(),
                own.tunnelCertificate().getCaPubKey());
    }

    /** Grows when the authorities change; to be given to {@link #awaitAuthorities}. */
    public synchronized long authorityChanges() {
        return authorityChanges;
    }

    /** Returns when the authorities have changed since, or after this time. */
    public synchronized void awaitAuthorities(long since, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); authorityChanges == since && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** @param listener must not block */
    public void whenAuthoritiesChange(Runnable listener) {
        authorityListeners.add(listener);
    }

    private void adopt(State fresh) {
        boolean changed = !fresh.authorities().equals(state.authorities());
        state = fresh;
        if (changed) {
            authorityChanges++;
            notifyAll();
            authorityListeners.forEach(Runnable::run);
        }
    }

    /** The state up to this revision is complete. */
    public synchronized void synced(long revision) {
        live = true;
        publish(revision);
    }

    /** The watch ended: from now on what is known grows old. */
    public synchronized void disconnected() {
        confirm();
        live = false;
        pending.clear();
        pending.putAll(state.resources());
        pendingAuthorities = state.authorities();
    }

    /** Writes down that what is known is current, if it is: an agent that restarts counts its age from there. */
    public synchronized void confirm() {
        if (live) {
            confirmed = clock.instant();
            save();
        }
    }

    private void publishWhenLive(long revision) {
        if (live) {
            publish(Math.max(revision, state.revision()));
        }
    }

    private void publish(long revision) {
        confirmed = clock.instant();
        install(revision);
        save();
    }

    private void save() {
        file.write(
                clusterId(),
                new KnowledgeFile.Known(
                        incomplete ? 0 : state.revision(),
                        state.authorities(),
                        state.resources().values(),
                        confirmed));
    }

    private String clusterId() {
        return credentials.current().cluster().clusterId();
    }

    private synchronized void install(long revision) {
        Map<String, Resource<?>> resources = Map.copyOf(pending);
        adopt(new State(
                state.version() + 1,
                revision,
                resources,
                of(resources, RoleSpec.class),
                of(resources, LockSpec.class),
                pendingAuthorities));
        listeners.forEach(Runnable::run);
    }

    private static <S extends ResourceSpec> List<Resource<S>> of(Map<String, Resource<?>> resources, Class<S> type) {
        return resources.values().stream()
                .filter(resource -> type.isInstance(resource.spec()))
                .<Resource<S>>map(resource -> resource.as(type))
                .toList();
    }

    private void adopt(KnowledgeFile.Known known) {
        known.resources().forEach(resource -> pending.put(key(resource.kind().wireName(), resource.name()), resource));
        // whoever joined anew since may have done so because the watched keys were rotated away
        AgentIdentity own = credentials.current();
        pendingAuthorities = own.issued().isAfter(known.confirmed()) ? own.authorities() : known.authorities();
        confirmed = known.confirmed();
        install(known.revision());
    }

    private static String key(String kind, String name) {
        return kind + "/" + name;
    }
}
