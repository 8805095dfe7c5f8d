package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How the person may answer.
 *
 * @param kinds of devices that can be used now
 * @param recoveryCodes whether there are any left
 * @param webauthn null when no security key can be used
 * @param notice what stands in the way of a device, in words; may be empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MfaChallenge(List<MfaKind> kinds, boolean recoveryCodes, WebAuthnRequest webauthn, String notice) {
    public MfaChallenge {
        kinds = List.copyOf(kinds);
    }
}
