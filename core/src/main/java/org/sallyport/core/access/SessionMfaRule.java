package org.sallyport.core.access;

import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Whether a second factor was shown for just this session, where the roles want one. */
public final class SessionMfaRule {
    private SessionMfaRule() {}

    /**
     * @param required by the merged role option {@code require_session_mfa}
     * @param shownFor host id that the certificate's second factor was shown for; empty when it has none
     * @param hostId of this node
     * @throws SallyportException MFA_REQUIRED with what to run, ACCESS_DENIED for another node's certificate
     */
    public static void require(boolean required, Optional<String> shownFor, String hostId) {
        // also where no factor is required: a certificate for one target is good for that target only
        if (shownFor.isPresent() && !shownFor.get().equals(hostId)) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "access denied: this certificate is for one session on another node; run sallyport ssh again for"
                            + " this one",
                    "for host " + shownFor.get());
        }
        if (required && shownFor.isEmpty()) {
            throw new SallyportException(
                    ErrorCode.MFA_REQUIRED,
                    "access denied: your roles want a second factor for each session; run sallyport ssh, or log in again"
                            + " for an ssh_config that asks for it");
        }
    }
}
