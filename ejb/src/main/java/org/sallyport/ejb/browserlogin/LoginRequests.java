package org.sallyport.ejb.browserlogin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.BrowserLoginRequest;
import org.sallyport.api.rest.BrowserLoginStarted;
import org.sallyport.core.browserlogin.LoginRequestRepository;
import org.sallyport.core.browserlogin.LoginRequestRepository.LoginRequestRow;
import org.sallyport.core.browserlogin.LoginRequestRepository.Status;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.transaction.Transactions;

/** The waiting requests, each step a transaction. */
@ApplicationScoped
public class LoginRequests {
    static final Duration LIFE = Duration.ofMinutes(5);
    static final Duration CODE_LIFE = Duration.ofMinutes(2);
    static final int INTERVAL_SECONDS = 5;
    /** Made without a login: bounded in number, whatever the addresses they come from. */
    static final int MAX_WAITING = 10_000;

    private static final int MAX_SECRET = 128;

    private final LoginRequestRepository repository;
    private final LoginRequestLog log;
    private final Directory directory;
    private final Transactions transactions;
    private final Clock clock;

    /** For the container's proxy. */
    protected LoginRequests() {
        this(null, null, null, null, null);
    }

    @Inject
    public LoginRequests(
            LoginRequestRepository repository,
            LoginRequestLog log,
            Directory directory,
            Transactions transactions,
            Clock clock) {
        this.repository = repository;
        this.log = log;
        this.directory = directory;
        this.transactions = transactions;
        this.clock = clock;
    }

    BrowserLoginStarted make(Caller.Anonymous caller, BrowserLoginRequest asked) {
        RequestSyntax.requireValid(asked);
        boolean byRedirect = !RequestSyntax.text(asked.redirectUri()).isEmpty();
        String id = Secrets.token();
        String deviceCode = byRedirect ? "" : Secrets.token();
        String userCode = byRedirect ? "" : UserCodes.random();
        Instant now = clock.instant();
        LoginRequestRow row = new LoginRequestRow(
                id,
                // with a redirect there is no secret before the approval; the column wants one that nobody has
                Secrets.sha256Hex(byRedirect ? Secrets.token() : deviceCode),
                byRedirect ? Optional.empty() : Optional.of(Secrets.sha256Hex(userCode)),
                asked.challenge(),
                RequestSyntax.text(asked.redirectUri()),
                RequestSyntax.text(asked.state()),
                RequestSyntax.text(asked.client()),
                caller.address(),
                RequestSyntax.text(asked.sshPublicKey()),
                RequestSyntax.text(asked.tlsPublicKey()),
                RequestSyntax.text(asked.ttl()),
                Status.PENDING,
                Optional.empty(),
                now,
                now.plus(LIFE));
        transactions.required(() -> {
            if (repository.count() >= MAX_WAITING) {
                throw RequestRefusals.tooMany();
            }
            repository.insert(row);
            log.asked(caller, row);
            return row;
        });
        String page = "https://" + directory.clusterConfig().publicAddress() + "/#/";
        return new BrowserLoginStarted(
                id,
                page + (byRedirect ? "approve/" + id : "device"),
                UserCodes.display(userCode),
                deviceCode,
                INTERVAL_SECONDS,
                row.expires());
    }

    /** @throws SallyportException LOGIN_REQUEST_INVALID */
    LoginRequestRow pending(Caller caller, String id) {
        return find(id, value -> repository.find(value, clock.instant()))
                .filter(row -> row.status() == Status.PENDING)
                .orElseThrow(() -> log.refused(caller, RequestRefusals.unknown()));
    }

    /** @throws SallyportException LOGIN_REQUEST_INVALID */
    LoginRequestRow byUserCode(Caller caller, String userCode) {
        return find(
                        UserCodes.normal(userCode),
                        code -> repository.findByUserCode(Secrets.sha256Hex(code), clock.instant()))
                .filter(row -> row.status() == Status.PENDING)
                .orElseThrow(() -> log.refused(caller, RequestRefusals.unknownUserCode()));
    }

    /** @throws SallyportException LOGIN_REQUEST_INVALID */
    LoginRequestRow byCode(Caller caller, String code) {
        return find(code, secret -> repository.findBySecret(Secrets.sha256Hex(secret), clock.instant()))
                .orElseThrow(() -> log.refused(caller, RequestRefusals.unknownCode()));
    }

    private Optional<LoginRequestRow> find(
            String value, java.util.function.Function<String, Optional<LoginRequestRow>> query) {
        return value == null || value.isEmpty() || value.length() > MAX_SECRET
                ? Optional.empty()
                : transactions.required(() -> query.apply(value));
    }

    /** Within the caller's transaction. @return false when another decision was first */
    boolean approve(Caller.User caller, LoginRequestRow row, String approver, String code) {
        String secretHash = code.isEmpty() ? row.secretHash() : Secrets.sha256Hex(code);
        boolean first = repository.approve(
                row.id(), approver, secretHash, clock.instant().plus(CODE_LIFE));
        if (first) {
            log.approved(caller, row);
        }
        return first;
    }

    boolean deny(LoginRequestRow row) {
        return transactions.required(() -> repository.deny(row.id()));
    }

    /** @return false when the last question was too short a time ago */
    boolean asked(LoginRequestRow row) {
        Instant now = clock.instant();
        // half a second's grace for the way here
        Instant earliest = now.minusSeconds(INTERVAL_SECONDS).plusMillis(500);
        return transactions.required(() -> repository.asked(row.id(), now, earliest));
    }

    boolean consume(LoginRequestRow row) {
        return transactions.required(() -> repository.consume(row.id()));
    }
}
