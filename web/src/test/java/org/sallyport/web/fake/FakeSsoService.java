package org.sallyport.web.fake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.ConnectorView;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.SsoLoginRequest;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoTestRequest;
import org.sallyport.api.rest.SsoUser;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.sso.SsoService;

/** Connector {@code corp} is one of SAML, {@code oidc} one of OIDC; whoever answers {@code good} in time is let in. */
public final class FakeSsoService implements SsoService {
    private static final Instant EXPIRES = Instant.parse("2026-01-01T08:00:00Z");

    @Override
    public List<ConnectorView> connectors(Caller.Anonymous caller) {
        return List.of();
    }

    @Override
    public Departure begin(Caller.Anonymous caller, String connector, String next, String test) {
        return new Departure("https://sso.example.org/", "sealed", EXPIRES, connector.equals("corp"));
    }

    @Override
    public Arrival complete(Caller.Anonymous caller, String connector, Answer answer, String state) {
        boolean good = answer.equals(new Posted("good", "state")) && state.equals("sealed");
        if (!good) {
            throw new SallyportException(
                    ErrorCode.SSO_REFUSED, "Single sign-on by " + connector + ": no login under way");
        }
        return new Arrival(Optional.of(new LoginResponse("token-x", EXPIRES, "ada", List.of("access"), null)), "nodes");
    }

    @Override
    public String metadata(Caller.Anonymous caller, String connector) {
        return "<md/>";
    }

    @Override
    public LoginResponse password(Caller.Anonymous caller, String connector, SsoLoginRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Arrival negotiate(Caller.Anonymous caller, String connector, byte[] token, String next, String test) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SsoTest startTest(Caller caller, String connector, SsoTestRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SsoTest test(Caller caller, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SsoUser> users(Caller caller) {
        return List.of();
    }
}
