package org.sallyport.persistence.browserlogin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.core.browserlogin.LoginRequestRepository.LoginRequestRow;
import org.sallyport.core.browserlogin.LoginRequestRepository.Status;

/** A program that waits for its user's browser. */
@Entity
@Table(name = "login_request")
class LoginRequestEntity {
    @Id
    private String id;

    @Column(name = "secret_hash")
    private String secretHash;

    @Column(name = "user_code_hash")
    private String userCodeHash;

    private String challenge;

    @Column(name = "redirect_uri")
    private String redirectUri;

    @Column(name = "client_state")
    private String state;

    private String client;
    private String address;

    @Column(name = "ssh_public_key")
    private String sshPublicKey;

    @Column(name = "tls_public_key")
    private String tlsPublicKey;

    private String ttl;
    private String status;
    private String approver;

    /** Only written by statements; see the repository. */
    @Column(name = "asked_at")
    private Instant askedAt;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected LoginRequestEntity() {}

    LoginRequestEntity(LoginRequestRow row) {
        this.id = row.id();
        this.secretHash = row.secretHash();
        this.userCodeHash = row.userCodeHash().orElse(null);
        this.challenge = row.challenge();
        this.redirectUri = row.redirectUri();
        this.state = row.state();
        this.client = row.client();
        this.address = row.address();
        this.sshPublicKey = row.sshPublicKey();
        this.tlsPublicKey = row.tlsPublicKey();
        this.ttl = row.ttl();
        this.status = row.status().name();
        this.approver = row.approver().orElse(null);
        this.createdAt = row.created();
        this.expiresAt = row.expires();
    }

    LoginRequestRow toRow() {
        return new LoginRequestRow(
                id,
                secretHash,
                Optional.ofNullable(userCodeHash),
                challenge,
                redirectUri,
                state,
                client,
                address,
                sshPublicKey,
                tlsPublicKey,
                ttl,
                Status.valueOf(status),
                Optional.ofNullable(approver),
                createdAt,
                expiresAt);
    }
}
