package org.sallyport.api.rest;

import java.util.List;

/**
 * A security key's answer to a {@link WebAuthnCreation} (W3C Web Authentication section 5.2.1), base64url without
 * padding.
 *
 * @param transports hints such as {@code usb}, {@code internal}; may be null
 */
public record WebAuthnAttestation(String clientData, String attestationObject, List<String> transports) {}
