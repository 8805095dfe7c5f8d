package org.sallyport.core.login;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Login sessions by the SHA-256 of their bearer token. Joins the caller's transaction. */
public interface LoginSessionRepository {
    /**
     * @param created when the person proved who they are
     * @param sso who the person is, when no local user is behind the name
     * @param mfaDevice id of the device it was opened with; empty for a recovery code and for single sign-on
     */
    record LoginSession(
            String tokenHash,
            String user,
            String address,
            Instant created,
            Instant expires,
            Optional<SsoIdentity> sso,
            Optional<String> mfaDevice) {
        public LoginSession {
            requireNonNull(sso, "sso");
            requireNonNull(mfaDevice, "mfaDevice");
        }

        /** Of a local user, without a device. */
        public LoginSession(String tokenHash, String user, String address, Instant created, Instant expires) {
            this(tokenHash, user, address, created, expires, Optional.empty(), Optional.empty());
        }
    }

    void insert(LoginSession session);

    Optional<LoginSession> find(String tokenHash, Instant now);

    void delete(String tokenHash);

    /** Sessions by single sign-on that have not expired, by user and time. @param user empty for everybody's */
    List<LoginSession> ssoSessions(String user, Instant now);

    /** @return how many sessions of this user were ended */
    int deleteOfUser(String user);

    /** @return how many sessions by this connector were ended */
    int deleteOfConnector(String connector);

    int deleteExpired(Instant now);
}
