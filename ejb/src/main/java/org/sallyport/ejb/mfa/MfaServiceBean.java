package org.sallyport.ejb.mfa;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.api.rest.RecoveryCodes;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.mfa.MfaChallengeRepository.Challenge;
import org.sallyport.core.mfa.MfaService;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link MfaService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(MfaService.class)
@Interceptors(Translated.class)
public class MfaServiceBean implements MfaService {
    private final Reauthentication reauthentication;
    private final DeviceDesk devices;
    private final RegistrationDesk registrations;
    private final RecoveryFactor recovery;
    private final ChallengeDesk challenges;
    private final Transactions transactions;

    /** For the container. */
    public MfaServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public MfaServiceBean(
            Reauthentication reauthentication,
            DeviceDesk devices,
            RegistrationDesk registrations,
            RecoveryFactor recovery,
            ChallengeDesk challenges,
            Transactions transactions) {
        this.reauthentication = reauthentication;
        this.devices = devices;
        this.registrations = registrations;
        this.recovery = recovery;
        this.challenges = challenges;
        this.transactions = transactions;
    }

    @Override
    public MfaDevices list(Caller.User caller) {
        return transactions.required(() -> devices.list(caller));
    }

    @Override
    public MfaChallenge challenge(Caller.User caller, String bearerToken) {
        return transactions.required(() -> challenges.of(Reauthentication.bond(caller, bearerToken)));
    }

    @Override
    public MfaRegistration begin(
            Caller.User caller, String bearerToken, MfaRegistrationRequest request, MfaAnswer answer) {
        if (request.kind() == null) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: kind must be totp or webauthn");
        }
        reauthentication.requireForNew(caller, bearerToken, answer);
        if (request.passwordless() && !DeviceHolders.local(caller)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: passkeys sign in local users; yours is the provider's page. Add it as a security key");
        }
        return transactions.required(() -> registrations.begin(caller.deviceOwner(), bearerToken, request));
    }

    @Override
    public MfaDeviceView add(Caller.User caller, String bearerToken, MfaEnrolment enrolment) {
        try {
            // A key's challenge is over even when what the key sent is refused.
            Challenge waiting =
                    transactions.required(() -> registrations.waiting(caller.deviceOwner(), bearerToken, enrolment));
            return transactions.required(() -> devices.add(
                    caller,
                    enrolment.name(),
                    registrations.prove(caller.deviceOwner(), bearerToken, waiting, enrolment)));
        } catch (SallyportException refusal) {
            throw reauthentication.refused(caller, "add a device", refusal.details(), refusal);
        }
    }

    @Override
    public void remove(Caller.User caller, String bearerToken, String id, MfaAnswer answer) {
        reauthentication.require(caller, bearerToken, answer, "remove a device");
        transactions.required(() -> {
            devices.remove(caller, id);
            return id;
        });
    }

    @Override
    public RecoveryCodes newRecoveryCodes(Caller.User caller, String bearerToken, MfaAnswer answer) {
        reauthentication.require(caller, bearerToken, answer, "make recovery codes");
        return transactions.required(() -> new RecoveryCodes(recovery.renew(caller)));
    }
}
