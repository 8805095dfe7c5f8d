package org.sallyport.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * Which algorithms SSH may use in the cluster, by the names of the IANA registry and OpenSSH. What is left out means all
 * that this version knows, those of later versions too. The order is only that of an offer: the client's decides
 * (RFC 4253, section 7.1).
 *
 * @param kex key exchanges, of {@link #KEX}
 * @param ciphers of {@link #CIPHERS}
 * @param macs of {@link #MACS}; the ciphers with {@code gcm} bring their own
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SshAlgorithms(Optional<List<String>> kex, Optional<List<String>> ciphers, Optional<List<String>> macs) {
    /** By preference: first what no quantum computer breaks later, the cheaper one ahead. */
    public static final List<String> KEX = List.of(
            "mlkem768x25519-sha256",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com",
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "diffie-hellman-group-exchange-sha256",
            "diffie-hellman-group18-sha512",
            "diffie-hellman-group16-sha512",
            "diffie-hellman-group14-sha256");

    /**
     * Without {@code chacha20-poly1305@openssh.com}, which OpenSSH likes best: it is plain Java here, and a proxy spends two
     * thirds of its time on it. Every client that knows it knows one of these.
     */
    public static final List<String> CIPHERS =
            List.of("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes256-ctr", "aes128-ctr");

    public static final List<String> MACS =
            List.of("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512");

    /** All that this version knows. */
    public static final SshAlgorithms ALL = new SshAlgorithms(null, null, null);

    public SshAlgorithms {
        kex = checked("kex", kex, KEX);
        ciphers = checked("ciphers", ciphers, CIPHERS);
        macs = checked("macs", macs, MACS);
    }

    private static Optional<List<String>> checked(String field, Optional<List<String>> wanted, List<String> known) {
        if (wanted == null || wanted.isEmpty()) {
            return Optional.empty();
        }
        String path = "spec.ssh_algorithms." + field;
        List<String> names = Specs.names(path, wanted.get());
        if (names.isEmpty()) {
            throw Specs.invalid(path + " is empty, so nobody could connect; name at least one of "
                    + String.join(", ", known) + ", or leave the field out for all");
        }
        for (String name : names) {
            if (!known.contains(name)) {
                throw Specs.invalid(path + " has '" + name + "', which this version does not know; known are "
                        + String.join(", ", known));
            }
        }
        return Optional.of(names);
    }

    public List<String> allowedKex() {
        return kex.orElse(KEX);
    }

    public List<String> allowedCiphers() {
        return ciphers.orElse(CIPHERS);
    }

    public List<String> allowedMacs() {
        return macs.orElse(MACS);
    }
}
