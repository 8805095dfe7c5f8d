package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.ejb.lock.LockGuard;

/**
 * Who may have second factors here. Local users log in with theirs and always have one; who comes by single sign-on may
 * have some for sessions and administrative changes. Within the caller's transaction.
 */
@ApplicationScoped
public class DeviceHolders {
    static final Duration FRESH = Duration.ofMinutes(10);

    private final CredentialRepository credentials;
    private final MfaDeviceRepository devices;
    private final LoginSessionRepository sessions;
    private final LockGuard locks;
    private final Clock clock;

    /** For the container's proxy. */
    protected DeviceHolders() {
        this(null, null, null, null, null);
    }

    @Inject
    public DeviceHolders(
            CredentialRepository credentials,
            MfaDeviceRepository devices,
            LoginSessionRepository sessions,
            LockGuard locks,
            Clock clock) {
        this.credentials = credentials;
        this.devices = devices;
        this.sessions = sessions;
        this.locks = locks;
        this.clock = clock;
    }

    static boolean local(Caller.User person) {
        return person.connector().isEmpty();
    }

    /** Whether any of theirs can count; under a lock, so that a code counts once and of two removals one sees the other. */
    boolean lock(Caller.User person) {
        return local(person)
                ? credentials.findForUpdate(person.name()).isPresent()
                : !devices.ofUserForUpdate(person.deviceOwner()).isEmpty();
    }

    boolean none(Caller.User person) {
        return of(person).isEmpty();
    }

    /**
     * A first device has no other to be confirmed by: what the provider said just now stands for it.
     *
     * @throws SallyportException ACCESS_DENIED when that was longer ago than {@link #FRESH}
     */
    void requireFresh(Caller.User person, String token) {
        boolean fresh = sessions.find(Secrets.sha256Hex(token), clock.instant())
                .filter(session -> session.user().equals(person.name()))
                .filter(session -> session.created().plus(FRESH).isAfter(clock.instant()))
                .isPresent();
        if (!fresh) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "Auth Service: the first device is added within " + FRESH.toMinutes()
                            + " minutes of a login; log out," + " log in again and go on");
        }
    }

    List<MfaDevice> of(Caller.User person) {
        return devices.ofUser(person.deviceOwner());
    }

    /** @return LOCKED when a lock shuts out this person with this device */
    Optional<SallyportException> locked(Caller.User person, String device) {
        return locks.refusal("Auth Service", LockFacts.of(person).shown(device));
    }
}
