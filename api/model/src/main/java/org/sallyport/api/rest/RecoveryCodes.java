package org.sallyport.api.rest;

import java.util.List;

/** Each is good once, in place of a device. Shown only here; earlier ones are void. */
public record RecoveryCodes(List<String> codes) {
    public RecoveryCodes {
        codes = List.copyOf(codes);
    }
}
