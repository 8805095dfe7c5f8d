package org.sallyport.ejb.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.cluster.ClusterIdentityRepository;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.issue.IssuedCertificateRepository;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.transaction.Transactions;

/** What certificates are checked against, in memory; kept when the store is away. */
@ApplicationScoped
public class TrustCache {
    private final CaKeyring keyring;
    private final ClusterIdentityRepository identity;
    private final IssuedCertificateRepository certificates;
    private final Transactions transactions;
    private final Clock clock;
    private final List<Consumer<List<Authority>>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> trustListeners = new CopyOnWriteArrayList<>();
    private volatile Trust trust;

    private record Stored(String clusterId, List<Authority> authorities, Set<Long> revoked) {}

    /** For the container's proxy. */
    protected TrustCache() {
        this(null, null, null, null, null);
    }

    @Inject
    public TrustCache(
            CaKeyring keyring,
            ClusterIdentityRepository identity,
            IssuedCertificateRepository certificates,
            Transactions transactions,
            Clock clock) {
        this.keyring = keyring;
        this.identity = identity;
        this.certificates = certificates;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Trust trust() {
        Trust known = trust;
        if (known == null) {
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE, "Auth Service: its CAs are not loaded yet; try again in a moment");
        }
        return known;
    }

    /** Called with the new authorities whenever those change. */
    public void onAuthorities(Consumer<List<Authority>> listener) {
        listeners.add(listener);
    }

    /** Called whenever anything of the trust changes, revocations too; must not block. */
    public void onTrust(Runnable listener) {
        trustListeners.add(listener);
    }

    /** What stock sshd servers are to trust for users; no part of {@link #trust}. */
    Authority openssh() {
        return keyring.current(CaType.OPENSSH).keys().authority();
    }

    /** Reads the store. */
    public synchronized void refresh() {
        Stored now = transactions.separate(() -> {
            keyring.refresh();
            return new Stored(
                    identity.clusterId().orElse(""),
                    keyring.authorities(),
                    certificates.revokedSerials(clock.instant()));
        });
        Trust old = trust;
        if (old != null
                && old.authorities().equals(now.authorities())
                && old.revokedSerials().equals(now.revoked())) {
            return;
        }
        publish(new Trust(old == null ? 1 : old.version() + 1, now.clusterId(), now.authorities(), now.revoked()), old);
    }

    /** Lets those who hold the server's own keys ask for them anew. */
    synchronized void touch() {
        Trust old = trust();
        publish(new Trust(old.version() + 1, old.clusterId(), old.authorities(), old.revokedSerials()), old);
    }

    private void publish(Trust fresh, Trust old) {
        trust = fresh;
        ServerLog.LOG.trustChanged(
                fresh.version(),
                fresh.authorities().size(),
                fresh.revokedSerials().size());
        trustListeners.forEach(Runnable::run);
        if (old == null || !old.authorities().equals(fresh.authorities())) {
            listeners.forEach(listener -> listener.accept(fresh.authorities()));
        }
    }
}
