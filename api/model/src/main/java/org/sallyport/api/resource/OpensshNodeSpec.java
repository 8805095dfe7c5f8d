package org.sallyport.api.resource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine with a stock sshd and no agent, which the proxy reaches by itself. Its labels are those of the metadata.
 *
 * @param address {@code host} or {@code host:port}, default port 22; IPv6 addresses in brackets. Kept in lower case with its port
 * @param hostKeys what it may present, 1 to 8 lines: {@code ssh-ed25519 AAAA…} as in its {@code ssh_host_*_key.pub}, or
 *     {@code @cert-authority ssh-ed25519 AAAA…} of a CA that certifies it. Kept without comments
 */
public record OpensshNodeSpec(String address, List<String> hostKeys) implements ResourceSpec {
    public static final String CERT_AUTHORITY = "@cert-authority";

    private static final int DEFAULT_PORT = 22;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_KEYS = 8;
    private static final int LONGEST_KEY = 16 * 1024;
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9._-]*[a-z0-9])?\\.?");
    private static final Pattern IPV6 = Pattern.compile("(?=.{2,45}$)(?=[^:]*:[^:]*:)[0-9a-f:]+(:[0-9.]+)?");
    /** What resolvers read as an IPv4 address, short and in other bases too: its last label is a number. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:^|\\.)(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?=\\.|$)){4}");

    private static final Set<String> KEY_TYPES =
            Set.of("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");

    public OpensshNodeSpec {
        address = Address.parse(address).text();
        if (hostKeys == null || hostKeys.isEmpty() || hostKeys.size() > MOST_KEYS) {
            throw Specs.invalid("spec.host_keys needs 1 to " + MOST_KEYS
                    + " entries: lines of the host's /etc/ssh/ssh_host_*_key.pub, or @cert-authority with a CA's key");
        }
        hostKeys = hostKeys.stream().map(OpensshNodeSpec::checkedKey).distinct().toList();
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.OPENSSH_NODE;
    }

    /** IPv6 without brackets. */
    public String host() {
        return Address.parse(address).host();
    }

    public int port() {
        return Address.parse(address).port();
    }

    /** @param host a name or an IP address in lower case, IPv6 without brackets */
    public record Address(String host, int port) {
        /** @throws org.sallyport.api.error.SallyportException INVALID_RESOURCE */
        public static Address parse(String address) {
            String text = address == null ? "" : address.strip().toLowerCase(Locale.ROOT);
            Matcher parts = ADDRESS.matcher(text);
            if (!parts.matches() || !isHost(parts.group(1))) {
                throw Specs.invalid("spec.address must be host or host:port, as db1.example.org:22, 192.0.2.1 or"
                        + " [2001:db8::1]:22");
            }
            int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
            if (port < 1 || port > MOST_PORT) {
                throw Specs.invalid("spec.address: a port is between 1 and " + MOST_PORT);
            }
            String host = parts.group(1);
            return new Address(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
        }

        public String text() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }

        private static boolean isHost(String host) {
            if (host.startsWith("[")) {
                return IPV6.matcher(host.substring(1, host.length() - 1)).matches();
            }
            return NUMERIC.matcher(host).matches()
                    ? IPV4.matcher(host).matches()
                    : NAME.matcher(host).matches();
        }
    }

    private static String checkedKey(String line) {
        String text = line == null ? "" : line.strip();
        boolean authority = text.startsWith(CERT_AUTHORITY + " ");
        String[] parts = (authority ? text.substring(CERT_AUTHORITY.length()).strip() : text).split("\\s+", 3);
        if (text.length() > LONGEST_KEY || parts.length < 2 || !isKey(parts[0], parts[1])) {
            throw Specs.invalid("spec.host_keys: '" + shown(text)
                    + "' is no OpenSSH public key; it takes a line as in /etc/ssh/ssh_host_ed25519_key.pub, of type "
                    + String.join(", ", KEY_TYPES.stream().sorted().toList()));
        }
        return (authority ? CERT_AUTHORITY + " " : "") + parts[0] + " " + parts[1];
    }

    /** RFC 4253 section 6.6: the blob begins with its type. What it says is checked where keys can be read. */
    private static boolean isKey(String type, String base64) {
        if (!KEY_TYPES.contains(type)) {
            return false;
        }
        try {
            byte[] blob = Base64.getDecoder().decode(base64);
            byte[] name = type.getBytes(StandardCharsets.US_ASCII);
            byte[] begin = new byte[4 + name.length];
            begin[3] = (byte) name.length;
            System.arraycopy(name, 0, begin, 4, name.length);
            return blob.length > begin.length && Arrays.equals(begin, Arrays.copyOf(blob, begin.length));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
}
