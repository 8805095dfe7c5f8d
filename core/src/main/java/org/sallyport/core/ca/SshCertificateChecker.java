package org.sallyport.core.ca;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.identity.SessionMfa;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.SshKeys;

/**
 * Checks SSH certificates completely: MINA's own checks are not relied upon. Proof that the peer holds the private key
 * is the SSH protocol's business, not this class's. Free of side effects and cheap enough to run twice per login.
 */
public final class SshCertificateChecker {
    private static final String WHAT = "The SSH certificate";
    /** 9999-12-31T23:59:59Z; anything later, "for ever" included, is none of ours. */
    private static final long LATEST = 253_402_300_799L;

    private final Clock clock;

    public SshCertificateChecker(Clock clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Who the holder is: a person (certificate of the user CA) or an agent (of the host CA). Does not look at the login
     * that is asked for.
     *
     * @param clientAddress IP address without port, for {@code source-address}
     * @throws SallyportException CERTIFICATE_*, SOURCE_ADDRESS_MISMATCH, PRINCIPAL_NOT_ALLOWED
     */
    public SshIdentity check(OpenSshCertificate presented, Trust trust, String clientAddress) {
        if (presented.getType() != OpenSshCertificate.Type.USER) {
            throw CertificateRefusal.wrongType("A host certificate", "a user's or agent's certificate");
        }
        CaType signer = signer(presented, trust);
        requireGenuine(presented, trust);
        requireAddress(presented, clientAddress);
        requireCluster(presented, trust);
        return switch (signer) {
            case USER -> user(presented);
            case HOST -> agent(presented);
            case OPENSSH ->
                throw CertificateRefusal.wrongType(
                        "A certificate for hosts without an agent", "a user's or agent's certificate");
        };
    }

    /** As {@link #check}, and the login must be one of the certificate's principals. */
    public UserIdentity checkLogin(OpenSshCertificate presented, String login, Trust trust, String clientAddress) {
        UserIdentity user = checkUser(presented, trust, clientAddress);
        if (!user.principals().contains(login) || login.startsWith("-")) {
            throw CertificateRefusal.refuse(
                    ErrorCode.PRINCIPAL_NOT_ALLOWED,
                    "The certificate of " + user.user() + " does not allow the login " + login + ". It allows: "
                            + allowed(user) + ". Ask for a role with this login");
        }
        return user;
    }

    /** As {@link #check}, and the holder must be a person; for what is not a login. */
    public UserIdentity checkUser(OpenSshCertificate presented, Trust trust, String clientAddress) {
        return switch (check(presented, trust, clientAddress)) {
            case AgentIdentity agent ->
                throw CertificateRefusal.wrongType(
                        "The certificate of agent " + agent.hostId(), "a user's certificate");
            case UserIdentity user -> user;
        };
    }

    private static String allowed(UserIdentity user) {
        String logins = user.principals().stream()
                .filter(principal -> !principal.equals(CertificateNames.NO_LOGIN_PRINCIPAL))
                .collect(Collectors.joining(", "));
        return logins.isEmpty() ? "none" : logins;
    }

    /**
     * A host key as a client sees it.
     *
     * @param expectedPrincipal the host name or host id that was dialled
     */
    public void checkHost(PublicKey presented, String expectedPrincipal, Trust trust) {
        if (!(presented instanceof OpenSshCertificate certificate)) {
            throw CertificateRefusal.refuse(
                    ErrorCode.CERTIFICATE_REQUIRED,
                    "The host " + expectedPrincipal + " presented a bare key, a certificate of the cluster's host CA"
                            + " is needed");
        }
        if (certificate.getType() != OpenSshCertificate.Type.HOST) {
            throw CertificateRefusal.wrongType("A user certificate", "a host certificate");
        }
        if (signer(certificate, trust) != CaType.HOST) {
            throw CertificateRefusal.wrongType("A certificate of another CA of the cluster", "one of the host CA");
        }
        requireGenuine(certificate, trust);
        if (!certificate.getCriticalOptions().isEmpty()) {
            throw CertificateRefusal.malformed(WHAT, "a host certificate has no critical options");
        }
        String expected = expectedPrincipal.toLowerCase(Locale.ROOT);
        if (certificate.getPrincipals().stream()
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).equals(expected))) {
            throw CertificateRefusal.refuse(
                    ErrorCode.PRINCIPAL_NOT_ALLOWED,
                    "The host certificate is for " + String.join(", ", certificate.getPrincipals()) + ", not for "
                            + expectedPrincipal);
        }
    }

    /** The CA whose key is in the certificate; that it really signed is for {@link #requireGenuine}. */
    private static CaType signer(OpenSshCertificate presented, Trust trust) {
        PublicKey signer = presented.getCaPubKey();
        if (signer == null || signer instanceof OpenSshCertificate) {
            throw CertificateRefusal.wrongType("A certificate signed by a certificate", "one signed by a CA key");
        }
        for (CaType type : CaType.values()) {
            for (String line : trust.sshKeys(type)) {
                // parsePublic refuses a certificate among the trusted keys: never a CA key
                if (KeyUtils.compareKeys(SshKeys.parsePublic(line), signer)) {
                    return type;
                }
            }
        }
        throw CertificateRefusal.foreign(
                WHAT, "its CA " + SshKeys.fingerprint(signer) + " is not one of this cluster's now");
    }

    private void requireGenuine(OpenSshCertificate presented, Trust trust) {
        byte[] message = presented.getMessage();
        if (message == null
                || !SshKeys.verify(
                        presented.getCaPubKey(),
                        presented.getSignatureAlgorithm(),
                        message,
                        presented.getRawSignature())) {
            throw CertificateRefusal.untrusted(WHAT, "its signature is wrong");
        }
        Principals.fault(List.copyOf(presented.getPrincipals())).ifPresent(fault -> {
            throw CertificateRefusal.malformed(WHAT, fault);
        });
        requireValidNow(presented);
        if (presented.getSerial() == 0) {
            throw CertificateRefusal.malformed(WHAT, "its serial is zero");
        }
        if (trust.revokedSerials().contains(presented.getSerial())) {
            throw CertificateRefusal.revoked(WHAT, presented.getSerial());
        }
    }

    private void requireValidNow(OpenSshCertificate presented) {
        long after = presented.getValidAfter();
        long before = presented.getValidBefore();
        if (after < 0 || before < 0 || before > LATEST || after >= before) {
            throw CertificateRefusal.malformed(WHAT, "its validity has no end");
        }
        Instant now = clock.instant();
        if (now.getEpochSecond() >= before) {
            throw CertificateRefusal.expired(WHAT, Instant.ofEpochSecond(before), now);
        }
        if (now.getEpochSecond() < after) {
            throw CertificateRefusal.notYetValid(WHAT, Instant.ofEpochSecond(after), now);
        }
    }

    private static void requireAddress(OpenSshCertificate presented, String clientAddress) {
        for (OpenSshCertificate.CertificateOption option : presented.getCriticalOptions()) {
            if (!option.getName().equals(OpenSshCertificate.SOURCE_ADDRESS)) {
                throw CertificateRefusal.malformed(WHAT, "its critical option " + option.getName() + " is not known");
            }
            String allowed = option.getData() == null ? "" : option.getData();
            if (!SourceAddresses.contain(allowed, clientAddress)) {
                throw CertificateRefusal.refuse(
                        ErrorCode.SOURCE_ADDRESS_MISMATCH,
                        "The SSH certificate may be used from " + allowed + " only, not from " + clientAddress
                                + ". Log in again from here");
            }
        }
    }

    private static void requireCluster(OpenSshCertificate presented, Trust trust) {
        String cluster = presented.getExtensionsMap().get(CertificateNames.CLUSTER);
        if (!trust.clusterId().equals(cluster)) {
            throw CertificateRefusal.untrusted(WHAT, "it is of another cluster");
        }
    }

    private static UserIdentity user(OpenSshCertificate presented) {
        List<String> principals = List.copyOf(presented.getPrincipals());
        if (principals.stream().anyMatch(Principals::isAgent) || Principals.isAgent(presented.getId())) {
            throw CertificateRefusal.refuse(
                    ErrorCode.PRINCIPAL_NOT_ALLOWED,
                    "A certificate of the user CA must not name an agent. Agents join with a token");
        }
        Map<String, String> extensions = presented.getExtensionsMap();
        Set<String> permits = extensions.keySet().stream()
                .filter(name -> name.startsWith("permit-"))
                .collect(Collectors.toUnmodifiableSet());
        return new UserIdentity(
                presented.getId(),
                principals,
                ExtensionJson.strings(extensions.get(CertificateNames.ROLES)),
                ExtensionJson.traits(extensions.get(CertificateNames.TRAITS)),
                permits,
                extensions.getOrDefault(CertificateNames.LOGIN_IP, ""),
                presented.getSerial(),
                Instant.ofEpochSecond(presented.getValidBefore()),
                sessionMfa(extensions),
                Optional.ofNullable(extensions.get(CertificateNames.LOGIN_MFA)),
                extensions.containsKey(CertificateNames.PROXIED));
    }

    private static Optional<SessionMfa> sessionMfa(Map<String, String> extensions) {
        Optional<String> device = Optional.ofNullable(extensions.get(CertificateNames.MFA));
        Optional<String> hostId = Optional.ofNullable(extensions.get(CertificateNames.MFA_TARGET));
        if (device.isPresent() != hostId.isPresent()) {
            throw CertificateRefusal.malformed(WHAT, "its second factor names no target, or its target no factor");
        }
        return device.map(shown -> new SessionMfa(shown, hostId.orElseThrow()));
    }

    /** The addresses that a certificate is bound to, as {@link SourceAddresses} reads them; empty when to none. */
    public static Optional<String> onlyFrom(OpenSshCertificate certificate) {
        return certificate.getCriticalOptions().stream()
                .filter(option -> option.getName().equals(OpenSshCertificate.SOURCE_ADDRESS))
                .map(OpenSshCertificate.CertificateOption::getData)
                .findFirst();
    }

    private static AgentIdentity agent(OpenSshCertificate presented) {
        List<String> principals = List.copyOf(presented.getPrincipals());
        if (principals.size() != 1 || !principals.getFirst().equals(presented.getId())) {
            throw CertificateRefusal.refuse(
                    ErrorCode.PRINCIPAL_NOT_ALLOWED,
                    "A tunnel certificate must have its agent as its only principal and as its key id");
        }
        return new AgentIdentity(
                Principals.hostId(principals.getFirst()),
                presented.getExtensionsMap().getOrDefault(CertificateNames.NODE, ""),
                ExtensionJson.services(presented.getExtensionsMap().get(CertificateNames.SERVICES)),
                presented.getSerial(),
                Instant.ofEpochSecond(presented.getValidBefore()));
    }
}
