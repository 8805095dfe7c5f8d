package org.sallyport.core.login;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.core.keys.Secrets;

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

        /** May be shown to its owner: not the token's digest, which sessions are found by. */
        public String id() {
            return Secrets.sha256Hex("id" + tokenHash).substring(0, 32);
        }

        /** Of whom: a namesake by another connector, or by none, is somebody else. */
        public String connector() {
            return sso.map(SsoIdentity::connector).orElse("");
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

    /** Of this session's owner (user and connector), those that have not expired and itself among them; newest first. */
    List<LoginSession> ofOwner(LoginSession session, Instant now);

    /** All of this session's owner but itself. @return how many of them had not expired */
    int deleteOthers(LoginSession kept, Instant now);

    /** @return how many sessions of this user were ended */
    int deleteOfUser(String user);

    /** @return how many sessions by this connector were ended */
    int deleteOfConnector(String connector);

    int deleteExpired(Instant now);
}
