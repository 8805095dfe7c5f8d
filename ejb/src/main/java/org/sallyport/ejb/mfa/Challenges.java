package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.mfa.MfaChallengeRepository;
import org.sallyport.core.mfa.MfaChallengeRepository.Challenge;
import org.sallyport.core.mfa.MfaChallengeRepository.Purpose;

/** Random challenges: each is good once, for five minutes, for one purpose, user and login session. */
@ApplicationScoped
public class Challenges {
    static final Duration LIFE = Duration.ofMinutes(5);

    private final MfaChallengeRepository repository;
    private final Clock clock;

    /** For the container's proxy. */
    protected Challenges() {
        this(null, null);
    }

    @Inject
    public Challenges(MfaChallengeRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** What it is bound to. @param session bearer token, empty before a login */
    public record Bond(Purpose purpose, String user, String session) {
        public static Bond login(String user) {
            return new Bond(Purpose.LOGIN, user, "");
        }

        public static Bond passkey() {
            return new Bond(Purpose.PASSWORDLESS, "", "");
        }

        private String sessionHash() {
            return session.isEmpty() ? "" : Secrets.sha256Hex(session);
        }

        private boolean fits(Challenge challenge) {
            return challenge.purpose() == purpose
                    && challenge.user().equals(user)
                    && challenge.session().equals(sessionHash());
        }
    }

    /** Within the caller's transaction. @return base64url */
    String open(Bond bond, byte[] sealed) {
        String challenge = Secrets.urlToken();
        repository.insert(new Challenge(
                Secrets.sha256Hex(challenge),
                bond.purpose(),
                bond.user(),
                bond.sessionHash(),
                sealed,
                clock.instant().plus(LIFE)));
        return challenge;
    }

    /** Within the caller's transaction; it stays open. */
    Optional<Challenge> look(Bond bond, String challenge) {
        return repository
                .find(Secrets.sha256Hex(challenge))
                .filter(found -> found.expires().isAfter(clock.instant()))
                .filter(bond::fits);
    }

    /** Within the caller's transaction, which commits: it is over, whatever it was shown for. */
    Optional<Challenge> take(Bond bond, String challenge) {
        Optional<Challenge> found = look(bond, challenge);
        return repository.consume(Secrets.sha256Hex(challenge)) ? found : Optional.empty();
    }
}
