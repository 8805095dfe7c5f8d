package org.sallyport.ejb.sso;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.AuthConnectorSpec;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.rest.SsoUser;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.transaction.Transactions;

/** The connectors there are, and who is here by them. */
@ApplicationScoped
public class Connectors {
    private static final String KIND = "auth_connector";

    private final Directory directory;
    private final Authorizer authorizer;
    private final LoginSessionRepository sessions;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected Connectors() {
        this(null, null, null, null, null);
    }

    @Inject
    public Connectors(
            Directory directory,
            Authorizer authorizer,
            LoginSessionRepository sessions,
            Transactions transactions,
            Clock clock) {
        this.directory = directory;
        this.authorizer = authorizer;
        this.sessions = sessions;
        this.transactions = transactions;
        this.clock = clock;
    }

    List<Resource<AuthConnectorSpec>> all() {
        return directory.connectors();
    }

    /** They stand on the login page, so that one is not there is no secret. */
    Resource<AuthConnectorSpec> require(String name) {
        return Optional.ofNullable(name)
                .flatMap(directory::connector)
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.NOT_FOUND,
                        "Auth Service: there is no such single sign-on; the login page and GET /api/v1/sso list those"
                                + " there are"));
    }

    Resource<AuthConnectorSpec> requireReadable(Caller caller, String name) {
        authorizer.require(caller, "read", KIND, name);
        return directory.connector(name).orElseThrow(() -> Authorizer.notFound(KIND, name));
    }

    /** Where a browser goes for a test; empty when none is needed. */
    String testUrl(String connector, String test) {
        String base = "https://" + directory.clusterConfig().publicAddress() + "/api/v1/sso/" + connector;
        String method = directory
                .connector(connector)
                .map(known -> known.spec().method())
                .orElse("");
        return switch (method) {
            case "redirect" -> base + "/begin?test=" + test;
            case "negotiate" -> base + "/negotiate?test=" + test;
            default -> "";
        };
    }

    List<SsoUser> people(Caller caller) {
        authorizer.require(caller, "list", "user", "");
        return transactions.required(() -> sessions.ssoSessions("", clock.instant())).stream()
                .flatMap(session -> session.sso().stream()
                        .map(sso -> new SsoUser(
                                session.user(), sso.connector(), sso.roles(), session.created(), session.expires())))
                .toList();
    }
}
