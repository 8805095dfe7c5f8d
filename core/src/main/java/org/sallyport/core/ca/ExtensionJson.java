package org.sallyport.core.ca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;

/** The JSON inside SSH certificate extensions. What cannot be read is CERTIFICATE_MALFORMED. */
public final class ExtensionJson {
    private static final ObjectMapper JSON = Json.jsonMapper();

    private ExtensionJson() {}

    public static String ofStrings(Collection<String> values) {
        return write(values);
    }

    /** Keys sorted: the same traits always give the same text. */
    public static String ofTraits(Map<String, List<String>> traits) {
        return write(new TreeMap<>(traits));
    }

    public static String ofServices(Collection<ServiceType> services) {
        return write(services.stream().map(ServiceType::wireName).sorted().toList());
    }

    static List<String> strings(String json) {
        return read(json, new TypeReference<>() {});
    }

    static Map<String, List<String>> traits(String json) {
        return json == null ? Map.of() : read(json, new TypeReference<>() {});
    }

    static Set<ServiceType> services(String json) {
        List<String> names = strings(json);
        try {
            return names.stream().map(ServiceType::ofWireName).collect(Collectors.toUnmodifiableSet());
        } catch (SallyportException e) {
            throw CertificateRefusal.malformed("The SSH certificate", "it names a service that is not known", e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings always encode", e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        if (json == null) {
            throw CertificateRefusal.malformed("The SSH certificate", "an extension of ours is missing");
        }
        try {
            T value = JSON.readValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw CertificateRefusal.malformed("The SSH certificate", "an extension of ours cannot be read", e);
        }
        throw CertificateRefusal.malformed("The SSH certificate", "an extension of ours is null");
    }
}
