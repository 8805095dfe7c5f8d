package org.sallyport.connector.rpc;

import io.grpc.netty.shaded.io.netty.channel.local.LocalAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** Which tunnel a component stream came through: carried by the local address of the in-process connection. */
record TunnelAddress(String hostId, String address, String id) {
    private static final String PREFIX = "tunnel|";

    LocalAddress toSocketAddress() {
        return new LocalAddress(PREFIX + hostId + "|" + address + "|" + id);
    }

    /** Nobody else can make such an address: it exists only inside this process. */
    static Optional<TunnelAddress> of(SocketAddress remote) {
        if (!(remote instanceof LocalAddress local)) {
            return Optional.empty();
        }
        String[] parts = local.id().split("\\|", -1);
        return parts.length == 4 ? Optional.of(new TunnelAddress(parts[1], parts[2], parts[3])) : Optional.empty();
    }
}
