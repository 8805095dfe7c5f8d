package org.sallyport.web.edge;

import java.util.Locale;
import java.util.Optional;
import org.sallyport.core.keys.Secret;

/** What a request proves itself with. {@code ambient}: the browser sends it by itself, so CSRF must be ruled out. */
record Credential(Secret token, boolean ambient) {
    private static final String BEARER = "bearer ";
    /** Tokens are far shorter; anything longer is not ours and not worth a look-up. */
    private static final int MAX_TOKEN = 512;

    /** A bearer token wins over the cookie: a program that sends one means it. Arguments may be null. */
    static Optional<Credential> of(String authorization, String cookie) {
        if (authorization != null) {
            boolean bearer = authorization.toLowerCase(Locale.ROOT).startsWith(BEARER);
            return bearer ? checked(authorization.substring(BEARER.length()).trim(), false) : Optional.empty();
        }
        return cookie == null ? Optional.empty() : checked(cookie, true);
    }

    private static Optional<Credential> checked(String token, boolean ambient) {
        boolean plausible = !token.isEmpty() && token.length() <= MAX_TOKEN;
        return plausible ? Optional.of(new Credential(new Secret(token), ambient)) : Optional.empty();
    }
}
