package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sallyport.api.error.SallyportException;

/**
 * What a lock shuts out. All parts that are given must match, by exact name: no pattern, so that a lock never hits more
 * than its writer sees.
 *
 * @param user whoever this is, and all certificates of theirs
 * @param role everybody who holds it
 * @param login an OS account; decided where it is known, at the agent
 * @param node host id or name of an agent's machine
 * @param mfaDevice what was logged in with
 * @param certificate serial of an issued SSH or X.509 certificate, decimal, unsigned 64 bits
 * @param accessRequest id of a request whose grant a certificate carries
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LockTarget(
        Optional<String> user,
        Optional<String> role,
        Optional<String> login,
        Optional<String> node,
        Optional<String> mfaDevice,
        Optional<String> certificate,
        Optional<String> accessRequest) {
    private static final int LONGEST = 256;
    private static final Pattern SERIAL = Pattern.compile("[1-9][0-9]{0,19}");

    public LockTarget {
        user = checked("user", user);
        role = checked("role", role);
        login = checked("login", login);
        node = checked("node", node);
        mfaDevice = checked("mfa_device", mfaDevice);
        certificate = checked("certificate", certificate);
        accessRequest = checked("access_request", accessRequest);
        certificate.ifPresent(LockTarget::parseSerial);
        if (!anyPresent(user, role, login, node, mfaDevice, certificate, accessRequest)) {
            throw Specs.invalid("spec.target needs at least one of user, role, login, node, mfa_device, certificate,"
                    + " access_request");
        }
    }

    /** Of a target with a single part. */
    public static LockTarget ofUser(String name) {
        return new LockTarget(Optional.of(name), null, null, null, null, null, null);
    }

    /** Of a target with a single part. */
    public static LockTarget ofRole(String name) {
        return new LockTarget(null, Optional.of(name), null, null, null, null, null);
    }

    /** Of a target with a single part. */
    public static LockTarget ofLogin(String name) {
        return new LockTarget(null, null, Optional.of(name), null, null, null, null);
    }

    /** Of a target with a single part. */
    public static LockTarget ofNode(String nameOrHostId) {
        return new LockTarget(null, null, null, Optional.of(nameOrHostId), null, null, null);
    }

    /** Of a target with a single part. */
    public static LockTarget ofMfaDevice(String id) {
        return new LockTarget(null, null, null, null, Optional.of(id), null, null);
    }

    /** Of a target with a single part. */
    public static LockTarget ofCertificate(long serial) {
        return new LockTarget(null, null, null, null, null, Optional.of(Long.toUnsignedString(serial)), null);
    }

    /** The certificate's serial as a number. */
    public Optional<Long> serial() {
        return certificate.map(LockTarget::parseSerial);
    }

    /** Nothing but users and roles: matches somebody whatever they do. */
    public boolean wherever() {
        return !anyPresent(login, node, mfaDevice, certificate, accessRequest);
    }

    /** For a person, e.g. {@code user 'ann' with login 'root'}. */
    public String describe() {
        Map<String, Optional<String>> parts = new LinkedHashMap<>();
        parts.put("user", user);
        parts.put("role", role);
        parts.put("login", login);
        parts.put("node", node);
        parts.put("MFA device", mfaDevice);
        parts.put("certificate", certificate);
        parts.put("access request", accessRequest);
        return parts.entrySet().stream()
                .filter(part -> part.getValue().isPresent())
                .map(part -> part.getKey() + " '" + part.getValue().get() + "'")
                .collect(Collectors.joining(" with "));
    }

    @SafeVarargs
    private static boolean anyPresent(Optional<String>... parts) {
        for (Optional<String> part : parts) {
            if (part.isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> checked(String part, Optional<String> name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        String text = name.get();
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw Specs.invalid("spec.target." + part + " is empty, longer than " + LONGEST
                    + " characters or holds a control character");
        }
        return name;
    }

    private static long parseSerial(String text) {
        if (SERIAL.matcher(text).matches()) {
            try {
                return Long.parseUnsignedLong(text);
            } catch (NumberFormatException beyond64Bits) {
                throw wrongSerial();
            }
        }
        throw wrongSerial();
    }

    private static SallyportException wrongSerial() {
        return Specs.invalid(
                "spec.target.certificate must be a serial as the audit log shows it: a decimal number up to"
                        + " 18446744073709551615");
    }
}
