package org.sallyport.persistence.login;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.login.SsoIdentity;
import org.sallyport.persistence.store.JsonText;

/** A login session, by the digest of its bearer token. */
@Entity
@Table(name = "login_session")
class LoginSessionEntity {
    @Id
    @Column(name = "token_hash")
    private String tokenHash;

    @Column(name = "user_name")
    private String userName;

    private String address;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    private String connector;

    /** JSON; null for a local user's session. */
    private String roles;

    /** JSON; null for a local user's session. */
    private String traits;

    @Column(name = "mfa_device")
    private String mfaDevice;

    protected LoginSessionEntity() {}

    LoginSessionEntity(LoginSession session) {
        this.tokenHash = session.tokenHash();
        this.userName = session.user();
        this.address = session.address();
        this.createdAt = session.created();
        this.expiresAt = session.expires();
        this.mfaDevice = session.mfaDevice().orElse(null);
        session.sso().ifPresent(sso -> {
            this.connector = sso.connector();
            this.roles = JsonText.ofList(sso.roles());
            this.traits = JsonText.ofLists(sso.traits());
        });
    }

    LoginSession toSession() {
        return new LoginSession(
                tokenHash,
                userName,
                address,
                createdAt,
                expiresAt,
                Optional.ofNullable(connector)
                        .map(name -> new SsoIdentity(name, JsonText.toList(roles), JsonText.toLists(traits))),
                Optional.ofNullable(mfaDevice));
    }
}
