package org.sallyport.core.ca;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code source-address} critical option: comma-separated addresses or CIDR ranges (OpenSSH PROTOCOL.certkeys). */
public final class SourceAddresses {
    // literals only: a name would make InetAddress ask the DNS
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    private SourceAddresses() {}

    /** False also when anything in the list or the address cannot be read. */
    public static boolean contain(String list, String address) {
        Optional<byte[]> client = literal(address);
        if (client.isEmpty() || list.isBlank()) {
            return false;
        }
        boolean matched = false;
        for (String range : list.split(",", -1)) {
            Optional<Boolean> inside = inside(range.strip(), client.get());
            if (inside.isEmpty()) {
                return false;
            }
            matched |= inside.get();
        }
        return matched;
    }

    static boolean isValid(String list) {
        for (String range : list.split(",", -1)) {
            if (inside(range, new byte[4]).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Empty when the range is malformed. */
    private static Optional<Boolean> inside(String range, byte[] address) {
        String[] parts = range.split("/", 2);
        Optional<byte[]> network = literal(parts[0]);
        if (network.isEmpty() || (parts.length == 2 && !BITS.matcher(parts[1]).matches())) {
            return Optional.empty();
        }
        int width = network.get().length * 8;
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : width;
        if (bits > width) {
            return Optional.empty();
        }
        return Optional.of(network.get().length == address.length && samePrefix(network.get(), address, bits));
    }

    private static boolean samePrefix(byte[] a, byte[] b, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((a[i / 8] & mask) != (b[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** An IPv4-mapped IPv6 address comes out as IPv4. */
    private static Optional<byte[]> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
