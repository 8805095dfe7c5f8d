package org.sallyport.tests.interop;

import java.nio.file.Path;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.UserSession;

/** A logged-in user who may open sessions as an OS account of its own, for one test class. */
final class Workplace implements AutoCloseable {
    private final Cluster cluster;
    private final OsAccount account;
    private final UserSession user;

    private Workplace(Cluster cluster, OsAccount account, UserSession user) {
        this.cluster = cluster;
        this.account = account;
        this.user = user;
    }

    /** By the SSH port. @param name unique over all test classes: it names the user and the account */
    static Workplace open(Cluster cluster, String name) {
        return open(cluster, name, "--direct");
    }

    /** @param way --direct or --no-direct */
    static Workplace open(Cluster cluster, String name, String way) {
        OsAccount account = OsAccount.create(name);
        UserSession user = cluster.newUser(name, "access", name);
        user.login(way).succeeded();
        return new Workplace(cluster, account, user);
    }

    Cluster cluster() {
        return cluster;
    }

    UserSession user() {
        return user;
    }

    OsAccount account() {
        return account;
    }

    /** {@code login@node.cluster} as ssh takes it. */
    String target() {
        return account.name() + "@" + Cluster.NODE + "." + Cluster.NAME;
    }

    /** A directory only of this test, on the client's side. */
    Path scratch() {
        return cluster.directory().resolve("scratch-" + account.name());
    }

    @Override
    public void close() {
        account.close();
    }
}
