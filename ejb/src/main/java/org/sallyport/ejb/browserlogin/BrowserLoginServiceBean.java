package org.sallyport.ejb.browserlogin;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.BrowserLoginAnswer;
import org.sallyport.api.rest.BrowserLoginDecided;
import org.sallyport.api.rest.BrowserLoginRedemption;
import org.sallyport.api.rest.BrowserLoginRequest;
import org.sallyport.api.rest.BrowserLoginStarted;
import org.sallyport.api.rest.BrowserLoginView;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.core.browserlogin.BrowserLoginService;
import org.sallyport.core.browserlogin.LoginRequestRepository.LoginRequestRow;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Pkce;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.login.SsoIdentity;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.limit.AddressLimiter;
import org.sallyport.ejb.login.SessionDesk;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link BrowserLoginService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(BrowserLoginService.class)
@Interceptors(Translated.class)
public class BrowserLoginServiceBean implements BrowserLoginService {
    private final AddressLimiter limiter;
    private final LoginRequests requests;
    private final LoginRequestLog log;
    private final SessionDesk desk;
    private final Transactions transactions;

    /** For the container. */
    public BrowserLoginServiceBean() {
        this(null, null, null, null, null);
    }

    @Inject
    public BrowserLoginServiceBean(
            AddressLimiter limiter,
            LoginRequests requests,
            LoginRequestLog log,
            SessionDesk desk,
            Transactions transactions) {
        this.limiter = limiter;
        this.requests = requests;
        this.log = log;
        this.desk = desk;
        this.transactions = transactions;
    }

    @Override
    public BrowserLoginStarted start(Caller.Anonymous caller, BrowserLoginRequest request) {
        limiter.acquire(AddressLimiter.Call.BROWSER_LOGIN, caller);
        return requests.make(caller, request);
    }

    @Override
    public BrowserLoginView view(Caller.User caller, String id) {
        return view(requests.pending(caller, id));
    }

    @Override
    public BrowserLoginView find(Caller.User caller, String userCode) {
        limiter.acquire(AddressLimiter.Call.USER_CODE, new Caller.Anonymous(caller.address()));
        return view(requests.byUserCode(caller, userCode));
    }

    @Override
    public BrowserLoginDecided approve(Caller.User caller, String bearerToken, String id) {
        LoginRequestRow row = requests.pending(caller, id);
        String code = row.redirectUri().isEmpty() ? "" : Secrets.token();
        boolean first = transactions.required(() -> {
            desk.own(caller, bearerToken);
            return requests.approve(caller, row, SessionDesk.digest(bearerToken), code);
        });
        if (!first) {
            throw log.refused(caller, RequestRefusals.decided());
        }
        return new BrowserLoginDecided(code.isEmpty() ? "" : redirect(row, "code", code));
    }

    @Override
    public BrowserLoginDecided deny(Caller.User caller, String id) {
        LoginRequestRow row = requests.pending(caller, id);
        if (!requests.deny(row)) {
            throw log.refused(caller, RequestRefusals.decided());
        }
        log.denied(caller, row);
        return new BrowserLoginDecided(row.redirectUri().isEmpty() ? "" : redirect(row, "error", "access_denied"));
    }

    @Override
    public BrowserLoginAnswer redeem(Caller.Anonymous caller, BrowserLoginRedemption redemption) {
        limiter.acquire(AddressLimiter.Call.REDEEM, caller);
        LoginRequestRow row = requests.byCode(caller, redemption.code());
        return switch (row.status()) {
            case PENDING -> pending(row);
            case DENIED -> throw spent(caller, row, RequestRefusals.denied());
            case APPROVED ->
                new BrowserLoginAnswer(
                        BrowserLoginAnswer.DONE, 0, Optional.of(login(caller, row, redemption.verifier())));
        };
    }

    private BrowserLoginAnswer pending(LoginRequestRow row) {
        return requests.asked(row)
                ? new BrowserLoginAnswer(BrowserLoginAnswer.PENDING, LoginRequests.INTERVAL_SECONDS, Optional.empty())
                : new BrowserLoginAnswer(
                        BrowserLoginAnswer.SLOW_DOWN, 2 * LoginRequests.INTERVAL_SECONDS, Optional.empty());
    }

    private LoginResponse login(Caller.Anonymous caller, LoginRequestRow row, String verifier) {
        if (!Pkce.matches(verifier, row.challenge())) {
            // a code in the wrong hands is spent, so that it cannot be tried again
            throw spent(caller, row, RequestRefusals.wrongVerifier());
        }
        String approver = row.approver().orElse("");
        return transactions
                .required(() -> requests.consume(row)
                        ? desk.byDigest(approver, caller.address()).map(known -> open(row, known))
                        : Optional.<LoginResponse>empty())
                .orElseThrow(() -> log.refused(caller, RequestRefusals.approverGone()));
    }

    private LoginResponse open(LoginRequestRow row, SessionDesk.Known approver) {
        String user = approver.person().name();
        Map<String, String> fields = Map.of(
                "client",
                row.client(),
                "approved_from",
                approver.session().address(),
                "connector",
                approver.session().sso().map(SsoIdentity::connector).orElse("local"));
        return desk.open(
                approver.person(),
                approver.session().sso(),
                new SessionDesk.Proof(
                        method(row),
                        "user '" + user + "' logged in a program on '" + row.client() + "' by browser",
                        fields,
                        // renewing by approval must not outlive the login that approves
                        Optional.of(approver.session())),
                new CertificateRequest(row.sshPublicKey(), row.tlsPublicKey(), row.ttl()));
    }

    private SallyportException spent(Caller caller, LoginRequestRow row, SallyportException refusal) {
        requests.consume(row);
        return log.refused(caller, refusal);
    }

    static String method(LoginRequestRow row) {
        return row.redirectUri().isEmpty() ? "device" : "loopback";
    }

    private static BrowserLoginView view(LoginRequestRow row) {
        return new BrowserLoginView(
                row.id(),
                row.client(),
                row.address(),
                method(row),
                row.sshPublicKey().isEmpty() ? "" : SshKeys.fingerprint(SshKeys.parsePublic(row.sshPublicKey())),
                row.created(),
                row.expires());
    }

    private static String redirect(LoginRequestRow row, String name, String value) {
        return row.redirectUri() + "?" + name + "=" + value + "&state=" + row.state();
    }
}
