package org.sallyport.core.user;

import java.util.Optional;

/** Passwords of local users. Joins the caller's transaction. */
public interface CredentialRepository {
    /** @param passwordHash self-describing (algorithm, parameters, salt, digest) */
    record Credential(String user, String passwordHash) {}

    /** With a write lock until the transaction ends: all changes of a user's second factors are made under it. */
    Optional<Credential> findForUpdate(String user);

    void save(Credential credential);

    void delete(String user);
}
