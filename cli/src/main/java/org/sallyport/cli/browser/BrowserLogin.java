package org.sallyport.cli.browser;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.BrowserLoginAnswer;
import org.sallyport.api.rest.BrowserLoginRedemption;
import org.sallyport.api.rest.BrowserLoginRequest;
import org.sallyport.api.rest.BrowserLoginStarted;
import org.sallyport.api.rest.ConnectorView;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.cli.session.Api;
import org.sallyport.cli.session.Pause;
import org.sallyport.core.keys.Pkce;
import org.sallyport.core.keys.Secrets;

/**
 * Logs this program in by the person's browser: on this machine by a redirect to a port of ours, on another by a code that
 * the person types there. Either way the certificates are for the keys made here.
 */
public final class BrowserLogin {
    private static final String PATH = "/api/v1/login-requests";

    private final Api api;
    private final PrintWriter out;
    private final Clock clock;
    private final String verifier = Secrets.urlToken();

    /** The public halves of the keys made here, how long the certificates are wanted for, and by which provider. */
    public record Wish(String sshPublicKey, String tlsPublicKey, String ttl, Optional<ConnectorView> connector) {}

    public BrowserLogin(Api api, PrintWriter out, Clock clock) {
        this.api = api;
        this.out = out;
        this.clock = clock;
    }

    /** @param headless whether to have a code shown though there may be a browser here */
    public LoginResponse run(Wish wish, boolean headless) {
        Browser browser = Browser.ofEnvironment();
        return headless || !browser.isLikely() ? byCode(wish) : byRedirect(wish, browser);
    }

    private LoginResponse byRedirect(Wish wish, Browser browser) {
        String state = Secrets.urlToken();
        try (LoopbackPort port = LoopbackPort.open(state)) {
            BrowserLoginStarted started = start(wish, port.redirectUri(), state);
            String url = wish.connector().map(chosen -> direct(started, chosen)).orElse(started.url());
            boolean opened = browser.open(url);
            out.println((opened
                            ? "Your browser opens. If it does not, open this link on this machine:"
                            : "Open this link"
                                    + " in a browser on this machine (from another one: sallyport login --headless):")
                    + "\n\n  " + url + "\n");
            out.flush();
            String code = port.await(Duration.between(clock.instant(), started.expires()));
            return redeem(code).login().orElseThrow();
        }
    }

    /** Past the login page, to the page of one provider. */
    private static String direct(BrowserLoginStarted started, ConnectorView connector) {
        String page = started.url();
        String step = connector.method().equals("negotiate") ? "/negotiate" : "/begin";
        return page.substring(0, page.indexOf("/#/")) + "/api/v1/sso/" + connector.name() + step + "?next=approve/"
                + started.id();
    }

    private LoginResponse byCode(Wish wish) {
        BrowserLoginStarted started = start(wish, "", "");
        out.println("In a browser on any machine, open\n\n  " + started.url() + "\n\nand enter the code\n\n  "
                + started.userCode() + "\n\nor, on a machine where you are logged in: sallyport approve "
                + started.userCode() + "\n");
        out.flush();
        int interval = started.interval();
        while (clock.instant().isBefore(started.expires())) {
            Pause.of(Duration.ofSeconds(interval), clock);
            try {
                BrowserLoginAnswer answer = redeem(started.deviceCode());
                if (answer.login().isPresent()) {
                    return answer.login().get();
                }
                interval = answer.interval();
            } catch (SallyportException e) {
                // RFC 8628 section 3.5: who cannot reach the server asks less often
                if (e.type() != ErrorType.UNAVAILABLE && e.type() != ErrorType.LIMITED) {
                    throw e;
                }
                interval = Math.min(60, interval * 2);
            }
        }
        throw new SallyportException(
                ErrorCode.LOGIN_REQUEST_INVALID, "cli: nobody approved in time. Run 'sallyport login' again");
    }

    private BrowserLoginStarted start(Wish wish, String redirectUri, String state) {
        return api.post(
                PATH,
                new BrowserLoginRequest(
                        Pkce.challenge(verifier),
                        redirectUri,
                        state,
                        ThisMachine.name(),
                        wish.sshPublicKey(),
                        wish.tlsPublicKey(),
                        wish.ttl()),
                BrowserLoginStarted.class);
    }

    private BrowserLoginAnswer redeem(String code) {
        return api.post(PATH + "/redeem", new BrowserLoginRedemption(code, verifier), BrowserLoginAnswer.class);
    }
}
