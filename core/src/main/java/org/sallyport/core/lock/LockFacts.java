package org.sallyport.core.lock;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.identity.SshIdentity.UserIdentity;

/**
 * What is known, where a lock is asked about, of who or what wants something. What is not known there matches no lock: a
 * lock on a login does not keep its users from the proxy, it keeps them from the login.
 *
 * @param roles names of the roles held
 * @param nodes host id and names of the one machine that it is about; empty when it is about none
 * @param mfaDevices that were used
 * @param certificates serials, unsigned
 * @param accessRequests ids of those whose grants are in use
 */
public record LockFacts(
        Optional<String> user,
        Set<String> roles,
        Optional<String> login,
        Set<String> nodes,
        Set<String> mfaDevices,
        Set<Long> certificates,
        Set<String> accessRequests) {
    public LockFacts {
        requireNonNull(user, "user");
        roles = Set.copyOf(roles);
        requireNonNull(login, "login");
        nodes = Set.copyOf(nodes);
        mfaDevices = Set.copyOf(mfaDevices);
        certificates = Set.copyOf(certificates);
        accessRequests = Set.copyOf(accessRequests);
    }

    public static LockFacts of(Caller.User person) {
        return user(person.name(), Set.copyOf(person.roles()), person.mfaDevices(), Set.of());
    }

    public static LockFacts of(UserIdentity identity) {
        return user(identity.user(), Set.copyOf(identity.roles()), identity.mfaDevices(), Set.of(identity.serial()));
    }

    private static LockFacts user(String name, Set<String> roles, Set<String> mfaDevices, Set<Long> certificates) {
        return new LockFacts(Optional.of(name), roles, Optional.empty(), Set.of(), mfaDevices, certificates, Set.of());
    }

    /** A machine by itself, with nobody on it. */
    public static LockFacts ofNode(Collection<String> names) {
        return new LockFacts(
                Optional.empty(), Set.of(), Optional.empty(), Set.copyOf(names), Set.of(), Set.of(), Set.of());
    }

    /** @param names host id and name of the machine that it is about; may be the same */
    public LockFacts at(Collection<String> names) {
        return new LockFacts(user, roles, login, Set.copyOf(names), mfaDevices, certificates, accessRequests);
    }

    public LockFacts as(String wantedLogin) {
        return new LockFacts(user, roles, Optional.of(wantedLogin), nodes, mfaDevices, certificates, accessRequests);
    }

    /** @param mfaDevice id of one that is shown now; empty for none */
    public LockFacts shown(String mfaDevice) {
        return mfaDevice.isEmpty()
                ? this
                : new LockFacts(user, roles, login, nodes, Set.of(mfaDevice), certificates, accessRequests);
    }

    public LockFacts with(long certificate) {
        return new LockFacts(user, roles, login, nodes, mfaDevices, Set.of(certificate), accessRequests);
    }
}
