package org.sallyport.api.rest;

import java.util.List;

/** One's own devices, oldest first, and how many recovery codes are left. */
public record MfaDevices(List<MfaDeviceView> devices, int recoveryCodes) {
    public MfaDevices {
        devices = List.copyOf(devices);
    }
}
