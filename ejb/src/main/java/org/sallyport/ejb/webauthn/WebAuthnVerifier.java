package org.sallyport.ejb.webauthn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.VerificationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.codec.Json;
import org.sallyport.api.rest.WebAuthnAssertion;
import org.sallyport.api.rest.WebAuthnAttestation;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.WebAuthnSite;

/**
 * The one place that knows the library (docs/adr/0027). Which maker a key is of is not asked (attestation {@code none}):
 * its public key is trusted because the person who adds it has shown another factor.
 */
@ApplicationScoped
public class WebAuthnVerifier {
    /** ES256, EdDSA, RS256 as COSE numbers them (RFC 9053, RFC 8812), best first. */
    public static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    private static final int MAX_PART = 16 * 1024;
    private static final Set<String> TRANSPORTS = Set.of("usb", "nfc", "ble", "smart-card", "hybrid", "internal");

    private final ObjectMapper json = Json.jsonMapper();
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager library = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter keys = new AttestedCredentialDataConverter(converter);

    /** What the browser says it had signed; empty when that cannot be read. @param clientData base64url */
    public Optional<String> challengeOf(String clientData) {
        try {
            return Optional.ofNullable(json.readTree(new String(decoded(clientData), StandardCharsets.UTF_8))
                            .get("challenge"))
                    .map(node -> node.asText(""))
                    .filter(text -> !text.isEmpty() && text.length() <= MAX_PART);
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** @param passwordless whether the key must have checked its person */
    public KeyMaking register(WebAuthnAttestation made, WebAuthnSite site, String challenge, boolean passwordless) {
        try {
            RegistrationData data = library.parse(
                    new RegistrationRequest(decoded(made.attestationObject()), decoded(made.clientData())));
            List<PublicKeyCredentialParameters> algorithms = ALGORITHMS.stream()
                    .map(number -> new PublicKeyCredentialParameters(
                            PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(number)))
                    .toList();
            library.verify(data, new RegistrationParameters(server(site, challenge), algorithms, passwordless, true));
            AttestedCredentialData key =
                    data.getAttestationObject().getAuthenticatorData().getAttestedCredentialData();
            return new KeyMaking.Made(new MfaDevice.WebAuthn(
                    encoded(key.getCredentialId()),
                    keys.convert(key),
                    site.rpId(),
                    data.getAttestationObject().getAuthenticatorData().getSignCount(),
                    passwordless,
                    transports(made)));
        } catch (VerificationException | DataConversionException | IllegalArgumentException refused) {
            return new KeyMaking.Refused(reason(refused));
        }
    }

    /** @param userVerification whether the key must have checked its person */
    public KeyUse verify(
            WebAuthnAssertion shown,
            MfaDevice.WebAuthn key,
            WebAuthnSite site,
            String challenge,
            boolean userVerification) {
        try {
            AuthenticationData data = library.parse(new AuthenticationRequest(
                    decoded(shown.credentialId()),
                    decoded(shown.authenticatorData()),
                    decoded(shown.clientData()),
                    decoded(shown.signature())));
            CredentialRecordImpl known = new CredentialRecordImpl(
                    null, null, null, null, key.counter(), keys.convert(key.credentialData()), null, null, null, null);
            library.verify(
                    data,
                    new AuthenticationParameters(
                            server(site, challenge),
                            known,
                            List.of(decoded(key.credentialId())),
                            userVerification,
                            true));
            return new KeyUse.Right(data.getAuthenticatorData().getSignCount());
        } catch (MaliciousCounterValueException cloned) {
            return new KeyUse.Cloned();
        } catch (VerificationException | DataConversionException | IllegalArgumentException wrong) {
            return new KeyUse.Wrong(reason(wrong));
        }
    }

    private static ServerProperty server(WebAuthnSite site, String challenge) {
        return new ServerProperty(new Origin(site.origin()), site.rpId(), new DefaultChallenge(challenge), null);
    }

    private static List<String> transports(WebAuthnAttestation made) {
        return Optional.ofNullable(made.transports()).orElse(List.of()).stream()
                .filter(TRANSPORTS::contains)
                .distinct()
                .toList();
    }

    private static String reason(Exception failure) {
        return failure.getClass().getSimpleName().replace("Exception", "");
    }

    private static byte[] decoded(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_PART) {
            throw new IllegalArgumentException("a part is missing or too long");
        }
        return Base64.getUrlDecoder().decode(text);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
