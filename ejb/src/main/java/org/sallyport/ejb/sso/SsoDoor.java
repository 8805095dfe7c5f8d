package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.login.SsoIdentity;
import org.sallyport.core.sso.Attested;
import org.sallyport.core.sso.ConnectorMapping;
import org.sallyport.core.sso.MappedLogin;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.login.SessionDesk;
import org.sallyport.ejb.transaction.Transactions;

/** Whom a provider vouched for is let in here, or is not. */
@ApplicationScoped
public class SsoDoor {
    private final Directory directory;
    private final LoginSessionRepository sessions;
    private final SessionDesk desk;
    private final AuditWriter audit;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected SsoDoor() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public SsoDoor(
            Directory directory,
            LoginSessionRepository sessions,
            SessionDesk desk,
            AuditWriter audit,
            Transactions transactions,
            Clock clock) {
        this.directory = directory;
        this.sessions = sessions;
        this.desk = desk;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What the person would be here; nobody is let in yet. @throws SallyportException SSO_REFUSED */
    MappedLogin examine(Resource<AuthConnectorSpec> connector, Attested person) {
        MappedLogin mapped = ConnectorMapping.map(connector.name(), connector.spec(), person);
        if (directory.user(mapped.user()).isPresent()) {
            throw ConnectorMapping.refusal(
                    connector.name(),
                    "there is a local user '" + mapped.user() + "' already, and a name belongs to one person",
                    "log in with that user's password, or have an administrator rename or remove the local user");
        }
        transactions.required(() -> sessions.ssoSessions(mapped.user(), clock.instant())).stream()
                .flatMap(session -> session.sso().stream())
                .filter(other -> !other.connector().equals(connector.name()))
                .findFirst()
                .ifPresent(other -> {
                    throw ConnectorMapping.refusal(
                            connector.name(),
                            "user '" + mapped.user() + "' is logged in by connector '" + other.connector()
                                    + "', and a name belongs to one person",
                            "log out there first, or have an administrator map the names apart");
                });
        List<String> known = mapped.roles().stream()
                .filter(role -> directory.role(role).isPresent())
                .toList();
        if (known.isEmpty()) {
            throw ConnectorMapping.refusal(
                    connector.name(),
                    "none of the mapped roles " + mapped.roles() + " is there",
                    "have an administrator make them or change the connector");
        }
        return new MappedLogin(mapped.user(), known, mapped.traits());
    }

    List<String> logins(MappedLogin mapped) {
        return desk.logins(new Caller.User(mapped.user(), mapped.roles(), mapped.traits(), ""));
    }

    /** @throws SallyportException LOCKED; audited */
    LoginResponse enter(
            Caller.Anonymous caller,
            Resource<AuthConnectorSpec> connector,
            MappedLogin mapped,
            CertificateRequest keys) {
        Caller.User user = new Caller.User(
                mapped.user(),
                mapped.roles(),
                mapped.traits(),
                caller.address(),
                Set.of(),
                Optional.of(connector.name()));
        desk.requireUnlocked(user);
        SessionDesk.Proof proof = new SessionDesk.Proof(
                "sso",
                "user '" + mapped.user() + "' logged in by " + connector.spec().protocol() + " connector '"
                        + connector.name() + "'",
                Map.of(
                        "connector", connector.name(),
                        "protocol", connector.spec().protocol(),
                        "roles", String.join(",", mapped.roles())),
                Optional.empty());
        return transactions.required(() -> desk.open(
                user, Optional.of(new SsoIdentity(connector.name(), mapped.roles(), mapped.traits())), proof, keys));
    }

    void refused(Caller.Anonymous caller, String connector, String user, SallyportException refusal) {
        String shown = user.length() > 128 ? user.substring(0, 128) : user;
        audit.recordNow(AuditEvent.of(AuditEventType.USER_LOGIN_FAILED)
                .user(shown.isEmpty() ? caller.name() : shown)
                .address(caller.address())
                .resource("auth_connector", connector)
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("method", "sso")
                .field("connector", connector)
                .at(clock.instant()));
    }
}
