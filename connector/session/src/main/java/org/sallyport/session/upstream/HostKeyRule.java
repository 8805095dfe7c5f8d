package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.SshKeys;

/** Which host keys a server may present. */
public sealed interface HostKeyRule {
    /** @throws SallyportException when it is another one; its message is the cause alone */
    void require(PublicKey presented);

    /** Those of which a key can be in order, best first: a server with several keys is to present the one that is known. */
    List<NamedFactory<Signature>> algorithms();

    /** A certificate of the cluster's host CA for that principal. */
    record ClusterCertificate(SshCertificateChecker checker, Supplier<Trust> trust, String principal)
            implements HostKeyRule {
        public ClusterCertificate {
            requireNonNull(checker, "checker");
            requireNonNull(trust, "trust");
            requireNonNull(principal, "principal");
        }

        @Override
        public void require(PublicKey presented) {
            checker.checkHost(presented, principal, trust.get());
        }

        /** The plain ones verify the CA's signature within the certificate. */
        @Override
        public List<NamedFactory<Signature>> algorithms() {
            return List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519, BuiltinSignatures.nistp256);
        }
    }

    /** Enrolled keys: public key lines, or such of a CA of host keys behind {@code @cert-authority}. */
    record Enrolled(List<PublicKey> keys, List<PublicKey> authorities) implements HostKeyRule {
        private static final String AUTHORITY = "@cert-authority ";

        public Enrolled {
            keys = List.copyOf(keys);
            authorities = List.copyOf(authorities);
        }

        public static Enrolled of(List<String> lines) {
            List<PublicKey> keys = new ArrayList<>();
            List<PublicKey> authorities = new ArrayList<>();
            for (String line : lines) {
                if (line.startsWith(AUTHORITY)) {
                    authorities.add(SshKeys.parsePublic(line.substring(AUTHORITY.length())));
                } else {
                    keys.add(SshKeys.parsePublic(line));
                }
            }
            return new Enrolled(keys, authorities);
        }

        /** That a certificate is of a host, valid now and for that name, was checked with the key exchange. */
        @Override
        public void require(PublicKey presented) {
            boolean known = presented instanceof OpenSshCertificate certificate
                    ? contains(authorities, certificate.getCaPubKey())
                    : contains(keys, presented);
            if (!known) {
                throw new SallyportException(
                        ErrorCode.CERTIFICATE_UNTRUSTED,
                        "its host key " + KeyUtils.getFingerPrint(presented) + " is not the enrolled one");
            }
        }

        private static boolean contains(List<PublicKey> known, PublicKey presented) {
            return known.stream().anyMatch(key -> KeyUtils.compareKeys(key, presented));
        }

        @Override
        public List<NamedFactory<Signature>> algorithms() {
            List<NamedFactory<Signature>> all = new ArrayList<>();
            if (!authorities.isEmpty()) {
                all.addAll(List.of(
                        BuiltinSignatures.ed25519_cert,
                        BuiltinSignatures.nistp256_cert,
                        BuiltinSignatures.nistp384_cert,
                        BuiltinSignatures.nistp521_cert,
                        BuiltinSignatures.rsaSHA512_cert,
                        BuiltinSignatures.rsaSHA256_cert));
            }
            for (PublicKey key : keys) {
                all.addAll(plain(key));
            }
            for (PublicKey authority : authorities) {
                all.addAll(plain(authority));
            }
            return all.stream().distinct().toList();
        }

        private static List<BuiltinSignatures> plain(PublicKey key) {
            return switch (KeyUtils.getKeyType(key)) {
                case "ssh-rsa" -> List.of(BuiltinSignatures.rsaSHA512, BuiltinSignatures.rsaSHA256);
                case "ecdsa-sha2-nistp256" -> List.of(BuiltinSignatures.nistp256);
                case "ecdsa-sha2-nistp384" -> List.of(BuiltinSignatures.nistp384);
                case "ecdsa-sha2-nistp521" -> List.of(BuiltinSignatures.nistp521);
                default -> List.of(BuiltinSignatures.ed25519);
            };
        }
    }
}
