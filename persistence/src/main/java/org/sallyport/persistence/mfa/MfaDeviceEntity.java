package org.sallyport.persistence.mfa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.rest.MfaKind;
import org.sallyport.core.mfa.MfaDevice;

/** A second factor; columns of the other kind are empty. */
@Entity
@Table(name = "mfa_device")
class MfaDeviceEntity {
    @Id
    private String id;

    @Column(name = "user_name")
    private String userName;

    private String kind;

    private String name;

    @Column(name = "added_at")
    private Instant addedAt;

    @Column(name = "last_used_at")
    private Instant lastUsedAt;

    @Column(name = "sealed_secret")
    private byte[] sealedSecret;

    @Column(name = "last_step")
    private long lastStep;

    @Column(name = "credential_id")
    private String credentialId;

    @Column(name = "credential_data")
    private byte[] credentialData;

    @Column(name = "rp_id")
    private String rpId;

    @Column(name = "sign_count")
    private long signCount;

    private boolean passwordless;

    private String transports = "";

    protected MfaDeviceEntity() {}

    MfaDeviceEntity(MfaDevice device) {
        this.id = device.id();
        this.userName = device.user();
        this.kind = device.proof().kind().wireName();
        this.name = device.name();
        this.addedAt = device.added();
        this.lastUsedAt = device.lastUsed().orElse(null);
        switch (device.proof()) {
            case MfaDevice.Totp totp -> {
                this.sealedSecret = totp.sealedSecret().clone();
                this.lastStep = totp.lastStep();
            }
            case MfaDevice.WebAuthn key -> {
                this.credentialId = key.credentialId();
                this.credentialData = key.credentialData().clone();
                this.rpId = key.rpId();
                this.signCount = key.counter();
                this.passwordless = key.passwordless();
                this.transports = String.join(",", key.transports());
            }
        }
    }

    MfaDevice toDevice() {
        MfaDevice.Proof proof =
                switch (MfaKind.ofWireName(kind)) {
                    case TOTP -> new MfaDevice.Totp(sealedSecret.clone(), lastStep);
                    case WEBAUTHN ->
                        new MfaDevice.WebAuthn(
                                credentialId, credentialData.clone(), rpId, signCount, passwordless, transports());
                };
        return new MfaDevice(id, userName, name, addedAt, Optional.ofNullable(lastUsedAt), proof);
    }

    private List<String> transports() {
        return transports.isEmpty()
                ? List.of()
                : Arrays.stream(transports.split(",")).toList();
    }
}
