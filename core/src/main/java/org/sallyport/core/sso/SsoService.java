package org.sallyport.core.sso;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.rest.ConnectorView;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.SsoLoginRequest;
import org.sallyport.api.rest.SsoTest;
import org.sallyport.api.rest.SsoTestRequest;
import org.sallyport.api.rest.SsoUser;
import org.sallyport.core.caller.Caller;

/**
 * Single sign-on by connectors (docs/adr/0028-single-sign-on.md). Every login, allowed or refused, is audited with the
 * connector's name. Errors of all: NOT_FOUND (no such connector), SSO_REFUSED, SSO_UNAVAILABLE, RATE_LIMITED.
 */
public interface SsoService {
    /**
     * The browser leaves for the provider.
     *
     * @param state sealed, kept by the browser in a cookie until it is back
     * @param posted it will come back by a POST from the provider's page (SAML), not by a link
     */
    record Departure(String url, String state, Instant expires, boolean posted) {}

    /** What the provider sent the browser back with; absent parameters are empty. */
    sealed interface Answer {
        String state();
    }

    /** By OIDC. */
    record Return(String code, String state, String error, String errorDescription, String issuer) implements Answer {}

    /** By SAML. @param response in base64, as it was posted. @param state what SAML calls RelayState */
    record Posted(String response, String state) implements Answer {}

    /**
     * The browser is back. {@code login}: absent when it was a test.
     *
     * @param next where in the console the person wanted to go
     */
    record Arrival(Optional<LoginResponse> login, String next) {}

    List<ConnectorView> connectors(Caller.Anonymous caller);

    /** @param next a fragment of the console, such as {@code approve/abc}; may be empty. @param test id of a test, or empty */
    Departure begin(Caller.Anonymous caller, String connector, String next, String test);

    /** @param state the cookie of {@link #begin} */
    Arrival complete(Caller.Anonymous caller, String connector, Answer answer, String state);

    /** What a SAML provider must know of us: metadata in XML. Errors: UNSUPPORTED for another sort of connector. */
    String metadata(Caller.Anonymous caller, String connector);

    /** Errors: BAD_CREDENTIALS. */
    LoginResponse password(Caller.Anonymous caller, String connector, SsoLoginRequest request);

    /** One step of SPNEGO. @param token from {@code Authorization: Negotiate}. @param test id of a test, or empty */
    Arrival negotiate(Caller.Anonymous caller, String connector, byte[] token, String next, String test);

    /** Needs the right to read the connector. */
    SsoTest startTest(Caller caller, String connector, SsoTestRequest request);

    /** Only for who started it. */
    SsoTest test(Caller caller, String id);

    /** Who is here by single sign-on now. */
    List<SsoUser> users(Caller caller);
}
