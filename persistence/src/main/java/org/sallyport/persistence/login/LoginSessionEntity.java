package org.sallyport.persistence.login;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;

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

    protected LoginSessionEntity() {}

    LoginSessionEntity(LoginSession session) {
        this.tokenHash = session.tokenHash();
        this.userName = session.user();
        this.address = session.address();
        this.createdAt = session.created();
        this.expiresAt = session.expires();
    }

    LoginSession toSession() {
        return new LoginSession(tokenHash, userName, address, createdAt, expiresAt);
    }
}
