package org.sallyport.api.cert;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The public half of a CA, everything that is to be trusted now (active keys first, then additional trusted ones).
 *
 * @param sshPublicKeys one line each, {@code ssh-ed25519 AAAA…}, plain keys, never certificates
 * @param x509Certificates PEM, one self-signed CA certificate each
 * @param phase with {@code active} tells holders of certificates which of the keys theirs should be of
 * @param active how many of the keys are active; one when a server of an earlier version does not say
 */
public record Authority(
        CaType type, List<String> sshPublicKeys, List<String> x509Certificates, RotationPhase phase, int active) {
    public Authority {
        requireNonNull(type, "type");
        sshPublicKeys = List.copyOf(sshPublicKeys);
        x509Certificates = List.copyOf(x509Certificates);
        phase = phase == null ? RotationPhase.STANDBY : phase;
        active = Math.clamp(active, Math.min(1, sshPublicKeys.size()), sshPublicKeys.size());
    }

    /** Of a CA that is not being rotated. */
    public Authority(CaType type, List<String> sshPublicKeys, List<String> x509Certificates) {
        this(type, sshPublicKeys, x509Certificates, RotationPhase.STANDBY, sshPublicKeys.size());
    }

    /** The SSH keys by one of which what clients show is signed now. */
    public List<String> clientKeys() {
        return sshPublicKeys.subList(0, active);
    }

    /** The SSH keys by one of which what servers show is signed now: the old ones until {@code update_servers}. */
    public List<String> serverKeys() {
        return phase == RotationPhase.UPDATE_CLIENTS
                ? sshPublicKeys.subList(active, sshPublicKeys.size())
                : clientKeys();
    }
}
