package org.sallyport.ejb.startup;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.cluster.StoreMigration;
import org.sallyport.ejb.log.ServerLog;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Brings the Auth Service up, in order, before any message or request reaches it. A step that fails stops the
 * deployment: no port is opened by half a server.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerStartup {
    private final StoreMigration migration;
    private final FirstStart firstStart;
    private final FirstAdministrator firstAdministrator;
    private final LiveState state;
    private final ClusterService cluster;
    private final Transactions transactions;

    /**
     * Only so that its name is bound before the first transaction: that looks it up by the name, which WildFly otherwise
     * binds whenever it gets to it, on a slow machine too late.
     */
    @Resource(lookup = "java:jboss/TransactionManager")
    @SuppressWarnings("UnusedVariable")
    private TransactionManager bound;

    /** For the container. */
    public ServerStartup() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ServerStartup(
            StoreMigration migration,
            FirstStart firstStart,
            FirstAdministrator firstAdministrator,
            LiveState state,
            ClusterService cluster,
            Transactions transactions) {
        this.migration = migration;
        this.firstStart = firstStart;
        this.firstAdministrator = firstAdministrator;
        this.state = state;
        this.cluster = cluster;
        this.transactions = transactions;
    }

    @PostConstruct
    void start() {
        step(
                "store",
                "check that the database of datasource SallyportDS runs, and that its account may change the schema",
                migration::migrate);
        step(
                "first start",
                "check the store and the server's credential store, then start again: nothing was left half made",
                this::makeClusterIfNeeded);
        step(
                "certificate authorities",
                "start with the credential store that this cluster was made with: its key opens the CA keys",
                this::loadWhole);
        step(
                "first administrator",
                "make the directory in system property sallyport.data.dir writable for the server's account",
                firstAdministrator::inviteIfNeeded);
        state.follow();
        ClusterInfo info = cluster.info();
        ServerLog.LOG.ready(info.clusterName(), info.clusterId(), info.publicAddress(), info.sshAddress());
    }

    private void makeClusterIfNeeded() {
        try {
            if (transactions.separate(firstStart::makeCluster)) {
                state.load();
                ServerLog.LOG.firstStart(cluster.info().clusterId());
            }
        } catch (SallyportException failure) {
            if (failure.code() != ErrorCode.ALREADY_EXISTS) {
                throw failure;
            }
            state.load();
            ServerLog.LOG.joinedExistingCluster(cluster.info().clusterId());
        }
    }

    /** The configuration must be known before a CA can be made that the cluster lacks. */
    private void loadWhole() {
        state.load();
        try {
            if (!transactions.separate(
                    () -> firstStart.completeCluster(cluster.info().clusterName()))) {
                return;
            }
        } catch (SallyportException failure) {
            if (failure.code() != ErrorCode.ALREADY_EXISTS) {
                throw failure;
            }
        }
        state.load();
    }

    private static void step(String layer, String remedy, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            ServerLog.LOG.cannotStart(layer, Causes.of(failure), remedy, failure);
            throw failure;
        }
    }
}
