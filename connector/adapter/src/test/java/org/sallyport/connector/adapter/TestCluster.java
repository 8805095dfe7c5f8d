package org.sallyport.connector.adapter;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.X509Claims;
import org.sallyport.core.ca.X509Template;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/** CAs of a cluster and certificates of every kind, wrong ones too, so not by the product's issuing. */
public final class TestCluster {
    public static final String NAME = "test.example";

    public final String id = UUID.randomUUID().toString();
    public final KeyPair userCa = SshKeys.generate();
    public final KeyPair hostCa = SshKeys.generate();
    public CaKeys tlsCa = CaKeys.generate(CaType.HOST, NAME, Clock.systemUTC());
    private final KeyPair hostKey = SshKeys.generate();

    /** A key with its certificate. */
    public record Identity(KeyPair pair, OpenSshCertificate certificate) {}

    /** An X.509 key with its chain. */
    public record TlsIdentity(KeyPair pair, List<X509Certificate> chain) {}

    public Trust trust(long version) {
        return new Trust(
                version,
                id,
                List.of(
                        new Authority(CaType.USER, List.of(SshKeys.line(userCa.getPublic())), List.of()),
                        new Authority(
                                CaType.HOST,
                                List.of(SshKeys.line(hostCa.getPublic())),
                                tlsCa.authority().x509Certificates())),
                Set.of());
    }

    public ServerKeys serverKeys() {
        OpenSshCertificate host = builder(OpenSshCertificateBuilder.hostCertificate(), hostKey)
                .id("proxy")
                .principals(List.of("localhost", "127.0.0.1", NAME))
                .build(hostCa);
        TlsIdentity tls =
                tls(id, X509Template.Purpose.SERVER, List.of("sallyport-auth", "localhost"), Optional.empty());
        return new ServerKeys(
                SshKeys.line(host),
                SshKeys.privatePem(hostKey),
                TlsKeys.chainPem(tls.chain()),
                TlsKeys.privatePem(tls.pair().getPrivate()));
    }

    public Draft draft(OpenSshCertificateBuilder kind, KeyPair pair) {
        return builder(kind, pair);
    }

    public Identity user(String name, String... logins) {
        KeyPair pair = SshKeys.generate();
        return new Identity(
                pair,
                builder(OpenSshCertificateBuilder.userCertificate(), pair)
                        .id(name)
                        .principals(List.of(logins))
                        .extension(CertificateNames.ROLES, "[\"access\"]")
                        .build(userCa));
    }

    public Identity agent(String hostId) {
        KeyPair pair = SshKeys.generate();
        return new Identity(
                pair,
                builder(OpenSshCertificateBuilder.userCertificate(), pair)
                        .id("agent:" + hostId)
                        .principals(List.of("agent:" + hostId))
                        .extension(CertificateNames.SERVICES, "[\"ssh\"]")
                        .build(hostCa));
    }

    public TlsIdentity agentTls(String hostId) {
        return tls(
                "agent:" + hostId,
                X509Template.Purpose.CLIENT,
                List.of(),
                Optional.of(X509Claims.ofAgent(id, "node-1", List.of(ServiceType.SSH))));
    }

    private TlsIdentity tls(String name, X509Template.Purpose purpose, List<String> dns, Optional<X509Claims> claims) {
        KeyPair pair = TlsKeys.generate();
        Instant now = Instant.now();
        X509Certificate certificate = tlsCa.sign(new X509Template(
                pair.getPublic(),
                Secrets.serial(),
                name,
                List.of(),
                now.minusSeconds(60),
                now.plus(Duration.ofHours(1)),
                purpose,
                dns,
                claims));
        return new TlsIdentity(pair, List.of(certificate));
    }

    private Draft builder(OpenSshCertificateBuilder kind, KeyPair pair) {
        return new Draft(kind, pair);
    }

    /** A certificate in the making; valid for an hour unless said otherwise. */
    public final class Draft {
        private final OpenSshCertificateBuilder builder;

        private Draft(OpenSshCertificateBuilder builder, KeyPair pair) {
            Instant now = Instant.now();
            this.builder = builder.publicKey(pair.getPublic())
                    .serial(Secrets.serial())
                    .validAfter(now.minusSeconds(60))
                    .validBefore(now.plusSeconds(3600))
                    .extension(CertificateNames.CLUSTER, id);
        }

        public Draft id(String value) {
            builder.id(value);
            return this;
        }

        public Draft principals(List<String> value) {
            builder.principals(value);
            return this;
        }

        public Draft extension(String name, String value) {
            builder.extension(name, value);
            return this;
        }

        public Draft valid(Instant from, Instant to) {
            builder.validAfter(from).validBefore(to);
            return this;
        }

        public OpenSshCertificate build(KeyPair ca) {
            try {
                return builder.sign(ca, "ssh-ed25519");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
