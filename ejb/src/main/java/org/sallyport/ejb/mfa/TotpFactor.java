package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.keys.Totp;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;

/** One-time codes of a user's authenticator apps. Within the caller's transaction, under the credential's lock. */
@ApplicationScoped
public class TotpFactor {
    private static final byte[] NOBODYS_SECRET = Totp.newSecret();

    private final MfaDeviceRepository devices;
    private final KeySealer sealer;
    private final Clock clock;

    /** For the container's proxy. */
    protected TotpFactor() {
        this(null, null, null);
    }

    @Inject
    public TotpFactor(MfaDeviceRepository devices, KeySealer sealer, Clock clock) {
        this.devices = devices;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** @param counts whether a right code is used up */
    Shown verify(String user, boolean known, String code, boolean counts) {
        List<MfaDevice> apps = devices.ofUser(user).stream()
                .filter(device -> known && device.proof() instanceof MfaDevice.Totp)
                .toList();
        if (apps.isEmpty()) {
            // as much work as for somebody
            Totp.matchingStep(NOBODYS_SECRET, code, clock.instant(), 0);
        }
        for (MfaDevice app : apps) {
            if (app.proof() instanceof MfaDevice.Totp totp) {
                OptionalLong step = Totp.matchingStep(
                        sealer.open(totp.sealedSecret(), context(user)), code, clock.instant(), totp.lastStep());
                if (step.isPresent()) {
                    if (counts) {
                        devices.update(
                                app.used(new MfaDevice.Totp(totp.sealedSecret(), step.getAsLong()), clock.instant()));
                    }
                    return new Shown.Right(user, "totp", app.id(), app.name());
                }
            }
        }
        return Shown.Wrong.of("wrong_code");
    }

    static String context(String user) {
        return "totp:" + user;
    }
}
