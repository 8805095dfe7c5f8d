package org.sallyport.ejb.join;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.ejb.auditlog.AuditWriter;

/** What the audit log says of joining and renewing. */
@ApplicationScoped
public class JoinLog {
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected JoinLog() {
        this(null, null);
    }

    @Inject
    public JoinLog(AuditWriter audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void joined(Caller caller, JoinForm form, String hostId, Set<ServiceType> services) {
        String name = form.request().nodeName();
        audit.record(AuditEvent.of(AuditEventType.AGENT_JOINED)
                .user("agent:" + hostId)
                .address(caller.address())
                .resource("node", hostId)
                .message("agent '" + name + "' " + (form.isRejoin() ? "joined again" : "joined"))
                .field("node_name", name)
                .field("token", form.tokenName())
                .field("services", names(services))
                .field("rejoin", form.isRejoin())
                .at(clock.instant()));
    }

    /** @return the one answer to every refused join */
    SallyportException refused(Caller caller, JoinForm form, JoinExaminer.Verdict verdict) {
        SallyportException refusal = new SallyportException(
                ErrorCode.JOIN_REFUSED,
                "Auth Service refused the join: the token is not good for this request (unknown, expired, used up, or not"
                        + " for these services), or the host id was not proved. Make a new token, and look at the audit"
                        + " log for the reason",
                verdict.details());
        audit.recordNow(AuditEvent.of(AuditEventType.AGENT_JOIN_REFUSED)
                .user(caller.name())
                .address(caller.address())
                .resource("node", form.hostId())
                .message("join of agent '" + form.request().nodeName() + "' refused: " + verdict.details())
                .field("reason", verdict.refusal().map(JoinRefusal::wireName).orElse(""))
                .field("node_name", form.request().nodeName())
                .field("token", shortened(form.tokenName()))
                .field("services", names(form.services()))
                .at(clock.instant()));
        return refusal;
    }

    void renewed(Caller.Agent caller, String nodeName, Instant expires) {
        audit.record(AuditEvent.of(AuditEventType.AGENT_RENEWED)
                .user(caller.name())
                .address(caller.address())
                .resource("node", caller.hostId())
                .message("agent '" + nodeName + "' renewed its certificates")
                .field("node_name", nodeName)
                .field("expires", expires)
                .at(clock.instant()));
    }

    void renewRefused(Caller.Agent caller, SallyportException refusal) {
        audit.recordNow(AuditEvent.of(AuditEventType.AGENT_RENEW_REFUSED)
                .user(caller.name())
                .address(caller.address())
                .resource("node", caller.hostId())
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("lock", LockVerdict.lockOf(refusal).orElse(null))
                .at(clock.instant()));
    }

    private static String names(Set<ServiceType> services) {
        return String.join(
                ",", services.stream().map(ServiceType::wireName).sorted().toList());
    }

    private static String shortened(String text) {
        return text.length() > 128 ? text.substring(0, 128) : text;
    }
}
