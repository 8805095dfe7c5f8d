package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.List;

/**
 * A SAML 2.0 identity provider.
 *
 * @param ssoUrl where it takes requests by the HTTP-Redirect binding; {@code https}
 * @param entityId what it calls itself: the issuer of its answers, compared as it is written
 * @param certificates PEM, 1 to 8: the keys it signs with, RSA of 2,048 bits or more or EC of 256 or more. Only the keys
 *     count; a certificate's dates and issuer do not, since it is named here one by one
 * @param userAttribute the attribute that names the user; empty for the NameID
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SamlSettings(String ssoUrl, String entityId, String certificates, String userAttribute) {
    /** Saml-core 8.3.6. */
    private static final int MAX_ENTITY_ID = 1024;

    private static final int MAX_NAME = 256;
    private static final int MAX_CERTIFICATES = 8;
    private static final int MAX_PEM = 65_536;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 256;

    public SamlSettings {
        ssoUrl = checkedUrl(ssoUrl);
        entityId = entityId == null ? "" : entityId.strip();
        if (!printable(entityId, MAX_ENTITY_ID) || entityId.isEmpty()) {
            throw Specs.invalid("spec.saml.entity_id must have 1 to " + MAX_ENTITY_ID
                    + " characters: what the provider's metadata calls entityID");
        }
        userAttribute = userAttribute == null ? "" : userAttribute.strip();
        if (!printable(userAttribute, MAX_NAME)) {
            throw Specs.invalid("spec.saml.user_attribute has more than " + MAX_NAME
                    + " characters or a control character; leave it out for the NameID");
        }
        certificates = certificates == null ? "" : certificates;
        checkedKeys(certificates);
    }

    /** In the order of the certificates. */
    public List<PublicKey> keys() {
        return checkedKeys(certificates);
    }

    private static boolean printable(String text, int limit) {
        return text.length() <= limit && text.chars().noneMatch(Character::isISOControl);
    }

    private static String checkedUrl(String url) {
        try {
            URI parsed = URI.create(url == null ? "" : url);
            boolean plain = parsed.getFragment() == null && parsed.getUserInfo() == null;
            if (parsed.getHost() != null && plain && "https".equals(parsed.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException malformed) {
            throw Specs.invalid("spec.saml.sso_url is no URL");
        }
        throw Specs.invalid("spec.saml.sso_url must be an https URL, such as https://sso.example.org/saml");
    }

    private static List<PublicKey> checkedKeys(String pem) {
        if (pem.length() > MAX_PEM) {
            throw Specs.invalid("spec.saml.certificates has more than " + MAX_PEM + " characters");
        }
        Collection<? extends Certificate> found;
        try {
            found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        } catch (CertificateException malformed) {
            throw Specs.invalid("spec.saml.certificates must hold PEM certificates, each between BEGIN CERTIFICATE and"
                    + " END CERTIFICATE");
        }
        if (found.isEmpty() || found.size() > MAX_CERTIFICATES) {
            throw Specs.invalid("spec.saml.certificates must hold 1 to " + MAX_CERTIFICATES
                    + " PEM certificates: those the provider's metadata names for signing");
        }
        return found.stream().map(each -> checkedKey(each.getPublicKey())).toList();
    }

    private static PublicKey checkedKey(PublicKey key) {
        boolean strong =
                switch (key) {
                    case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= MIN_RSA_BITS;
                    case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= MIN_EC_BITS;
                    default -> false;
                };
        if (!strong) {
            throw Specs.invalid("spec.saml.certificates has a key that is neither RSA of " + MIN_RSA_BITS
                    + " bits or more nor EC of " + MIN_EC_BITS + " bits or more");
        }
        return key;
    }
}
