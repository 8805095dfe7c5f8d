package org.sallyport.ejb.login;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.sallyport.core.login.SsoIdentity;

/**
 * A login session to open, and what the audit log says of it.
 *
 * @param proved when the person proved who they are
 * @param method how the person proved who they are: {@code local}, {@code sso}, {@code loopback}, {@code device}
 * @param fields further ones of the audit event
 */
record NewSession(
        String user,
        String address,
        Instant proved,
        Instant expires,
        Optional<SsoIdentity> sso,
        Optional<String> mfaDevice,
        String method,
        String message,
        Map<String, String> fields) {}
