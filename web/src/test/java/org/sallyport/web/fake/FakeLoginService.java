package org.sallyport.web.fake;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.LoginChallengeRequest;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.WhoAmI;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginService;

/** Everybody whose password is their own name may log in. */
public final class FakeLoginService implements LoginService {
    private static final Instant EXPIRES = Instant.parse("2026-01-01T08:00:00Z");
    private final Map<String, Caller.User> sessions = new HashMap<>();
    private SallyportException failure;

    public String sessionOf(Caller.User user) {
        String token = "token-" + (sessions.size() + 1);
        sessions.put(token, user);
        return token;
    }

    /** The user behind a session has other roles from now on. */
    public void changed(String token, Caller.User user) {
        sessions.put(token, user);
    }

    /** The store is away. */
    public void fail(SallyportException why) {
        failure = why;
    }

    @Override
    public MfaChallenge challenge(Caller.Anonymous caller, LoginChallengeRequest request) {
        return new MfaChallenge(List.of(), false, null, "");
    }

    @Override
    public LoginResponse login(Caller.Anonymous caller, LoginRequest request) {
        if (!request.user().equals(request.password())) {
            throw new SallyportException(
                    ErrorCode.BAD_CREDENTIALS, "Auth Service: user, password or code is wrong", "no such user");
        }
        String token = sessionOf(new Caller.User(request.user(), List.of("access"), Map.of(), caller.address()));
        return new LoginResponse(token, EXPIRES, request.user(), List.of("access"), null);
    }

    @Override
    public Caller.User authenticate(Caller.Anonymous caller, String bearerToken) {
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(sessions.get(bearerToken))
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.NOT_LOGGED_IN, "Auth Service: the login session is over; log in again"));
    }

    @Override
    public void logout(Caller.User caller, String bearerToken) {
        sessions.remove(bearerToken);
    }

    @Override
    public Certificates issueCertificates(Caller.User caller, String bearerToken, CertificateRequest request) {
        throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: no key was sent");
    }

    @Override
    public WhoAmI whoAmI(Caller.User caller, String bearerToken) {
        return new WhoAmI(caller.name(), caller.roles(), caller.traits(), List.of("root"), EXPIRES, "");
    }
}
