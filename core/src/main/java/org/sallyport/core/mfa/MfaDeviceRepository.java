package org.sallyport.core.mfa;

import java.util.List;
import java.util.Optional;

/**
 * Second factors, by {@link org.sallyport.core.caller.Caller.User#deviceOwner}. Joins the caller's transaction; whoever
 * changes a local user's holds the lock of the credential
 * ({@link org.sallyport.core.user.CredentialRepository#findForUpdate}), others that of {@link #ofUserForUpdate}.
 */
public interface MfaDeviceRepository {
    /** Oldest first. */
    List<MfaDevice> ofUser(String user);

    /** The same, locked until the transaction ends. */
    List<MfaDevice> ofUserForUpdate(String user);

    /** @param credentialId of a security key, base64url */
    Optional<MfaDevice> findByCredentialId(String credentialId);

    /** @throws org.sallyport.api.error.SallyportException ALREADY_EXISTS for a name or a security key that is there */
    void insert(MfaDevice device);

    /** Replaces the device of this id. */
    void update(MfaDevice device);

    /** @return false when there was none */
    boolean delete(String user, String id);

    void deleteOfUser(String user);
}
