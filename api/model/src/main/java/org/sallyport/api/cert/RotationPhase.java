package org.sallyport.api.cert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a CA stands in the exchange of its keys (docs/guides/ca-rotation.md). */
public enum RotationPhase {
    /** One set of keys, which signs and is trusted. */
    STANDBY,
    /** New keys are trusted in addition, the old ones sign. */
    INIT,
    /** New keys sign what clients show, old ones what servers show; both are trusted. */
    UPDATE_CLIENTS,
    /** New keys sign everything; both are trusted. */
    UPDATE_SERVERS,
    /** Old keys sign everything again; both are trusted. */
    ROLLBACK;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static RotationPhase ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
