package org.sallyport.core.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where no host without an agent is, but the proxy itself, its neighbours on the link (cloud providers answer there with
 * credentials of the machine) or nobody: who writes nodes down must not get the proxy to connect there.
 */
public final class LocalAddresses {
    /** System property of the server: {@code true} where such addresses are meant, as in tests. */
    public static final String ALLOWED = "sallyport.openssh.local";

    // literals only: a name would make InetAddress ask the DNS
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private LocalAddresses() {}

    /** Loopback, any-local, link-local or multicast; IPv4 also as IPv6 (RFC 4291 section 2.5.5). */
    public static boolean isLocal(InetAddress address) {
        return is(address) || embedded(address).filter(LocalAddresses::is).isPresent();
    }

    /** As {@link #isLocal(InetAddress)} of an address in text; false for a name, which is looked up when it is dialled. */
    public static boolean isLocal(String host) {
        try {
            return LITERAL.matcher(host).matches() && isLocal(InetAddress.getByName(host));
        } catch (UnknownHostException malformed) {
            // it looks like an address and is none: nothing to connect to
            return true;
        }
    }

    private static boolean is(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress();
    }

    /** The IPv4 address in {@code ::a.b.c.d}; the mapped ones, {@code ::ffff:a.b.c.d}, are IPv4 already. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16 || !Arrays.equals(bytes, 0, 12, new byte[12], 0, 12)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
