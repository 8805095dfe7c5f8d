package org.sallyport.core.fakes;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;

/** {@link MfaDeviceRepository} in memory. */
public final class MemoryMfaDevices implements MfaDeviceRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<String, MfaDevice> devices;

    public MemoryMfaDevices(MemoryStore store) {
        this.store = store;
        this.devices = store.table();
    }

    @Override
    public List<MfaDevice> ofUser(String user) {
        return store.call(() -> devices.rows().values().stream()
                .filter(device -> device.user().equals(user))
                .sorted(Comparator.comparing(MfaDevice::added).thenComparing(MfaDevice::id))
                .toList());
    }

    @Override
    public List<MfaDevice> ofUserForUpdate(String user) {
        return ofUser(user);
    }

    @Override
    public Optional<MfaDevice> findByCredentialId(String credentialId) {
        return store.call(() -> devices.rows().values().stream()
                .filter(device -> key(device).equals(Optional.of(credentialId)))
                .findFirst());
    }

    @Override
    public void insert(MfaDevice device) {
        store.run(() -> {
            boolean taken = devices.rows().values().stream()
                    .anyMatch(known ->
                            known.user().equals(device.user()) && known.name().equals(device.name())
                                    || key(known).isPresent() && key(known).equals(key(device)));
            if (taken) {
                throw MemoryStore.refusal(ErrorCode.ALREADY_EXISTS, "device '" + device.name() + "' is there");
            }
            devices.rows().put(device.id(), device);
        });
    }

    @Override
    public void update(MfaDevice device) {
        store.run(() -> devices.rows().put(device.id(), device));
    }

    @Override
    public boolean delete(String user, String id) {
        return store.call(() -> devices.rows()
                .values()
                .removeIf(device -> device.user().equals(user) && device.id().equals(id)));
    }

    @Override
    public void deleteOfUser(String user) {
        store.run(() -> devices.rows().values().removeIf(device -> device.user().equals(user)));
    }

    private static Optional<String> key(MfaDevice device) {
        return switch (device.proof()) {
            case MfaDevice.Totp totp -> Optional.empty();
            case MfaDevice.WebAuthn key -> Optional.of(key.credentialId());
        };
    }
}
