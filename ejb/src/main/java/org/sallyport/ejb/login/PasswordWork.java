package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.PasswordHasher;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.Secrets;

/**
 * Hashing passwords, a few at a time: each costs tens of megabytes and a core, and anybody may cause one. An unknown
 * user costs the same as a known one, by a hash that nothing matches.
 */
@ApplicationScoped
public class PasswordWork {
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long PATIENCE_SECONDS = 10;

    private final PasswordHasher hasher = new PasswordHasher();
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final String nobodysHash = hasher.hash(new Secret(Secrets.token()));

    public String hash(Secret password) {
        return bounded(() -> hasher.hash(password));
    }

    /** @param hash empty for nobody: works as long, never matches */
    public boolean verify(Secret password, String hash) {
        boolean matches = bounded(() -> hasher.verify(password, hash.isEmpty() ? nobodysHash : hash));
        return matches && !hash.isEmpty();
    }

    private <T> T bounded(Supplier<T> work) {
        boolean entered = false;
        try {
            entered = places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!entered) {
                throw new SallyportException(
                        ErrorCode.RATE_LIMITED, "Auth Service: too many logins at this moment; try again in a minute");
            }
            return work.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SallyportException(
                    ErrorCode.SHUTTING_DOWN, "Auth Service: the server stops; try again", "", interrupted);
        } finally {
            if (entered) {
                places.release();
            }
        }
    }
}
