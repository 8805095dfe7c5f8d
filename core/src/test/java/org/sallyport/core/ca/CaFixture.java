package org.sallyport.core.ca;

import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/** A cluster's CAs and certificates of it, right in every respect until a test spoils one. */
final class CaFixture {
    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final String CLUSTER = "0b1f9a52-2f5e-4f2c-8a55-7f6a8f0f3d10";
    static final String HOST_ID = "6a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b";
    static final String ADDRESS = "192.0.2.7";

    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final CaKeys user = CaKeys.generate(CaType.USER, "test", clock);
    final CaKeys host = CaKeys.generate(CaType.HOST, "test", clock);
    final KeyPair subject = SshKeys.generate();
    final KeyPair tls = TlsKeys.generate();

    Trust trust() {
        return trust(Set.of());
    }

    Trust trust(Set<Long> revoked) {
        return new Trust(1, CLUSTER, List.of(user.authority(), host.authority()), revoked);
    }

    /** A mutable draft of a template, so that a test changes one thing. */
    static final class Draft {
        SshCertificateTemplate.Kind kind = SshCertificateTemplate.Kind.USER;
        PublicKey key;
        String keyId = "jo";
        long serial = 0x8000_0000_0000_0001L;
        List<String> principals = List.of("root", "ubuntu");
        Instant notBefore = NOW.minusSeconds(60);
        Instant notAfter = NOW.plus(Duration.ofHours(8));
        Optional<String> sourceAddress = Optional.empty();
        Map<String, String> extensions = new HashMap<>(Map.of(
                CertificateNames.CLUSTER,
                CLUSTER,
                CertificateNames.ROLES,
                "[\"access\",\"dev\"]",
                CertificateNames.TRAITS,
                "{\"logins\":[\"root\",\"ubuntu\"]}",
                CertificateNames.LOGIN_IP,
                ADDRESS,
                "permit-pty",
                ""));

        SshCertificateTemplate template() {
            return new SshCertificateTemplate(
                    kind, key, keyId, serial, principals, notBefore, notAfter, sourceAddress, extensions);
        }
    }

    Draft userDraft() {
        Draft draft = new Draft();
        draft.key = subject.getPublic();
        return draft;
    }

    Draft agentDraft() {
        Draft draft = userDraft();
        draft.keyId = "agent:" + HOST_ID;
        draft.principals = List.of("agent:" + HOST_ID);
        draft.extensions =
                new HashMap<>(Map.of(CertificateNames.CLUSTER, CLUSTER, CertificateNames.SERVICES, "[\"ssh\"]"));
        return draft;
    }

    Draft hostDraft() {
        Draft draft = userDraft();
        draft.kind = SshCertificateTemplate.Kind.HOST;
        draft.keyId = HOST_ID;
        draft.principals = List.of(HOST_ID, HOST_ID + ".test", "web1", "web1.test");
        draft.extensions = new HashMap<>();
        return draft;
    }

    static OpenSshCertificate signed(CaKeys ca, Draft draft) {
        return SshKeys.parseCertificate(ca.sign(draft.template()));
    }

    X509Template agentTemplate() {
        return new X509Template(
                tls.getPublic(),
                -2L,
                "agent:" + HOST_ID,
                List.of(),
                NOW.minusSeconds(60),
                NOW.plus(Duration.ofHours(24)),
                X509Template.Purpose.CLIENT,
                List.of(),
                Optional.of(X509Claims.ofAgent(CLUSTER, "web1", List.of(ServiceType.SSH))));
    }

    X509Template serverTemplate() {
        return new X509Template(
                tls.getPublic(),
                77,
                CLUSTER,
                List.of(),
                NOW.minusSeconds(60),
                NOW.plus(Duration.ofHours(24)),
                X509Template.Purpose.SERVER,
                List.of("sallyport-auth", "localhost"),
                Optional.empty());
    }
}
