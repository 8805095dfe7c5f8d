package org.sallyport.agent.identity;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.SshCertificateTemplate;
import org.sallyport.core.ca.X509Claims;
import org.sallyport.core.ca.X509Template;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/** The certifying half of a cluster. */
public final class TestCluster {
    public static final String ID = "0b1f9a52-2f5e-4f2c-8a55-7f6a8f0f3d10";
    public static final String HOST_ID = "6a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b";
    private final Clock clock;
    public final CaKeys user;
    public final CaKeys host;

    public TestCluster(Clock clock) {
        this.clock = clock;
        this.user = CaKeys.generate(CaType.USER, "test", clock);
        this.host = CaKeys.generate(CaType.HOST, "test", clock);
    }

    public Trust trust() {
        return new Trust(1, ID, List.of(user.authority(), host.authority()), Set.of());
    }

    public ClusterInfo info(int sshPort) {
        return new ClusterInfo(ID, "test", "1", "localhost:1", "localhost:" + sshPort, List.of());
    }

    public OpenSshCertificate hostCertificate(PublicKey key, List<String> principals) {
        return ssh(SshCertificateTemplate.Kind.HOST, key, principals.getFirst(), principals, Map.of());
    }

    private OpenSshCertificate ssh(
            SshCertificateTemplate.Kind kind,
            PublicKey key,
            String keyId,
            List<String> principals,
            Map<String, String> extensions) {
        Instant now = clock.instant();
        return SshKeys.parseCertificate(host.sign(new SshCertificateTemplate(
                kind,
                key,
                keyId,
                Secrets.serial(),
                principals,
                now.minusSeconds(60),
                now.plus(Duration.ofHours(24)),
                Optional.empty(),
                extensions)));
    }

    public X509Certificate x509(PublicKey key, X509Template.Purpose purpose, String name, Optional<X509Claims> claims) {
        Instant now = clock.instant();
        return host.sign(new X509Template(
                key,
                Secrets.serial(),
                name,
                List.of(),
                now.minusSeconds(60),
                now.plus(Duration.ofHours(24)),
                purpose,
                purpose == X509Template.Purpose.SERVER ? List.of(name) : List.of(),
                claims));
    }

    public JoinResponse answer(String hostId, List<ServiceType> services, AgentKeys keys, int sshPort) {
        String principal = CertificateNames.AGENT_PRINCIPAL_PREFIX + hostId;
        String json = services.stream()
                .map(service -> "\"" + service.wireName() + "\"")
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
        OpenSshCertificate tunnel = ssh(
                SshCertificateTemplate.Kind.USER,
                keys.tunnel().getPublic(),
                principal,
                List.of(principal),
                Map.of(CertificateNames.CLUSTER, ID, CertificateNames.NODE, "node-1", CertificateNames.SERVICES, json));
        X509Certificate tls = x509(
                keys.tls().getPublic(),
                X509Template.Purpose.CLIENT,
                principal,
                Optional.of(X509Claims.ofAgent(ID, "node-1", services)));
        return new JoinResponse(
                hostId,
                services,
                SshKeys.line(hostCertificate(keys.host().getPublic(), List.of(hostId, "node-1"))),
                SshKeys.line(tunnel),
                TlsKeys.chainPem(List.of(tls)),
                clock.instant().plus(Duration.ofHours(24)),
                List.of(user.authority(), host.authority()),
                info(sshPort));
    }

    public AgentIdentity identity(int sshPort) {
        AgentKeys keys = AgentKeys.generate();
        return AgentIdentity.of(answer(HOST_ID, List.of(ServiceType.SSH), keys, sshPort), keys, clock.instant());
    }

    public KeyPair sshKey() {
        return SshKeys.generate();
    }
}
