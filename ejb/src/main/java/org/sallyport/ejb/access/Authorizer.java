package org.sallyport.ejb.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Decision;
import org.sallyport.core.access.Subject;
import org.sallyport.core.access.Target;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.lock.LockGuard;

/**
 * May this caller do that? Asked before anything is looked up, so that an answer never depends on whether the thing is
 * there. Refusals are audited here, where they are decided.
 */
@ApplicationScoped
public class Authorizer {
    private final AccessEvaluator evaluator;
    private final Directory directory;
    private final LockGuard locks;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected Authorizer() {
        this(null, null, null, null, null);
    }

    @Inject
    public Authorizer(AccessEvaluator evaluator, Directory directory, LockGuard locks, AuditWriter audit, Clock clock) {
        this.evaluator = evaluator;
        this.directory = directory;
        this.locks = locks;
        this.audit = audit;
        this.clock = clock;
    }

    public static Subject subject(Caller.User user) {
        return new Subject(user.name(), user.roles(), user.traits());
    }

    public boolean allows(Caller caller, String verb, String kind, String name) {
        return decide(caller, verb, kind, name).allowed();
    }

    /** Of what is no stored resource, and tells itself what {@code where} may read. */
    public boolean allows(Caller caller, String verb, Target.ResourceTarget target) {
        return decide(caller, verb, target).allowed();
    }

    /**
     * @throws SallyportException ACCESS_DENIED, or NOT_FOUND when the caller may not even read things of this kind; LOCKED
     */
    public void require(Caller caller, String verb, String kind, String name) {
        require(caller, verb, target(kind, name));
    }

    /**
     * Of what is no stored resource, and tells itself what {@code where} may read.
     *
     * @throws SallyportException as the other
     */
    public void require(Caller caller, String verb, Target.ResourceTarget target) {
        String kind = target.kind();
        String name = target.name();
        // a stream of the audit log lives longer than the check of its login
        if (caller instanceof Caller.User user) {
            locks.refusal("Auth Service", LockFacts.of(user)).ifPresent(locked -> {
                refuse(caller, kind, name, "verb=" + verb, locked, "");
                throw locked;
            });
        }
        Decision decision = decide(caller, verb, target);
        if (decision.allowed()) {
            return;
        }
        SallyportException refusal = refusal(caller, verb, target, decision);
        refuse(caller, kind, name, "verb=" + verb, refusal, decision.explanation());
        throw refusal;
    }

    /**
     * For a document that is to be written: it must be in the caller's reach as it is and as it is to be, so that nobody
     * relabels what is another's, or what is his out of the rules that bind him.
     *
     * @throws SallyportException as the other
     */
    public void require(Caller caller, String verb, Resource<?> written) {
        String kind = written.kind().wireName();
        String name = written.name();
        boolean there = directory.labels(kind, name).isPresent();
        if (there) {
            require(caller, verb, kind, name);
        }
        Decision decision = decide(
                caller,
                verb,
                new Target.ResourceTarget(kind, name, written.metadata().labels()));
        if (!decision.allowed()) {
            // of what is not there the answer is that of what may not be seen
            SallyportException refusal = there
                    ? new SallyportException(
                            ErrorCode.ACCESS_DENIED,
                            "Auth Service: you may not " + verb + " " + kind + " '" + name + "' as it would become: "
                                    + decision.explanation())
                    : refusal(caller, verb, target(kind, name), decision);
            refuse(caller, kind, name, "verb=" + verb, refusal, decision.explanation());
            throw refusal;
        }
    }

    /** Audits a refusal that another rule decided, in a transaction of its own. The caller throws it. */
    public void refuse(
            Caller caller, String kind, String name, String what, SallyportException refusal, String reasons) {
        AuditEventType type = ResourceKind.ofWireName(kind).isPresent()
                ? AuditEventType.RESOURCE_REFUSED
                : AuditEventType.ACCESS_DENIED;
        audit.recordNow(AuditEvent.of(type)
                .user(caller.name())
                .address(caller.address())
                .resource(kind, name)
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("lock", LockVerdict.lockOf(refusal).orElse(null))
                .field("action", what)
                .field("reasons", reasons)
                .at(clock.instant()));
    }

    private SallyportException refusal(Caller caller, String verb, Target.ResourceTarget target, Decision decision) {
        String kind = target.kind();
        String name = target.name();
        boolean hidden = !name.isEmpty()
                && !verb.equals("create")
                && (verb.equals("read") || !decide(caller, "read", target).allowed());
        return hidden
                ? notFound(kind, name)
                : new SallyportException(
                        ErrorCode.ACCESS_DENIED,
                        "Auth Service: you may not " + verb + " " + kind + (name.isEmpty() ? "" : " '" + name + "'")
                                + ": " + decision.explanation());
    }

    /** The one wording for what is not there and for what may not be seen. */
    public static SallyportException notFound(String kind, String name) {
        return new SallyportException(
                ErrorCode.NOT_FOUND,
                "Auth Service: there is no " + kind + " '" + name
                        + "' that you may see; check the name, or ask for a role" + " that allows reading it");
    }

    private Decision decide(Caller caller, String verb, String kind, String name) {
        return decide(caller, verb, target(kind, name));
    }

    private Target.ResourceTarget target(String kind, String name) {
        return new Target.ResourceTarget(
                kind, name, directory.labels(kind, name).orElse(Map.of()));
    }

    private Decision decide(Caller caller, String verb, Target.ResourceTarget target) {
        return switch (caller) {
            case Caller.User user -> evaluator.decide(subject(user), directory.roles(), new Action.Verb(verb), target);
            case Caller.System system -> new Decision(true, java.util.List.of(), "");
            case Caller.Agent agent -> nobody("an agent has no rights to resources");
            case Caller.Anonymous anonymous -> nobody("not logged in");
        };
    }

    private static Decision nobody(String needed) {
        return new Decision(false, java.util.List.of(), needed);
    }
}
