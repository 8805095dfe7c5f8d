package org.sallyport.ejb.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.cluster.CaRepository.StoredCa;
import org.sallyport.core.keys.KeySealer;
import org.sallyport.core.rotation.CaRotation;
import org.sallyport.core.rotation.Rotation;
import org.sallyport.ejb.keys.KeyModules;

/** CAs as they rest: keys, and the phase they are in, sealed; the schedule beside them for anybody to read. */
@ApplicationScoped
public class CaVault {
    private static final String ROTATION = "rotation";

    private final KeySealer sealer;
    private final KeyModules modules;
    private final ObjectMapper json = Json.jsonMapper();

    /** What can be read without the keys. */
    private record PublicDocument(Authority authority, Rotation rotation) {}

    /** For the container's proxy. */
    protected CaVault() {
        this(null, null);
    }

    @Inject
    public CaVault(KeySealer sealer, KeyModules modules) {
        this.sealer = sealer;
        this.modules = modules;
    }

    /** @param revision of what it replaces, 0 when it is new */
    public StoredCa seal(CaRotation ca, long revision) {
        CaType type = ca.keys().type();
        try {
            String document =
                    json.writeValueAsString(new PublicDocument(ca.keys().authority(), ca.rotation()));
            return new StoredCa(type, document, sealer.seal(ca.keys().encode(), context(type)), revision);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of strings always encode", impossible);
        }
    }

    public CaRotation open(StoredCa stored) {
        CaKeys keys = CaKeys.decode(sealer.open(stored.sealedKeys(), context(stored.type())), modules.own());
        try {
            JsonNode rotation = json.readTree(stored.publicDocument()).path(ROTATION);
            // written before CAs could be rotated: the authority alone
            return new CaRotation(
                    keys, rotation.isMissingNode() ? Rotation.NONE : json.treeToValue(rotation, Rotation.class));
        } catch (JsonProcessingException damaged) {
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "Auth Service: the stored rotation of the " + stored.type().wireName()
                            + " CA cannot be read. Restore the store from a backup",
                    String.valueOf(damaged.getOriginalMessage()),
                    damaged);
        }
    }

    private static String context(CaType type) {
        return "ca:" + type.wireName();
    }
}
