package org.sallyport.ejb.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.mfa.MfaChallengeRepository;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.RecoveryCodeRepository;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.core.user.InviteRepository;

/** All that a local user logs in with, as one thing. Within the caller's transaction. */
@ApplicationScoped
public class Accounts {
    private final CredentialRepository credentials;
    private final InviteRepository invites;
    private final LoginSessionRepository sessions;
    private final MfaDeviceRepository devices;
    private final RecoveryCodeRepository codes;
    private final MfaChallengeRepository challenges;

    /** For the container's proxy. */
    protected Accounts() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Accounts(
            CredentialRepository credentials,
            InviteRepository invites,
            LoginSessionRepository sessions,
            MfaDeviceRepository devices,
            RecoveryCodeRepository codes,
            MfaChallengeRepository challenges) {
        this.credentials = credentials;
        this.invites = invites;
        this.sessions = sessions;
        this.devices = devices;
        this.codes = codes;
        this.challenges = challenges;
    }

    /** A new password and its first device. Whoever held the old ones is out. */
    public void reset(Credential credential, MfaDevice first) {
        // The lock first: save alone would let two racing resets of one user collide.
        credentials.findForUpdate(credential.user());
        credentials.save(credential);
        forget(credential.user());
        devices.insert(first);
    }

    /** All of it: nothing may wait for the next user of this name. */
    public void remove(String user) {
        credentials.delete(user);
        invites.deleteOfUser(user);
        forget(user);
    }

    /** Of everybody who came by this connector. */
    public void endSessionsOf(String connector) {
        sessions.deleteOfConnector(connector);
    }

    private void forget(String user) {
        sessions.deleteOfUser(user);
        devices.deleteOfUser(user);
        codes.deleteOfUser(user);
        challenges.deleteOfUser(user);
    }
}
