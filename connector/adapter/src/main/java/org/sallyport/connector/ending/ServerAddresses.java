package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.node.LocalAddresses;

/**
 * Where hosts without an agent are. A name is looked up once for each connection, and what was looked at is what is
 * connected to: whoever answers for the name cannot answer otherwise a second time.
 */
public final class ServerAddresses {
    /** As {@link InetAddress#getAllByName}. */
    @FunctionalInterface
    public interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final BooleanSupplier localAllowed;

    /** @param localAllowed whether the server's operator has {@link LocalAddresses} in mind; asked each time */
    public ServerAddresses(Lookup lookup, BooleanSupplier localAllowed) {
        this.lookup = requireNonNull(lookup, "lookup");
        this.localAllowed = requireNonNull(localAllowed, "localAllowed");
    }

    /** By the system's resolver and {@link LocalAddresses#ALLOWED}. */
    public static ServerAddresses ofSystem() {
        return new ServerAddresses(InetAddress::getAllByName, () -> Boolean.getBoolean(LocalAddresses.ALLOWED));
    }

    /**
     * The first address that may be connected to. Blocks.
     *
     * @return without a name, which nobody then looks up again
     * @throws SallyportException ACCESS_DENIED when there are only such that may not
     */
    InetSocketAddress of(String host, int port) throws UnknownHostException {
        List<InetAddress> found = List.of(lookup.of(host));
        boolean anywhere = localAllowed.getAsBoolean();
        InetAddress allowed = found.stream()
                .filter(address -> anywhere || !LocalAddresses.isLocal(address))
                .findFirst()
                .orElseThrow(() -> refusal(host, found));
        return new InetSocketAddress(nameless(allowed), port);
    }

    private static InetAddress nameless(InetAddress address) throws UnknownHostException {
        return address instanceof Inet6Address scoped
                ? Inet6Address.getByAddress(null, scoped.getAddress(), scoped.getScopeId())
                : InetAddress.getByAddress(address.getAddress());
    }

    private static SallyportException refusal(String host, List<InetAddress> found) {
        return new SallyportException(
                ErrorCode.ACCESS_DENIED,
                "access denied: the node's address " + host
                        + " is a loopback, link-local, multicast or unspecified one as this proxy resolves it, which is no"
                        + " other host; correct the node's address or its name in the DNS, or allow such addresses by the"
                        + " system property " + LocalAddresses.ALLOWED + "=true of every server",
                found.toString());
    }
}
