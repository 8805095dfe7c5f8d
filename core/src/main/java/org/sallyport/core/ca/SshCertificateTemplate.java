package org.sallyport.core.ca;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * An SSH certificate before it is signed (OpenSSH PROTOCOL.certkeys), checked as a whole here.
 *
 * @param key a plain key
 * @param sourceAddress addresses and CIDR ranges from which alone it may be used
 * @param extensions by name; an empty value is a flag
 */
public record SshCertificateTemplate(
        Kind kind,
        PublicKey key,
        String keyId,
        long serial,
        List<String> principals,
        Instant notBefore,
        Instant notAfter,
        Optional<String> sourceAddress,
        Map<String, String> extensions) {
    /** The certificate type field: who logs in, or what is logged in to. */
    public enum Kind {
        USER,
        HOST
    }

    public SshCertificateTemplate {
        requireNonNull(kind, "kind");
        requireNonNull(key, "key");
        principals = List.copyOf(principals);
        extensions = Collections.unmodifiableMap(new TreeMap<>(extensions));
        if (key instanceof OpenSshCertificate) {
            throw CertificateRefusal.wrongType("A certificate", "a plain public key to be certified");
        }
        if (keyId.isBlank() || keyId.length() > 256 || keyId.chars().anyMatch(Character::isISOControl)) {
            throw invalid("its key id is empty, too long or holds a control character");
        }
        if (serial == 0) {
            throw invalid("its serial is zero");
        }
        Principals.fault(principals).ifPresent(fault -> {
            throw invalid(fault);
        });
        if (!notAfter.isAfter(notBefore) || notBefore.isBefore(Instant.EPOCH)) {
            throw invalid("it would end before it begins");
        }
        if (sourceAddress.isPresent() && !SourceAddresses.isValid(sourceAddress.get())) {
            throw invalid("its source address list is malformed");
        }
    }

    private static SallyportException invalid(String why) {
        return new SallyportException(ErrorCode.INVALID_ARGUMENT, "No certificate was made: " + why);
    }
}
