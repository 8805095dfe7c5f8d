package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.ejb.auditlog.AuditWriter;

/** What the audit log says of terminals in the browser that were not opened, and of files. */
@ApplicationScoped
public class TerminalLog {
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected TerminalLog() {
        this(null, null);
    }

    @Inject
    public TerminalLog(AuditWriter audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void refused(Caller.User caller, String node, String login, SallyportException why) {
        audit.recordNow(event(caller, node, login, why).at(clock.instant()));
    }

    void joinRefused(Caller.User caller, String node, JoinWish wish, SallyportException why) {
        // not its session_id: there may be no such session
        audit.recordNow(event(caller, node, LiveSession.JOIN_LOGIN, why)
                .field("wanted", wish.session())
                .field("mode", wish.mode().wireName())
                .at(clock.instant()));
    }

    private static AuditEvent.Builder event(Caller.User caller, String node, String login, SallyportException why) {
        return AuditEvent.of(AuditEventType.TERMINAL_REFUSED)
                .user(caller.name())
                .address(caller.address())
                .resource("node", node)
                .message(why.userMessage())
                .field("error", why.code().name())
                .field("login", login)
                .field("details", why.details())
                .field("lock", LockVerdict.lockOf(why).orElse(null));
    }

    void transferred(Caller.User caller, FileTransfer transfer) {
        boolean whole = transfer.failure().isEmpty();
        AuditEvent event = AuditEvent.of(whole ? AuditEventType.FILE_TRANSFER : AuditEventType.FILE_TRANSFER_FAILED)
                .user(caller.name())
                .address(caller.address())
                .resource("node", transfer.node())
                .message(transfer.failure()
                        .map(SallyportException::userMessage)
                        .orElseGet(() -> transfer.direction().word() + " of " + transfer.path()))
                .field("login", transfer.login())
                .field("direction", transfer.direction().word())
                .field("path", transfer.path())
                .field("bytes", Long.toString(transfer.bytes()))
                .field("error", transfer.failure().map(why -> why.code().name()).orElse(null))
                .field(
                        "details",
                        transfer.failure().map(SallyportException::details).orElse(null))
                .field("lock", transfer.failure().flatMap(LockVerdict::lockOf).orElse(null))
                .at(clock.instant());
        audit.recordNow(event);
    }
}
