package org.sallyport.core.ca;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.RotationPhase;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.KeyModule;

/**
 * The keys of one CA: active sets, of which the first that is usable here signs, and sets that are only trusted (a
 * rotation under way). A CA refuses to sign what is not its sort: see {@link CaType}.
 */
public final class CaKeys {
    private static final int FORMAT_BEFORE_ROTATION = 1;
    private static final int FORMAT = 2;
    private static final String STANDARD_EXTENSION = "permit-";
    private static final ObjectMapper JSON = Json.jsonMapper();

    private record Document(
            int v,
            CaType type,
            RotationPhase phase,
            List<CaKeySet.Document> active,
            List<CaKeySet.Document> additional) {}

    private record FirstDocument(int v, CaType type, List<String> ssh, List<FirstX509> x509) {}

    private record FirstX509(String key, String certificate) {}

    private final CaType type;
    private final RotationPhase phase;
    private final List<CaKeySet> active;
    private final List<CaKeySet> additional;

    public CaKeys(CaType type, RotationPhase phase, List<CaKeySet> active, List<CaKeySet> additional) {
        this.type = requireNonNull(type, "type");
        this.phase = requireNonNull(phase, "phase");
        this.active = List.copyOf(active);
        this.additional = List.copyOf(additional);
        if (active.isEmpty()) {
            throw new IllegalArgumentException("a CA needs keys");
        }
        if (additional.isEmpty() != (phase == RotationPhase.STANDBY)) {
            throw new IllegalArgumentException(
                    "keys are trusted in addition while a rotation is under way, and only then");
        }
    }

    /** New keys, to be stored sealed. */
    public static CaKeys generate(CaType type, String clusterName, Clock clock) {
        return of(type, CaKeySet.generate(type, clusterName, clock));
    }

    public static CaKeys of(CaType type, CaKeySet keys) {
        return new CaKeys(type, RotationPhase.STANDBY, List.of(keys), List.of());
    }

    public CaType type() {
        return type;
    }

    public RotationPhase phase() {
        return phase;
    }

    public List<CaKeySet> active() {
        return active;
    }

    public List<CaKeySet> additional() {
        return additional;
    }

    /** The public half. */
    public Authority authority() {
        return new Authority(
                type,
                all().map(CaKeySet::sshLine).toList(),
                all().map(CaKeySet::certificatePem).toList(),
                phase,
                active.size());
    }

    private Stream<CaKeySet> all() {
        return Stream.concat(active.stream(), additional.stream());
    }

    /** The CA certificate under which it signs this now. */
    public X509Certificate certificate(X509Template.Purpose purpose) {
        return (purpose == X509Template.Purpose.SERVER ? forServers() : forClients()).certificate();
    }

    /** What clients show. */
    public CaKeySet forClients() {
        return usable(active);
    }

    /**
     * What servers show, people's machines and agents check. Those learn of new keys in {@code init}, and are given until
     * {@code update_servers}: a server that starts in between must not meet them with what they do not know.
     */
    public CaKeySet forServers() {
        return usable(phase == RotationPhase.UPDATE_CLIENTS ? additional : active);
    }

    private CaKeySet usable(List<CaKeySet> sets) {
        return sets.stream()
                .filter(CaKeySet::usable)
                .findFirst()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_CONFIG,
                        "Auth Service: no key of the " + type.wireName()
                                + " CA can be used by this server: its keys are held by "
                                + String.join(
                                        ", ",
                                        sets.stream()
                                                .map(CaKeySet::holder)
                                                .distinct()
                                                .toList())
                                + "; check the PKCS#11 module in this server's settings"));
    }

    /** For proofs to those who know only that set: the same CA as if each other set that is usable here were its only one. */
    public List<CaKeys> others() {
        CaKeySet shown = forServers();
        return all().filter(set -> set != shown && set.usable())
                .map(set -> of(type, set))
                .toList();
    }

    /**
     * One OpenSSH certificate line. Only {@code core.issue} calls this.
     *
     * @throws SallyportException CERTIFICATE_WRONG_TYPE when this CA must not sign it
     */
    public String sign(SshCertificateTemplate template) {
        boolean host = template.kind() == SshCertificateTemplate.Kind.HOST;
        boolean fits =
                switch (type) {
                    case USER ->
                        !host
                                && template.principals().stream().noneMatch(Principals::isAgent)
                                && !Principals.isAgent(template.keyId());
                    case HOST ->
                        host
                                || template.principals().equals(List.of(template.keyId()))
                                        && Principals.isAgent(template.keyId());
                    // what our own checks read is not for a server that reads none of it
                    case OPENSSH ->
                        !host
                                && template.principals().stream().noneMatch(Principals::isAgent)
                                && template.extensions().keySet().stream()
                                        .allMatch(name -> name.startsWith(STANDARD_EXTENSION));
                };
        if (!fits) {
            throw wrongSort();
        }
        CaKeySet signer = host ? forServers() : forClients();
        return SshSigner.sign(template, signer.sshSigner());
    }

    /**
     * Only {@code core.issue} calls this.
     *
     * @throws SallyportException CERTIFICATE_WRONG_TYPE when this CA must not sign it
     */
    public X509Certificate sign(X509Template template) {
        boolean ofUser = template.claims()
                .map(X509Claims::kind)
                .filter(X509Claims.USER::equals)
                .isPresent();
        if (type == CaType.OPENSSH || ofUser != (type == CaType.USER)) {
            throw wrongSort();
        }
        CaKeySet signer = template.purpose() == X509Template.Purpose.SERVER ? forServers() : forClients();
        return X509Signer.sign(template, signer.x509Signer(), signer.certificate());
    }

    private SallyportException wrongSort() {
        return CertificateRefusal.wrongType(
                "A request for a certificate that the " + type.wireName() + " CA must not sign", "one of its own sort");
    }

    /** Plain private keys: to be sealed at once. */
    public byte[] encode() {
        try {
            return JSON.writeValueAsBytes(new Document(FORMAT, type, phase, documents(active), documents(additional)));
        } catch (IOException e) {
            throw new IllegalStateException("strings always encode", e);
        }
    }

    private static List<CaKeySet.Document> documents(List<CaKeySet> sets) {
        return sets.stream().map(CaKeySet::document).toList();
    }

    /** Without a module. @throws SallyportException INTERNAL when it is not what {@link #encode} gave */
    public static CaKeys decode(byte[] plain) {
        return decode(plain, Optional.empty());
    }

    /** @throws SallyportException INTERNAL when it is not what {@link #encode} gave */
    public static CaKeys decode(byte[] plain, Optional<KeyModule> module) {
        try {
            JsonNode tree = JSON.readTree(plain);
            return switch (tree.path("v").asInt()) {
                case FORMAT_BEFORE_ROTATION -> decodeFirst(JSON.treeToValue(tree, FirstDocument.class));
                case FORMAT -> decode(JSON.treeToValue(tree, Document.class), module);
                default -> throw new IOException("format " + tree.path("v"));
            };
        } catch (IOException | RuntimeException e) {
            // the cause's text may quote key material: not passed on
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "The stored CA keys cannot be read. Restore the store from a backup",
                    e.getClass().getSimpleName());
        }
    }

    private static CaKeys decode(Document document, Optional<KeyModule> module) {
        return new CaKeys(
                document.type(),
                document.phase(),
                sets(document.active(), module),
                sets(document.additional(), module));
    }

    private static CaKeys decodeFirst(FirstDocument document) {
        FirstX509 x509 = document.x509().getFirst();
        return of(document.type(), CaKeySet.ofFirstFormat(document.ssh().getFirst(), x509.certificate(), x509.key()));
    }

    private static List<CaKeySet> sets(List<CaKeySet.Document> documents, Optional<KeyModule> module) {
        return documents.stream().map(each -> CaKeySet.of(each, module)).toList();
    }

    @Override
    public String toString() {
        return "CaKeys[" + type.wireName() + "]";
    }
}
