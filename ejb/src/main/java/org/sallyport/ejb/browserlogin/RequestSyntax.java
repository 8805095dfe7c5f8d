package org.sallyport.ejb.browserlogin;

import java.util.regex.Pattern;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.BrowserLoginRequest;
import org.sallyport.core.keys.Pkce;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/** What a program may ask; checked before it is stored, and long before a person sees it. */
final class RequestSyntax {
    /** RFC 8252 section 7.3, and nothing else: a code must not leave the machine of the browser. */
    private static final Pattern LOOPBACK =
            Pattern.compile("http://(127\\.0\\.0\\.1|\\[::1]):(102[4-9]|10[3-9]\\d|1[1-9]\\d\\d|[2-9]\\d{3}|[1-5]\\d{4}"
                    + "|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5])/callback");

    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9._~-]{0,128}");
    private static final Pattern CLIENT = Pattern.compile("[\\p{L}\\p{N} ._@()-]{1,128}");
    private static final int MAX_KEY = 8192;

    private RequestSyntax() {}

    /** @throws SallyportException INVALID_ARGUMENT */
    static void requireValid(BrowserLoginRequest asked) {
        if (!Pkce.isChallenge(asked.challenge())) {
            throw invalid("challenge must be 43 characters of base64url (RFC 7636, S256)");
        }
        String redirect = text(asked.redirectUri());
        if (!redirect.isEmpty() && !LOOPBACK.matcher(redirect).matches()) {
            throw invalid("redirect_uri must be http://127.0.0.1:<port>/callback or http://[::1]:<port>/callback");
        }
        if (!STATE.matcher(text(asked.state())).matches()) {
            throw invalid("state must have at most 128 of letters, digits, '.', '_', '~', '-'");
        }
        if (!CLIENT.matcher(text(asked.client())).matches()) {
            throw invalid("client must name the machine in 1 to 128 letters, digits, spaces and '._@()-'");
        }
        requireKeys(asked);
        if (!text(asked.ttl()).isEmpty()) {
            if (asked.ttl().length() > 32) {
                throw invalid("ttl is longer than 32 characters");
            }
            TimeSpans.parse(asked.ttl());
        }
    }

    private static void requireKeys(BrowserLoginRequest asked) {
        String ssh = text(asked.sshPublicKey());
        String tls = text(asked.tlsPublicKey());
        if (ssh.isEmpty() && tls.isEmpty()) {
            throw invalid("send ssh_public_key, tls_public_key or both: the certificates will be for these keys only");
        }
        if (ssh.length() > MAX_KEY || tls.length() > MAX_KEY) {
            throw invalid("a public key has more than " + MAX_KEY + " characters");
        }
        if (!ssh.isEmpty()) {
            SshKeys.parsePublic(ssh);
        }
        if (!tls.isEmpty()) {
            TlsKeys.parsePublic(tls);
        }
    }

    static String text(String value) {
        return value == null ? "" : value.strip();
    }

    private static SallyportException invalid(String what) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: login by browser: " + what);
    }
}
