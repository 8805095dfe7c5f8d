package org.sallyport.core.ca;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.codec.Json;
import org.sallyport.api.resource.ServiceType;

/**
 * What our one X.509 extension says, as canonical JSON: keys in this order, no blanks, maps sorted.
 *
 * @param v format, 1
 * @param cluster the cluster's UUID
 * @param kind {@code agent} or {@code user}
 * @param node of an agent the name it joined with
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"v", "cluster", "kind", "node", "services", "logins", "traits"})
public record X509Claims(
        int v,
        String cluster,
        String kind,
        String node,
        List<ServiceType> services,
        List<String> logins,
        Map<String, List<String>> traits) {
    public static final String AGENT = "agent";
    public static final String USER = "user";
    private static final ObjectMapper JSON = Json.jsonMapper();

    public X509Claims {
        node = node == null ? "" : node;
        services = services == null ? List.of() : services.stream().sorted().toList();
        logins = logins == null ? List.of() : List.copyOf(logins);
        traits = traits == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(traits));
    }

    public static X509Claims ofAgent(String cluster, String node, List<ServiceType> services) {
        return new X509Claims(1, cluster, AGENT, node, services, List.of(), Map.of());
    }

    public static X509Claims ofUser(String cluster, List<String> logins, Map<String, List<String>> traits) {
        return new X509Claims(1, cluster, USER, "", List.of(), logins, traits);
    }

    String encoded() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings always encode", e);
        }
    }

    /** @throws SallyportException CERTIFICATE_MALFORMED */
    static X509Claims decoded(String json) {
        try {
            X509Claims claims = JSON.readValue(json, X509Claims.class);
            if (claims.v() != 1) {
                throw CertificateRefusal.malformed(
                        "The X.509 certificate", "its Sallyport extension has version " + claims.v());
            }
            return claims;
        } catch (JsonProcessingException e) {
            throw CertificateRefusal.malformed("The X.509 certificate", "its Sallyport extension cannot be read", e);
        }
    }
}
