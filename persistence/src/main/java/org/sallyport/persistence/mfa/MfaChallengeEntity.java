package org.sallyport.persistence.mfa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.sallyport.core.mfa.MfaChallengeRepository.Challenge;
import org.sallyport.core.mfa.MfaChallengeRepository.Purpose;

/** A challenge that waits for its answer. */
@Entity
@Table(name = "mfa_challenge")
class MfaChallengeEntity {
    @Id
    @Column(name = "challenge_hash")
    private String challengeHash;

    private String purpose;

    @Column(name = "user_name")
    private String userName;

    @Column(name = "session_hash")
    private String sessionHash;

    private byte[] sealed;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected MfaChallengeEntity() {}

    MfaChallengeEntity(Challenge challenge) {
        this.challengeHash = challenge.hash();
        this.purpose = challenge.purpose().name().toLowerCase(Locale.ROOT);
        this.userName = challenge.user();
        this.sessionHash = challenge.session();
        this.sealed = challenge.sealed().clone();
        this.expiresAt = challenge.expires();
    }

    Challenge toChallenge() {
        return new Challenge(
                challengeHash,
                Purpose.valueOf(purpose.toUpperCase(Locale.ROOT)),
                userName,
                sessionHash,
                sealed.clone(),
                expiresAt);
    }
}
