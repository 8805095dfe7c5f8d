package org.sallyport.api.rest;

import java.util.List;
import org.sallyport.api.resource.ServiceType;

/** An agent asks to join. Keys are made on the agent and never leave it. {@code hostId} is empty on the first join and the agent's own when it adds services. {@code tunnelCertificate} (the current one) and {@code proof} (base64 SSH signature over the request, see docs/protocol/join.md) prove an existing host id. Public keys: {@code hostPublicKey}, {@code tunnelPublicKey} OpenSSH lines, {@code tlsPublicKey} PEM. */
public record JoinRequest(
        String token,
        String hostId,
        String nodeName,
        List<ServiceType> services,
        String hostPublicKey,
        String tunnelPublicKey,
        String tlsPublicKey,
        String tunnelCertificate,
        String proof) {}
