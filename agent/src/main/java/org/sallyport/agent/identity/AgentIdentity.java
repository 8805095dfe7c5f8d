package org.sallyport.agent.identity;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/**
 * Who this agent is: its keys and what the cluster certified of them.
 *
 * @param issued when the certificates came, by this machine's clock
 * @param expires when the first of them ends
 */
public record AgentIdentity(
        String hostId,
        Set<ServiceType> services,
        AgentKeys keys,
        OpenSshCertificate hostCertificate,
        OpenSshCertificate tunnelCertificate,
        List<X509Certificate> tlsChain,
        Instant issued,
        Instant expires,
        List<Authority> authorities,
        ClusterInfo cluster) {
    public AgentIdentity {
        requireNonNull(hostId, "hostId");
        services = Set.copyOf(services);
        requireNonNull(keys, "keys");
        requireNonNull(hostCertificate, "hostCertificate");
        requireNonNull(tunnelCertificate, "tunnelCertificate");
        tlsChain = List.copyOf(tlsChain);
        requireNonNull(issued, "issued");
        requireNonNull(expires, "expires");
        authorities = List.copyOf(authorities);
        requireNonNull(cluster, "cluster");
    }

    /** @throws org.sallyport.api.error.SallyportException when what was answered is malformed */
    public static AgentIdentity of(JoinResponse answer, AgentKeys keys, Instant now) {
        return new AgentIdentity(
                answer.hostId(),
                Set.copyOf(answer.services()),
                keys,
                SshKeys.parseCertificate(answer.hostCertificate()),
                SshKeys.parseCertificate(answer.tunnelCertificate()),
                TlsKeys.parseChain(answer.tlsCertificate()),
                now,
                answer.expires(),
                answer.authorities(),
                answer.cluster());
    }

    /** What the cluster knows it by: the name it joined with. */
    public String nodeName() {
        return tunnelCertificate.getExtensionsMap().getOrDefault(CertificateNames.NODE, "");
    }

    public boolean expired(Instant now) {
        return !now.isBefore(expires);
    }

    /** At two thirds of the certificates' life. */
    public Instant renewAt() {
        return issued.plus(Duration.between(issued, expires).multipliedBy(2).dividedBy(3));
    }
}
