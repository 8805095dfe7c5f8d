package org.sallyport.persistence.token;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.sallyport.core.token.JoinTokenSecretRepository.TokenSecret;

/** Digest and use count of a join token's secret. */
@Entity
@SuppressWarnings("UnusedVariable") // read and written by queries
@Table(name = "join_token_secret")
class JoinTokenSecretEntity {
    @Id
    private String token;

    @Column(name = "secret_hash")
    private String secretHash;

    private int uses;

    protected JoinTokenSecretEntity() {}

    JoinTokenSecretEntity(TokenSecret secret) {
        this.token = secret.token();
        this.secretHash = secret.secretHash();
        this.uses = secret.uses();
    }
}
