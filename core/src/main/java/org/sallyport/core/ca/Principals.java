package org.sallyport.core.ca;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * What may stand in a certificate's principal list. A comma is refused because OpenSSH splits lists at it
 * (CVE-2026-35414); an empty list because OpenSSH may take it for "anybody".
 */
final class Principals {
    /** SSHKEY_CERT_MAX_PRINCIPALS of OpenSSH. */
    private static final int MAX = 256;

    private static final int MAX_LENGTH = 256;

    private Principals() {}

    /** The first thing wrong with the list, empty when it is fine. */
    static Optional<String> fault(List<String> principals) {
        if (principals.isEmpty() || principals.size() > MAX) {
            return Optional.of("it has " + principals.size() + " principals, 1 to " + MAX + " are allowed");
        }
        return principals.stream()
                .filter(Principals::isBad)
                .findFirst()
                .map(bad -> "a principal is empty, too long, or holds a comma, blank or control character");
    }

    private static boolean isBad(String principal) {
        return principal.isEmpty()
                || principal.length() > MAX_LENGTH
                || principal.chars().anyMatch(c -> c == ',' || Character.isISOControl(c) || Character.isWhitespace(c));
    }

    static boolean isAgent(String principal) {
        return principal.startsWith(CertificateNames.AGENT_PRINCIPAL_PREFIX);
    }

    /** The host id of {@code agent:<uuid>}. @throws SallyportException PRINCIPAL_NOT_ALLOWED */
    static String hostId(String principal) {
        if (isAgent(principal)) {
            String id = principal.substring(CertificateNames.AGENT_PRINCIPAL_PREFIX.length());
            if (isUuid(id)) {
                return id;
            }
        }
        throw new SallyportException(
                ErrorCode.PRINCIPAL_NOT_ALLOWED,
                "A certificate of the host CA must name an agent as agent:<host id>, not '" + principal + "'");
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
