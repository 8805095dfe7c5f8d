package org.sallyport.core.mfa;

import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.api.rest.MfaEnrolment;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.MfaRegistrationRequest;
import org.sallyport.api.rest.RecoveryCodes;
import org.sallyport.core.caller.Caller;

/**
 * One's own second factors. What takes an {@link MfaAnswer} is refused without a device shown again: MFA_REQUIRED when
 * there is none, BAD_CREDENTIALS when it is wrong, ACCOUNT_LOCKED_OUT after too many wrong ones.
 */
public interface MfaService {
    MfaDevices list(Caller.User caller);

    /** For the answer that the other calls want. */
    MfaChallenge challenge(Caller.User caller, String bearerToken);

    /** Errors: INVALID_ARGUMENT when security keys are impossible here. */
    MfaRegistration begin(Caller.User caller, String bearerToken, MfaRegistrationRequest request, MfaAnswer answer);

    /** Errors: BAD_CREDENTIALS for what the new device sent, NOT_FOUND for a registration that is over, ALREADY_EXISTS. */
    MfaDeviceView add(Caller.User caller, String bearerToken, MfaEnrolment enrolment);

    /** Errors: LAST_MFA_DEVICE, NOT_FOUND. */
    void remove(Caller.User caller, String bearerToken, String id, MfaAnswer answer);

    RecoveryCodes newRecoveryCodes(Caller.User caller, String bearerToken, MfaAnswer answer);
}
