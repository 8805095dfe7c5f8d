package org.sallyport.ejb.mfa;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaDeviceView;
import org.sallyport.api.rest.MfaDevices;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.core.mfa.RecoveryCodeRepository;
import org.sallyport.ejb.auditlog.AuditWriter;

/** A user's devices as a list. Within the caller's transaction. */
@ApplicationScoped
public class DeviceDesk {
    static final int MOST = 20;
    private static final int LONGEST_NAME = 64;

    private final MfaDeviceRepository devices;
    private final RecoveryCodeRepository codes;
    private final DeviceHolders holders;
    private final KeySite site;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected DeviceDesk() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public DeviceDesk(
            MfaDeviceRepository devices,
            RecoveryCodeRepository codes,
            DeviceHolders holders,
            KeySite site,
            AuditWriter audit,
            Clock clock) {
        this.devices = devices;
        this.codes = codes;
        this.holders = holders;
        this.site = site;
        this.audit = audit;
        this.clock = clock;
    }

    MfaDevices list(Caller.User caller) {
        return new MfaDevices(holders.of(caller).stream().map(this::view).toList(), codes.count(caller.deviceOwner()));
    }

    /** @throws SallyportException INVALID_ARGUMENT, ALREADY_EXISTS */
    MfaDeviceView add(Caller.User caller, String name, MfaDevice.Proof proof) {
        List<MfaDevice> there = locked(caller);
        String word = name == null ? "" : name.strip();
        if (word.isEmpty() || word.length() > LONGEST_NAME || word.chars().anyMatch(Character::isISOControl)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Auth Service: give the device a name of 1 to " + LONGEST_NAME + " characters");
        }
        if (there.size() >= MOST) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: you have " + MOST + " devices; remove one first");
        }
        if (there.stream().anyMatch(device -> device.name().equals(word))) {
            throw new SallyportException(
                    ErrorCode.ALREADY_EXISTS,
                    "Auth Service: you have a device named '" + word + "' already; choose another name");
        }
        MfaDevice device = new MfaDevice(
                UUID.randomUUID().toString(), caller.deviceOwner(), word, clock.instant(), Optional.empty(), proof);
        devices.insert(device);
        audit.record(event(AuditEventType.MFA_DEVICE_ADDED, caller, device)
                .message(
                        "'" + caller.name() + "' added " + device.proof().kind().wireName() + " device '" + word + "'")
                .at(clock.instant()));
        return view(device);
    }

    /** @throws SallyportException NOT_FOUND, LAST_MFA_DEVICE */
    void remove(Caller.User caller, String id) {
        List<MfaDevice> there = locked(caller);
        MfaDevice device = there.stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.NOT_FOUND, "Auth Service: you have no device '" + id + "'; list them first"));
        List<MfaDevice> left =
                there.stream().filter(other -> !other.id().equals(id)).toList();
        // keys of another host do not help anybody in
        boolean shutOut = DeviceHolders.local(caller)
                && (left.isEmpty() || site.usable(device) && left.stream().noneMatch(site::usable));
        if (shutOut) {
            SallyportException refusal = new SallyportException(
                    ErrorCode.LAST_MFA_DEVICE,
                    "Auth Service: '" + device.name() + "' is your last usable device, without it you could not log in"
                            + " again; add another one first");
            audit.recordNow(event(AuditEventType.MFA_REFUSED, caller, device)
                    .message(refusal.userMessage())
                    .field("error", refusal.code().name())
                    .field("action", "remove a device")
                    .at(clock.instant()));
            throw refusal;
        }
        devices.delete(caller.deviceOwner(), id);
        audit.record(event(AuditEventType.MFA_DEVICE_REMOVED, caller, device)
                .message("'" + caller.name() + "' removed device '" + device.name() + "'")
                .at(clock.instant()));
    }

    private List<MfaDevice> locked(Caller.User caller) {
        holders.lock(caller);
        return holders.of(caller);
    }

    /** All of somebody who comes by a connector, for who lost them. @return how many devices there were */
    int reset(Caller by, String connector, String user) {
        String owner = Caller.User.deviceOwner(connector, user);
        List<MfaDevice> there = devices.ofUserForUpdate(owner);
        devices.deleteOfUser(owner);
        codes.deleteOfUser(owner);
        there.forEach(device -> audit.record(event(AuditEventType.MFA_DEVICE_REMOVED, by, device)
                .message("'" + by.name() + "' removed device '" + device.name() + "' of '" + owner + "'")
                .at(clock.instant())));
        return there.size();
    }

    private static AuditEvent.Builder event(AuditEventType type, Caller caller, MfaDevice device) {
        return AuditEvent.of(type)
                .user(caller.name())
                .address(caller.address())
                .resource("mfa_device", device.id())
                .field("device", device.name())
                .field("kind", device.proof().kind().wireName());
    }

    private MfaDeviceView view(MfaDevice device) {
        boolean passwordless = device.proof() instanceof MfaDevice.WebAuthn key && key.passwordless();
        String rpId = device.proof() instanceof MfaDevice.WebAuthn key ? key.rpId() : null;
        return new MfaDeviceView(
                device.id(),
                device.proof().kind(),
                device.name(),
                device.added(),
                device.lastUsed().orElse(null),
                passwordless,
                rpId,
                site.usable(device));
    }
}
