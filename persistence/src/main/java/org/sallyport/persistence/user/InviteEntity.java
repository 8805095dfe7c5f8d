package org.sallyport.persistence.user;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.sallyport.core.user.InviteRepository.Invite;

/** A user's one open invite. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "invite")
class InviteEntity {
    @Id
    @Column(name = "user_name")
    private String userName;

    @Column(name = "secret_hash")
    private String secretHash;

    @Column(name = "sealed_totp_secret")
    private byte[] sealedTotpSecret;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected InviteEntity() {}

    InviteEntity(Invite invite) {
        this.userName = invite.user();
        this.secretHash = invite.secretHash();
        this.sealedTotpSecret = invite.sealedTotpSecret().clone();
        this.expiresAt = invite.expires();
    }
}
