package org.sallyport.ejb.mfa;

import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.identity.SessionMfa;

/** How a second factor was found. */
public sealed interface Shown {
    /**
     * @param method {@code totp}, {@code webauthn}, {@code passkey} or {@code recovery_code}
     * @param deviceId empty for a recovery code
     * @param device its name; empty for a recovery code
     */
    record Right(String user, String method, String deviceId, String device) implements Shown {
        /** As certificates carry it. */
        public SessionMfa forSession(String hostId) {
            return new SessionMfa(deviceId.isEmpty() ? "recovery-code" : deviceId, hostId);
        }
    }

    /**
     * @param reason for the audit log
     * @param told what the person may be told beyond "wrong", because it gives nothing away
     */
    record Wrong(String reason, Optional<SallyportException> told) implements Shown {
        static Wrong of(String reason) {
            return new Wrong(reason, Optional.empty());
        }
    }
}
