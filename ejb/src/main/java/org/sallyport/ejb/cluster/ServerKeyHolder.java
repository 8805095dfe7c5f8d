package org.sallyport.ejb.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.resource.ClusterConfigSpec;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.X509Template;
import org.sallyport.core.ca.X509Times;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.issue.CertificateIssuer;
import org.sallyport.core.issue.ServerIssue;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.transaction.Transactions;

/**
 * The keys this server's own listeners present. They never leave its memory: each server, and each start, makes its own
 * and has them certified by the host CA.
 */
@ApplicationScoped
public class ServerKeyHolder {
    private final CertificateIssuer issuer;
    private final CaKeyring keyring;
    private final TrustCache trust;
    private final Directory directory;
    private final Transactions transactions;
    private final Clock clock;
    private volatile Issued issued;

    /** @param signers CA certificates: whose the keys are first, then whose the others are */
    private record Issued(
            ServerKeys keys,
            List<ServerKeys> others,
            List<String> names,
            List<X509Certificate> signers,
            Instant from,
            Instant until) {}

    /** For the container's proxy. */
    protected ServerKeyHolder() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ServerKeyHolder(
            CertificateIssuer issuer,
            CaKeyring keyring,
            TrustCache trust,
            Directory directory,
            Transactions transactions,
            Clock clock) {
        this.issuer = issuer;
        this.keyring = keyring;
        this.trust = trust;
        this.directory = directory;
        this.transactions = transactions;
        this.clock = clock;
    }

    public ServerKeys keys() {
        Issued known = issued;
        return known == null ? refresh() : known.keys();
    }

    /** The same server under the host CA's other keys, while that is rotated: for those who know only these. */
    List<ServerKeys> others() {
        Issued known = issued;
        return known == null ? List.of() : known.others();
    }

    /** Certifies new keys when names, CA keys or the time ask for it, and lets the listeners fetch them. */
    public synchronized ServerKeys refresh() {
        Issued old = issued;
        List<String> names = names(directory.clusterConfig());
        CaKeys ca = keyring.keys(CaType.HOST);
        List<X509Certificate> signers = Stream.concat(Stream.of(ca), ca.others().stream())
                .map(each -> each.certificate(X509Template.Purpose.SERVER))
                .toList();
        if (old != null && old.names().equals(names) && old.signers().equals(signers) && !halfOver(old)) {
            return old.keys();
        }
        Issued fresh = transactions.separate(() -> issue(ca, names, signers));
        issued = fresh;
        if (old != null) {
            trust.touch();
        }
        return fresh.keys();
    }

    private Issued issue(CaKeys ca, List<String> names, List<X509Certificate> signers) {
        ServerIssue issue = new ServerIssue(names, trust.trust().clusterId());
        ServerKeys keys = issuer.issueServer(issue, ca);
        List<ServerKeys> others = ca.others().stream()
                .map(other -> issuer.issueServer(issue, other))
                .toList();
        X509Certificate leaf = TlsKeys.parseChain(keys.tlsChain()).get(0);
        return new Issued(keys, others, names, signers, clock.instant(), X509Times.notAfter(leaf));
    }

    private boolean halfOver(Issued old) {
        Duration half = Duration.between(old.from(), old.until()).dividedBy(2);
        return clock.instant().isAfter(old.from().plus(half));
    }

    static List<String> names(ClusterConfigSpec config) {
        Set<String> names = new LinkedHashSet<>();
        if (!config.sshAddress().isEmpty()) {
            names.add(host(config.sshAddress()));
        }
        names.add(host(config.publicAddress()));
        names.add(config.clusterName());
        names.addAll(List.of("localhost", "127.0.0.1", "::1"));
        return List.copyOf(names);
    }

    private static String host(String address) {
        String host = address.substring(0, address.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
