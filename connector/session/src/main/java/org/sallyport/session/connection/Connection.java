package org.sallyport.session.connection;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Decision;
import org.sallyport.core.access.Moderation;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.HostConnection;

/** One authenticated SSH connection: what it may do and what is told of it. */
public final class Connection {
    public static final AttributeKey<Connection> KEY = new AttributeKey<>();
    /** What a certificate must permit for a feature, as for OpenSSH; a role alone does not widen a certificate. */
    private static final Map<Action.Feature, String> PERMITS = new EnumMap<>(Map.of(
            Action.Feature.PTY, "permit-pty",
            Action.Feature.PORT_FORWARDING, "permit-port-forwarding",
            Action.Feature.AGENT_FORWARDING, "permit-agent-forwarding"));

    private final UUID id = UUID.randomUUID();
    private final Admission admission;
    private volatile DialRequest request;
    private final NegotiatedAlgorithms algorithms;
    private final NodeAccess access;
    private final AuditSink audit;
    private final HostConnection host;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicReference<LockVerdict> endedBy = new AtomicReference<>();
    private final Set<AuditEventType> told = ConcurrentHashMap.newKeySet();
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();
    private final Queue<AutoCloseable> resources = new ConcurrentLinkedQueue<>();

    public Connection(
            Admission admission,
            DialRequest request,
            NegotiatedAlgorithms algorithms,
            NodeAccess access,
            AuditSink audit,
            HostConnection host) {
        this.admission = requireNonNull(admission, "admission");
        this.request = requireNonNull(request, "request");
        this.algorithms = requireNonNull(algorithms, "algorithms");
        this.access = requireNonNull(access, "access");
        this.audit = requireNonNull(audit, "audit");
        this.host = requireNonNull(host, "host");
        own(host);
    }

    public static Connection of(Session session) {
        return requireNonNull(session.getAttribute(KEY), "not authenticated");
    }

    public UUID id() {
        return id;
    }

    public Admission admission() {
        return admission;
    }

    /** IP address, empty when the proxy did not say. */
    public String clientAddress() {
        return request.clientAddress();
    }

    /** It goes on from another connection, perhaps from another address. */
    public void movedTo(DialRequest other, Duration gap) {
        String before = request.clientAddress();
        request = requireNonNull(other, "other");
        emit(event(AuditEventType.SESSION_RESUME)
                .message("connection goes on from " + request.clientAddress())
                .field("address_before", before)
                .field("gap_ms", gap.toMillis()));
    }

    /** Where its sessions run. */
    public HostConnection host() {
        return host;
    }

    /** What it is encrypted with. */
    public NegotiatedAlgorithms algorithms() {
        return algorithms;
    }

    public NodeAccess access() {
        return access;
    }

    /** @return why not, one line for the user, already audited; empty when allowed */
    public Optional<String> refusal(Action.Feature feature, String what) {
        if (admission.joinsOnly()) {
            return Optional.of(denied(
                    what, "the login " + Admission.JOIN_LOGIN + " only joins sessions; use the login of an account"));
        }
        Optional<String> unmoderated = feature == Action.Feature.PORT_FORWARDING || feature == Action.Feature.FILE_COPY
                ? moderationRefusal(what)
                : Optional.empty();
        if (unmoderated.isPresent()) {
            return unmoderated;
        }
        String permit = PERMITS.get(feature);
        if (permit != null && !admission.identity().permits().contains(permit)) {
            return Optional.of(denied(
                    what,
                    "the certificate does not carry " + permit + "; log in again or ask for a role that allows it"));
        }
        String login = admission.login();
        Decision decision = new AccessEvaluator()
                .decide(
                        admission.subject(),
                        access.knowledge().roles(),
                        new Action.SshOption(login, feature),
                        access.node().get());
        return decision.allowed() ? Optional.empty() : Optional.of(denied(what, decision.explanation()));
    }

    /**
     * For what nobody could watch.
     *
     * @return why not, already audited, when the user's roles want others in his sessions
     */
    public Optional<String> moderationRefusal(String what) {
        Moderation moderation =
                Moderation.of(admission.subject(), access.knowledge().roles());
        return moderation.required() && !admission.proxied()
                ? Optional.of(denied(
                        what,
                        "roles " + moderation.roles() + " want others in your sessions, which only sessions with a"
                                + " terminal can have; use ssh -t, or ask for a role without require_session_join"))
                : Optional.empty();
    }

    /** Audits a refusal. @return its line for the user */
    public String denied(String what, String why) {
        String line = access.line("access denied: " + what + ": " + why);
        emit(event(AuditEventType.ACCESS_DENIED).message(line).field("action", what));
        return line;
    }

    /** Audits a refusal that is no decision of roles. @return its line for the user */
    public String refused(String what, String why) {
        String line = access.line(what + " refused: " + why);
        emit(event(AuditEventType.ACCESS_DENIED).message(line).field("action", what));
        return line;
    }

    /**
     * A lock ends it. Audits that, once.
     *
     * @return the line for the user; empty when it was ended already
     */
    public Optional<String> lockedOut(LockVerdict verdict) {
        if (!endedBy.compareAndSet(null, verdict)) {
            return Optional.empty();
        }
        String line = access.line("access denied: " + verdict.reason());
        emit(event(AuditEventType.LOCK_ENDED)
                .message(line)
                .field("what", "SSH connection")
                .field("lock", verdict.lock().orElse(null)));
        return Optional.of(line);
    }

    /** What ends its sessions that end with it: the client, unless something else did. */
    public String endedBy() {
        return endedBy.get() == null ? "client" : "lock";
    }

    /** For what SSH gives no text to: told on the standard error of the next session. */
    public void notice(String line) {
        if (notices.size() < 16) {
            notices.add(line);
        }
    }

    public List<String> takeNotices() {
        List<String> taken = new ArrayList<>();
        for (String notice = notices.poll(); notice != null; notice = notices.poll()) {
            taken.add(notice);
        }
        return taken;
    }

    /** @return false when the roles allow no more sessions at a time; else {@link #sessionEnded} is due */
    public boolean sessionStarts() {
        int most = admission.options().maxSessions().orElse(Integer.MAX_VALUE);
        return sessions.getAndUpdate(count -> count < most ? count + 1 : count) < most;
    }

    public void sessionEnded() {
        sessions.decrementAndGet();
    }

    /** Closed when the connection ends. */
    public void own(AutoCloseable resource) {
        resources.add(resource);
    }

    public void close() {
        for (AutoCloseable resource = resources.poll(); resource != null; resource = resources.poll()) {
            try {
                resource.close();
            } catch (Exception e) {
                SessionMessages.LOG.resourceNotClosed(id.toString(), e);
            }
        }
    }

    /** An event with all that is known of the connection; the session is the connection's own until overridden. */
    public AuditEvent.Builder event(AuditEventType type) {
        return AuditEvent.of(type)
                .user(admission.identity().user())
                .resource("node", access.node().get().hostId())
                .address(request.clientAddress())
                .session(id.toString())
                .field("login", admission.login())
                .field("node", access.node().get().name())
                .field("proxied", admission.proxied() ? "true" : null)
                .field("serial", Long.toUnsignedString(admission.identity().serial()));
    }

    /** For what is told once in a connection's life. */
    public void emitOnce(AuditEventType type) {
        if (told.add(type)) {
            emit(event(type));
        }
    }

    public void emit(AuditEvent.Builder event) {
        audit.emit(event.at(access.clock().instant()));
    }
}
